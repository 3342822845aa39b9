/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log-csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/*
 * A table of comma-separated values as RFC 4180 describes it, with a heading. Keras's CSVLogger
 * writes one with any separator and NA for what an epoch lacks, Lightning's one with blank cells.
 */

/* More columns, or a longer cell, than any logger writes. */
#define MOST_COLUMNS 1000
#define LONGEST_CELL 4096

/* The column that tells runs apart in tables of several, such as our own. */
#define RUN "run"

typedef struct
{
  const char *at;
  const char *end;
  char        separator;
  guint       line;
  GString    *cell; /* the last one that was taken */
  gboolean    ends_row;
  char       *run; /* the one that the rows are of, or NULL */
  char       *reason;
} Scanner;

/* What stands most often in the heading. */
static char
find_separator (const char *text,
                gsize       size)
{
  static const char candidates[] = ",;\t";
  char best = candidates[0];
  guint most = 0;

  for (const char *c = candidates; *c != '\0'; c++)
    {
      guint n = 0;

      for (gsize i = 0; i < size && text[i] != '\n' && text[i] != '\r'; i++)
        n += text[i] == *c;
      if (n > most)
        best = *c;
      most = MAX (most, n);
    }

  return best;
}

static gboolean
refuse (Scanner *self,
        char    *reason)
{
  g_free (self->reason);
  self->reason = reason;

  return FALSE;
}

/* Takes what stands between quotes; two of them are one. */
static gboolean
take_quoted (Scanner *self)
{
  const guint line = self->line;

  for (self->at++; self->at < self->end; self->at++)
    {
      if (*self->at == '"' && self->at + 1 < self->end && self->at[1] == '"')
        self->at++;
      else if (*self->at == '"')
        {
          self->at++;
          return TRUE;
        }
      self->line += *self->at == '\n';
      if (self->cell->len < LONGEST_CELL)
        g_string_append_c (self->cell, *self->at);
    }

  return refuse (self, g_strdup_printf (_("a quotation mark in line %u has no other"), line));
}

/* Takes a cell, and what ends it: a separator, a line's end, or the end. */
static gboolean
take_cell (Scanner *self)
{
  g_string_truncate (self->cell, 0);
  while (self->at < self->end && *self->at == ' ')
    self->at++;
  if (self->at < self->end && *self->at == '"' && !take_quoted (self))
    return FALSE;

  while (self->at < self->end && *self->at != self->separator && *self->at != '\n'
         && *self->at != '\r')
    {
      if (self->cell->len == LONGEST_CELL)
        return refuse (self, g_strdup_printf (_("line %u is longer than those of a log"),
                                              self->line));
      g_string_append_c (self->cell, *self->at++);
    }
  g_strchomp (self->cell->str);
  self->cell->len = strlen (self->cell->str);

  self->ends_row = self->at == self->end || *self->at != self->separator;
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at < self->end && *self->at == '\n' && self->ends_row)
    self->at++;
  else if (!self->ends_row)
    self->at++;
  self->line += self->ends_row;

  return TRUE;
}

static gboolean
take_header (Scanner    *self,
             OvLogTable *table)
{
  do
    {
      if (!take_cell (self))
        return FALSE;
      if (table->columns->len == MOST_COLUMNS)
        return refuse (self, g_strdup (_("it has more columns than a log")));
      ov_log_table_add_column (table, self->cell->str, -1);
    }
  while (!self->ends_row);

  return TRUE;
}

/* Whether the cell holds a number, as C, Python or R writes it. */
static gboolean
parse_number (const char *text,
              double     *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0';
}

static gboolean
is_blank (const char *text)
{
  return *text == '\0' || strcmp (text, "NA") == 0;
}

/* The epochs of several runs would be taken for those of one. */
static gboolean
check_run (Scanner *self)
{
  if (self->run == NULL)
    self->run = g_strdup (self->cell->str);
  if (g_str_equal (self->run, self->cell->str))
    return TRUE;

  return refuse (self, g_strdup (_("it has several runs, not one")));
}

static gboolean
take_row (Scanner    *self,
          OvLogTable *table)
{
  const guint line = self->line;
  guint n_cells = 0;

  do
    {
      OvLogColumn *column;
      double value;

      if (!take_cell (self))
        return FALSE;

      /* A line without anything is no row. */
      if (n_cells == 0 && self->ends_row && self->cell->len == 0)
        return TRUE;
      if (n_cells == table->columns->len)
        return refuse (self, g_strdup_printf (_("line %u has more cells than the heading"), line));
      column = ov_log_table_get_column (table, n_cells++);
      if (g_str_equal (column->name, RUN) && !check_run (self))
        return FALSE;
      if (parse_number (self->cell->str, &value))
        ov_log_column_add (column, table->n_rows, value);
      else if (!is_blank (self->cell->str))
        column->is_text = TRUE;
    }
  while (!self->ends_row);
  table->n_rows++;

  return TRUE;
}

/* Lightning counts steps as well; Keras has neither them nor a name for the training set. */
static const char *
find_source (const OvLogTable *table)
{
  if (ov_log_table_find (table, "epoch") >= 0 && ov_log_table_find (table, "step") >= 0)
    return "Lightning CSV log";
  if (ov_log_table_find (table, "epoch") >= 0 && ov_log_table_find (table, "loss") >= 0)
    return "Keras CSV log";

  return "CSV log";
}

/**
 * ov_log_csv_parse:
 * @text: [@size], a table that may come from anybody
 * @size: its length in bytes
 * @reason: (out) (transfer full): why it is none, to be put into a sentence
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @reason set
 */
OvLogTable *
ov_log_csv_parse (const char *text,
                  gsize       size,
                  char      **reason)
{
  g_autoptr (OvLogTable) table = ov_log_table_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  Scanner scanner = {.at = text, .end = text + size, .line = 1, .cell = cell};
  gboolean is_read;

  *reason = NULL;
  if (memchr (text, '\0', size) != NULL || !g_utf8_validate (text, (gssize) size, NULL))
    {
      *reason = g_strdup (_("it is neither a table of text nor an event file of TensorBoard"));
      return NULL;
    }

  /* What Windows puts in front of UTF-8. */
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    scanner.at += 3;
  scanner.separator = find_separator (scanner.at, (gsize) (scanner.end - scanner.at));
  is_read = take_header (&scanner, table);
  while (is_read && scanner.at < scanner.end)
    is_read = take_row (&scanner, table);
  g_free (scanner.run);
  *reason = scanner.reason;
  if (!is_read)
    return NULL;

  table->source = find_source (table);

  return g_steal_pointer (&table);
}

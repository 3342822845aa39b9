/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "file-error.h"

/* So many columns a sentence names. */
#define MOST_NAMES 12

/**
 * ov_log_source_get_title:
 * @source: what an #OvLogTable, or a run that was made of one, has as its source
 *
 * The libraries of runs keep the same text in every language.
 *
 * Returns: (transfer none): it in the user's language, or as it is when it is no log's
 */
const char *
ov_log_source_get_title (const char *source)
{
  static const char *const titles[] = {N_("CSV log"), N_("Keras CSV log"),
                                       N_("Lightning CSV log"), N_("TensorBoard log")};

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (source, titles[i]) == 0)
      return _(titles[i]);

  return source;
}

static void
column_free (gpointer data)
{
  OvLogColumn *self = data;

  g_free (self->name);
  g_array_unref (self->rows);
  g_array_unref (self->values);
  g_free (self);
}

/**
 * ov_log_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
OvLogTable *
ov_log_table_new (void)
{
  OvLogTable *self = g_new0 (OvLogTable, 1);

  self->columns = g_ptr_array_new_with_free_func (column_free);

  return self;
}

/**
 * ov_log_table_free:
 * @self: (transfer full): a table
 */
void
ov_log_table_free (OvLogTable *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->columns);
  g_free (self);
}

/**
 * ov_log_table_add_column:
 * @self: a table
 * @name: [@length], what the log calls the column
 * @length: its length in bytes, or -1
 *
 * Returns: (transfer none): the new column, which is empty
 */
OvLogColumn *
ov_log_table_add_column (OvLogTable *self,
                         const char *name,
                         gssize      length)
{
  OvLogColumn *column = g_new0 (OvLogColumn, 1);

  column->name = g_utf8_make_valid (name, length);
  column->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  column->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (self->columns, column);

  return column;
}

/**
 * ov_log_table_get_column:
 * @self: a table
 * @column: which column
 *
 * Returns: (transfer none): the column
 */
OvLogColumn *
ov_log_table_get_column (const OvLogTable *self,
                         guint             column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return g_ptr_array_index (self->columns, column);
}

/**
 * ov_log_table_find:
 * @self: a table
 * @name: what the log calls a column
 *
 * Returns: the first column of that name that has numbers only, or -1
 */
int
ov_log_table_find (const OvLogTable *self,
                   const char       *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const OvLogColumn *column = ov_log_table_get_column (self, i);

      if (!column->is_text && column->values->len > 0 && strcmp (column->name, name) == 0)
        return (int) i;
    }

  return -1;
}

/**
 * ov_log_table_list:
 * @self: a table
 *
 * Returns: (transfer full): the first names of columns that have numbers only, to be put into a
 *   sentence
 */
char *
ov_log_table_list (const OvLogTable *self)
{
  GString *names = g_string_new (NULL);
  guint n_names = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const OvLogColumn *column = ov_log_table_get_column (self, i);

      if (column->is_text || column->values->len == 0)
        continue;
      if (n_names < MOST_NAMES)
        {
          g_autofree char *shown = ov_file_display_name (column->name);

          g_string_append_printf (names, "%s“%s”", n_names > 0 ? ", " : "", shown);
        }
      else if (n_names == MOST_NAMES)
        g_string_append (names, "…");
      n_names++;
    }
  if (n_names == 0)
    g_string_append (names, _("no column of numbers"));

  return g_string_free (names, FALSE);
}

/**
 * ov_log_column_add:
 * @self: a column
 * @row: which row, not before that of the last value
 * @value: its value there
 */
void
ov_log_column_add (OvLogColumn *self,
                   guint        row,
                   double       value)
{
  g_array_append_val (self->rows, row);
  g_array_append_val (self->values, value);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-csv.h"

#include <math.h>
#include <string.h>

#include "instrument-columns.h"
#include "number.h"
#include "parameter.h"

/* One long table for several runs: a row is an epoch, and says of which run. */

/* As RFC 4180 has it: quoted where there is something that would end the cell. */
static void
append_text (GString    *table,
             const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (table, text);
      return;
    }

  g_string_append_c (table, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *c);
    }
  g_string_append_c (table, '"');
}

/* What comes before a run's epochs in each of its rows. */
static char *
describe_run (const OvRunEntry *entry)
{
  const char *const texts[] = {
    entry->id,
    entry->name,
    entry->source != NULL ? entry->source : "",
    entry->parent != NULL ? entry->parent : "",
    entry->data,
    ov_outcome_get_name (entry->outcome),
    entry->recipe.preset,
  };
  GString *cells = g_string_new (NULL);
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      append_text (cells, texts[i]);
      g_string_append_c (cells, ',');
    }
  for (gsize i = 0; i < n_parameters; i++)
    {
      const double value = ov_parameter_get (&parameters[i], &entry->recipe);
      g_autofree char *text = ov_parameter_format (&parameters[i], value);

      /* What decided a run of another program nobody knows. */
      if (!ov_recipe_is_foreign (&entry->recipe))
        append_text (cells, text);
      g_string_append_c (cells, ',');
    }

  return g_string_free (cells, FALSE);
}

/* The columns of the instruments: those of any run, each once. */
static void
add_column_cb (const char *column,
               double      value,
               gpointer    user_data)
{
  GPtrArray *columns = user_data;

  if (!g_ptr_array_find_with_equal_func (columns, column, g_str_equal, NULL))
    g_ptr_array_add (columns, g_strdup (column));
}

static GPtrArray *
list_columns (const GPtrArray *runs)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < runs->len; i++)
    {
      const OvRunRecord *record = ((const OvExportedRun *) runs->pdata[i])->record;

      ov_instrument_columns_visit (record, ov_readings_get_instruments (record->readings), 0,
                                   add_column_cb, columns);
    }

  return columns;
}

static void
append_header (GString         *table,
               const GPtrArray *columns)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  g_string_append (table, "run,name,source,parent,data,outcome,recipe,");
  for (gsize i = 0; i < n_parameters; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (parameters[i].key), "-", '_');

      g_string_append_printf (table, "recipe_%s,", name);
    }
  g_string_append_printf (table, "%s,sharpness,sharpness_error,sharpness_residual",
                          ov_epoch_csv_header ());
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (table, ",%s", (const char *) columns->pdata[i]);
  g_string_append_c (table, '\n');
}

/* The columns of an epoch before which the sharpness was not measured are empty. */
static void
append_sharpness (GString                *table,
                  const OvSharpnessPoint *point)
{
  const double values[] = {point->value, point->error, point->residual};

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *number = ov_number_format (values[i]);

      g_string_append_printf (table, ",%s", number);
    }
}

/* Values of instruments on their way into a row. */
typedef struct
{
  const GPtrArray *columns;
  double          *values; /* [@columns] */
} Readings;

static void
put_value_cb (const char *column,
              double      value,
              gpointer    user_data)
{
  const Readings *self = user_data;
  guint place;

  if (g_ptr_array_find_with_equal_func ((GPtrArray *) self->columns, column, g_str_equal, &place))
    self->values[place] = value;
}

/* What is not known is empty. */
static void
append_readings (GString           *table,
                 const OvRunRecord *record,
                 guint              instruments,
                 guint              epoch,
                 const GPtrArray   *columns)
{
  g_autofree double *values = g_new (double, columns->len);
  Readings readings = {columns, values};

  for (guint i = 0; i < columns->len; i++)
    values[i] = NAN;
  ov_instrument_columns_visit (record, instruments, epoch, put_value_cb, &readings);
  for (guint i = 0; i < columns->len; i++)
    ov_number_append_cell (table, values[i]);
}

static void
append_run (GString             *table,
            const OvExportedRun *run,
            const GPtrArray     *columns)
{
  const OvRunRecord *record = run->record;
  const guint n_epochs = ov_history_get_n_epochs (record->history);
  const guint instruments = ov_readings_get_instruments (record->readings);
  g_autofree char *cells = describe_run (run->entry);
  guint n_rows = n_epochs;

  /* What was measured at the end stands before an epoch that has not come. */
  if (ov_sharpness_history_find (record->sharpness, n_epochs) != NULL)
    n_rows++;

  for (guint i = 0; i < n_rows; i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_find (record->sharpness, i);
      OvEpoch epoch;
      g_autofree char *row = NULL;

      if (i < n_epochs)
        epoch = *ov_history_get_epoch (record->history, i);
      else
        ov_epoch_init_missing (&epoch, i);
      row = ov_epoch_to_csv (&epoch);
      g_string_append_printf (table, "%s%s", cells, row);
      if (point != NULL)
        append_sharpness (table, point);
      else
        g_string_append (table, ",,,");
      append_readings (table, record, instruments, i, columns);
      g_string_append_c (table, '\n');
    }
}

/**
 * ov_runs_to_csv:
 * @runs: (element-type OvExportedRun): runs
 *
 * Writes runs as one long table with a heading: a row for each epoch of each run, and one more for
 * a sharpness that was measured after the last, with what the run is and what decides it in every
 * row. Instruments have columns where one of the runs has readings of theirs. Numbers are as of
 * ov_number_format(), what is not known is empty.
 *
 * Returns: (transfer full): the table
 */
char *
ov_runs_to_csv (const GPtrArray *runs)
{
  g_autoptr (GPtrArray) columns = NULL;
  GString *table;

  g_return_val_if_fail (runs != NULL, NULL);

  columns = list_columns (runs);
  table = g_string_new (NULL);
  append_header (table, columns);
  for (guint i = 0; i < runs->len; i++)
    append_run (table, g_ptr_array_index (runs, i), columns);

  return g_string_free (table, FALSE);
}

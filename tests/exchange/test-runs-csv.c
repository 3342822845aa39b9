/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-csv.h"

#include <math.h>
#include <string.h>

#include "instrument.h"
#include "run-fixture.h"

#define N_EPOCHS 6

static OvExportedRun *
make_run (const char *preset, const char *name)
{
  OvRunRecord *record = fixture_make_record (preset, N_EPOCHS);
  OvRunEntry *entry = fixture_make_entry (record);

  g_free (entry->name);
  entry->name = g_strdup (name);

  return ov_exported_run_new (entry, record);
}

/* Takes a table apart: rows of cells. Quoted cells may hold anything. */
static GPtrArray *
parse (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' && is_quoted && c[1] == '"')
        g_string_append_c (cell, *c++);
      else if (*c == '"')
        is_quoted = !is_quoted;
      else if (is_quoted || (*c != ',' && *c != '\n'))
        g_string_append_c (cell, *c);
      else
        {
          g_ptr_array_add (row, g_string_free (cell, FALSE));
          cell = g_string_new (NULL);
          if (*c == '\n')
            {
              g_ptr_array_add (rows, row);
              row = g_ptr_array_new_with_free_func (g_free);
            }
        }
    }
  g_assert_false (is_quoted);
  g_assert_cmpuint (row->len, ==, 0);
  g_ptr_array_unref (row);
  g_string_free (cell, TRUE);

  return rows;
}

static const char *
get (const GPtrArray *rows, guint row, const char *column)
{
  const GPtrArray *header = rows->pdata[0];

  for (guint i = 0; i < header->len; i++)
    if (g_str_equal (header->pdata[i], column))
      return ((const GPtrArray *) rows->pdata[row])->pdata[i];
  g_error ("there is no column %s", column);
}

static void
assert_number (const GPtrArray *rows, guint row, const char *column, double expected)
{
  const double value = g_ascii_strtod (get (rows, row, column), NULL);

  g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
}

static void
test_table (void)
{
  const char *const presets[] = {"linear", "two-layer-sgd"};
  const char *const names[] = {"Plain", "With, a \"comma\"\nand a line"};
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (runs, make_run (presets[i], names[i]));
  text = ov_runs_to_csv (runs);
  rows = parse (text);
  g_assert_cmpuint (rows->len, ==, 1 + G_N_ELEMENTS (names) * N_EPOCHS);

  for (guint i = 1; i < rows->len; i++)
    {
      const guint number = (i - 1) / N_EPOCHS;
      const OvExportedRun *run = runs->pdata[number];
      const OvEpoch *epoch = ov_history_get_epoch (run->record->history, (i - 1) % N_EPOCHS);

      g_assert_cmpuint (((const GPtrArray *) rows->pdata[i])->len, ==,
                        ((const GPtrArray *) rows->pdata[0])->len);
      g_assert_cmpstr (get (rows, i, "run"), ==, run->entry->id);
      g_assert_cmpstr (get (rows, i, "name"), ==, names[number]);
      g_assert_cmpstr (get (rows, i, "recipe"), ==, presets[number]);
      assert_number (rows, i, "recipe_seed", run->entry->recipe.seed);
      assert_number (rows, i, "recipe_learning_rate", run->entry->recipe.learning_rate);
      assert_number (rows, i, "epoch", epoch->index);
      assert_number (rows, i, "train_loss", epoch->train_loss);
      assert_number (rows, i, "test_accuracy", epoch->test_accuracy);
      assert_number (rows, i, "learning_rate", epoch->learning_rate);
    }
}

/* What instruments showed of any run has its columns, which are empty elsewhere. */
static void
test_instruments (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_ptr_array_add (runs, make_run ("linear", ""));
  g_ptr_array_add (runs, make_run ("two-layer-sgd", ""));
  text = ov_runs_to_csv (runs);
  rows = parse (text);
  for (guint i = 1; i < rows->len; i++)
    {
      const guint epoch = (i - 1) % N_EPOCHS;
      const OvRunRecord *record =
        ((const OvExportedRun *) runs->pdata[(i - 1) / N_EPOCHS])->record;
      const OvInstrumentReading *reading;
      guint instrument;

      g_assert_true (ov_instrument_find ("update-ratio", &instrument));
      reading = ov_readings_find (record->readings, epoch, instrument);
      if (reading == NULL || i > N_EPOCHS)
        g_assert_cmpstr (get (rows, i, "update_ratio_linear"), ==, "");
      else
        assert_number (rows, i, "update_ratio_linear", reading->values[0]);
      if (reading == NULL || i <= N_EPOCHS)
        g_assert_cmpstr (get (rows, i, "update_ratio_hidden"), ==, "");
      else
        assert_number (rows, i, "update_ratio_hidden", reading->values[0]);
      g_assert_true (reading != NULL || g_str_equal (get (rows, i, "alpha"), ""));
    }
}

/* The sharpness stands where it was measured, and nowhere else: also after the last epoch. */
static void
test_sharpness (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const OvSharpnessPoint last = {.epoch = N_EPOCHS, .value = 12.5, .residual = 0.25};
  OvSharpnessHistory *sharpness;
  guint n_measured = 0;

  g_ptr_array_add (runs, make_run ("two-layer-sgd", ""));
  sharpness = ((OvExportedRun *) runs->pdata[0])->record->sharpness;
  ov_sharpness_history_add (sharpness, &last);
  text = ov_runs_to_csv (runs);
  rows = parse (text);
  g_assert_cmpuint (sharpness->points->len, >, 1);
  g_assert_cmpuint (rows->len, ==, 1 + N_EPOCHS + 1);
  assert_number (rows, N_EPOCHS + 1, "epoch", N_EPOCHS);
  g_assert_cmpstr (get (rows, N_EPOCHS + 1, "train_loss"), ==, "");
  for (guint i = 1; i < rows->len; i++)
    {
      const OvSharpnessPoint *point =
        n_measured < sharpness->points->len
          ? ov_sharpness_history_get_point (sharpness, n_measured)
          : NULL;

      if (point != NULL && point->epoch == i - 1)
        {
          assert_number (rows, i, "sharpness", point->value);
          assert_number (rows, i, "sharpness_residual", point->residual);
          n_measured++;
        }
      else
        g_assert_cmpstr (get (rows, i, "sharpness"), ==, "");
    }
  g_assert_cmpuint (n_measured, ==, sharpness->points->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runs-csv/table", test_table);
  g_test_add_func ("/runs-csv/instruments", test_instruments);
  g_test_add_func ("/runs-csv/sharpness", test_sharpness);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-json.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "folder-fixture.h"
#include "run-fixture.h"
#include "runs-json-reader.h"

#define N_EPOCHS 6

/* Every run of the list is what it is alone, and its numbers are read back bit for bit. */
static void
test_list (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  for (guint i = 0; i < 2; i++)
    {
      OvRunRecord *record = fixture_make_record ("two-layer-sgd", N_EPOCHS + i);

      g_ptr_array_add (runs, ov_exported_run_new (fixture_make_entry (record), record));
    }
  text = ov_runs_to_json (runs);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const OvExportedRun *run = runs->pdata[i];
      JsonObject *object = json_array_get_object_element (array, i);
      JsonArray *epochs = json_object_get_array_member (object, "epochs");
      g_autofree char *alone = ov_run_show_as_json (run->entry, run->record);
      g_autoptr (JsonNode) alone_node = json_from_string (alone, NULL);

      g_assert_true (json_node_equal (json_array_get_element (array, i), alone_node));
      g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, run->entry->id);
      g_assert_cmpuint (json_array_get_length (epochs), ==, N_EPOCHS + i);
      for (guint j = 0; j < N_EPOCHS; j++)
        g_assert_cmpfloat (
          json_object_get_double_member (json_array_get_object_element (epochs, j), "train_loss"),
          ==, ov_history_get_epoch (run->record->history, j)->train_loss);
    }
}

/* Nothing but the time that they took is lost. */
static void
assert_readings (const OvReadings *readings, const OvReadings *expected)
{
  g_assert_cmpuint (expected->points->len, >, 0);
  g_assert_cmpuint (readings->points->len, ==, expected->points->len);
  for (gsize i = 0; i < expected->points->len; i++)
    {
      const OvInstrumentReading *reading = ov_readings_get (readings, i);
      const OvInstrumentReading *other = ov_readings_get (expected, i);

      g_assert_cmpuint (reading->epoch, ==, other->epoch);
      g_assert_cmpuint (reading->instrument, ==, other->instrument);
      g_assert_cmpuint (reading->n_values, ==, other->n_values);
      for (guint j = 0; j < other->n_values; j++)
        g_assert_true (reading->values[j] == other->values[j]
                       || (isnan (reading->values[j]) && isnan (other->values[j])));
    }
}

/* What was written is read again: every number of it, and what is not finite. */
static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *path = g_build_filename (own_folder, "All.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  OvRunRecord *record = fixture_make_record ("two-layer-sgd", N_EPOCHS);
  OvEpoch last = *ov_history_get_last (record->history);
  const OvExportedRun *run;

  last.index++;
  last.train_loss = INFINITY;
  ov_history_append (record->history, &last);
  g_ptr_array_add (runs, ov_exported_run_new (fixture_make_entry (record), record));
  text = ov_runs_to_json (runs);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  again = ov_runs_json_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1);

  run = again->pdata[0];
  g_assert_cmpstr (run->entry->name, ==, "All");
  g_assert_cmpstr (run->entry->id, ==, ((const OvExportedRun *) runs->pdata[0])->entry->id);
  g_assert_true (ov_recipe_equal (&run->record->recipe, &record->recipe));
  g_assert_cmpuint (ov_history_get_n_epochs (run->record->history), ==, N_EPOCHS + 1);
  for (guint i = 0; i <= N_EPOCHS; i++)
    for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
      g_assert_cmpfloat (
        ov_epoch_get_field (ov_history_get_epoch (run->record->history, i), field), ==,
        ov_epoch_get_field (ov_history_get_epoch (record->history, i), field));
  assert_readings (run->record->readings, record->readings);
  g_assert_cmpuint (run->record->sharpness->points->len, >, 0);
  g_assert_cmpuint (run->record->sharpness->points->len, ==, record->sharpness->points->len);
  for (gsize i = 0; i < record->sharpness->points->len; i++)
    g_assert_cmpfloat (ov_sharpness_history_get_point (run->record->sharpness, i)->value, ==,
                       ov_sharpness_history_get_point (record->sharpness, i)->value);
}

/* The run of another program has no recipe, and lacks what its log does not say. */
static void
test_foreign (void)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autofree char *path = g_build_filename (own_folder, "all.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvRunRecord *record;
  OvEpoch epoch;
  const OvExportedRun *run;

  ov_recipe_init_foreign (&recipe);
  record = ov_run_record_new (&recipe, NULL, 0);
  for (guint i = 0; i < 2; i++)
    {
      ov_epoch_init_missing (&epoch, i);
      epoch.test_loss = 2.5 - i;
      ov_history_append (record->history, &epoch);
    }
  g_ptr_array_add (runs, ov_exported_run_new (ov_run_entry_new_foreign (record, "A log"), record));
  text = ov_runs_to_json (runs);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  again = ov_runs_json_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1);

  run = again->pdata[0];
  g_assert_true (ov_recipe_is_foreign (&run->record->recipe));
  g_assert_cmpstr (run->entry->source, ==, "A log");
  g_assert_cmpstr (run->entry->machine, ==, "");
  g_assert_cmpuint (ov_history_get_n_epochs (run->record->history), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const OvEpoch *read = ov_history_get_epoch (run->record->history, i);

      g_assert_cmpfloat (read->test_loss, ==, 2.5 - i);
      g_assert_true (ov_epoch_is_missing (read->train_loss));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/runs-json/list", test_list);
  fixture_add_in_folder ("/runs-json/round-trip", test_round_trip);
  fixture_add_in_folder ("/runs-json/foreign", test_foreign);

  return g_test_run ();
}

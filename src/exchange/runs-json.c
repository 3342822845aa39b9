/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-json.h"

#include "instrument-columns.h"
#include "json-text.h"

/* What is said of runs to programs: by `overshoot-cli runs`, and in files. */

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/* %OV_EPOCH_NEVER is none either. */
static void
set_epoch (JsonObject *object,
           const char *name,
           guint       epoch)
{
  if (epoch != OV_RUN_ENTRY_NONE)
    json_object_set_int_member (object, name, epoch);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
describe_data (const OvRunEntry *entry)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "name", entry->data);
  json_object_set_string_member (data, "hash", entry->data_hash);
  json_object_set_int_member (data, "train-images", entry->n_images[OV_SPLIT_TRAIN]);
  json_object_set_int_member (data, "test-images", entry->n_images[OV_SPLIT_TEST]);

  return data;
}

static JsonObject *
describe_entry (const OvRunEntry *entry)
{
  JsonObject *object = json_object_new ();
  g_autofree char *recipe = ov_recipe_to_json (&entry->recipe);

  json_object_set_string_member (object, "id", entry->id);
  json_object_set_string_member (object, "name", entry->name);
  json_object_set_int_member (object, "colour", entry->colour);
  json_object_set_boolean_member (object, "pinned", entry->is_pinned);
  json_object_set_boolean_member (object, "hidden", entry->is_hidden);
  json_object_set_member (object, "recipe", json_from_string (recipe, NULL));
  json_object_set_object_member (object, "data", describe_data (entry));
  json_object_set_string_member (object, "program", entry->program);
  json_object_set_string_member (object, "machine", entry->machine);
  json_object_set_int_member (object, "threads", entry->threads);
  set_epoch (object, "exact-steps-from", entry->exact_from);
  set_text (object, "source", entry->source);
  set_text (object, "parent", entry->parent);
  json_object_set_int_member (object, "parent-epoch", entry->parent_epoch);
  json_object_set_int_member (object, "started", entry->started);
  json_object_set_string_member (object, "outcome", ov_outcome_get_name (entry->outcome));
  set_text (object, "error", entry->error);
  json_object_set_int_member (object, "epochs-done", entry->n_epochs);
  set_epoch (object, "best-epoch", entry->best_epoch);
  json_object_set_double_member (object, "best-test-accuracy", entry->best_test_accuracy);
  json_object_set_double_member (object, "last-train-loss", entry->last_train_loss);
  json_object_set_double_member (object, "last-test-loss", entry->last_test_loss);
  json_object_set_double_member (object, "seconds", entry->seconds);

  return object;
}

/* The epochs, each with what the instruments showed after it. */
static JsonNode *
describe_epochs (const OvRunRecord *record)
{
  g_autofree char *history = ov_history_to_json (record->history, &record->recipe);
  g_autoptr (JsonNode) document = json_from_string (history, NULL);
  JsonNode *node = json_node_copy (json_object_get_member (json_node_get_object (document),
                                                           "epochs"));
  JsonArray *epochs = json_node_get_array (node);
  const guint instruments = ov_readings_get_instruments (record->readings);

  for (guint i = 0; instruments != 0 && i < json_array_get_length (epochs); i++)
    ov_instrument_columns_add_members (json_array_get_object_element (epochs, i), record,
                                       instruments, i);

  return node;
}

/* All about a run, with its epochs and the measurements of its sharpness. */
static JsonObject *
describe_run (const OvRunEntry  *entry,
              const OvRunRecord *record)
{
  JsonObject *object = describe_entry (entry);
  JsonArray *sharpness = json_array_new ();

  json_object_set_member (object, "epochs", describe_epochs (record));
  for (gsize i = 0; i < record->sharpness->points->len; i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_get_point (record->sharpness, i);
      JsonObject *measured = json_object_new ();

      json_object_set_int_member (measured, "epoch", point->epoch);
      json_object_set_double_member (measured, "sharpness", point->value);
      json_object_set_double_member (measured, "sharpness_error", point->error);
      json_object_set_double_member (measured, "sharpness_residual", point->residual);
      json_array_add_object_element (sharpness, measured);
    }
  json_object_set_array_member (object, "sharpness", sharpness);

  return object;
}

static char *
print (JsonNode *node)
{
  g_autofree char *text = ov_json_print (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}

/* Takes the array. */
static char *
print_array (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);

  return print (node);
}

/**
 * ov_runs_list_as_json:
 * @entries: (element-type OvRunEntry): runs
 *
 * Returns: (transfer full): an array with an object for each
 */
char *
ov_runs_list_as_json (const GPtrArray *entries)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < entries->len; i++)
    json_array_add_object_element (array, describe_entry (g_ptr_array_index (entries, i)));

  return print_array (array);
}

/**
 * ov_run_show_as_json:
 * @entry: a run
 * @record: its record
 *
 * Returns: (transfer full): an object as in ov_runs_list_as_json(), with the epochs, the
 *   measurements of the sharpness and what the instruments showed
 */
char *
ov_run_show_as_json (const OvRunEntry  *entry,
                     const OvRunRecord *record)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, describe_run (entry, record));

  return print (root);
}

/**
 * ov_runs_to_json:
 * @runs: (element-type OvExportedRun): runs
 *
 * Returns: (transfer full): an array with an object for each, as in ov_run_show_as_json()
 */
char *
ov_runs_to_json (const GPtrArray *runs)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      const OvExportedRun *run = g_ptr_array_index (runs, i);

      json_array_add_object_element (array, describe_run (run->entry, run->record));
    }

  return print_array (array);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-json-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "file-error.h"
#include "foreign-file.h"
#include "instrument-columns.h"
#include "json-strict.h"

/*
 * Runs of ours in JSON: what `overshoot-cli train --format json` and `runs show --json` write of
 * one run, and `runs export FILE.json` of several. Of an epoch's losses null is infinite, since
 * JSON has no such number; of anything else it says that nothing is known. A run that another
 * program has made has null for its recipe, and of it any null is a number that its log lacks.
 */

/* An array of objects with objects in them, and one more around the array. */
#define DEEPEST_LEVEL 6

static gboolean
refuse (char **reason,
        char  *text)
{
  g_free (*reason);
  *reason = text;

  return FALSE;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : "";
}

/* Takes a number, or null as NaN. */
static gboolean
take_number (JsonObject *object,
             const char *name,
             double     *value)
{
  JsonNode *node = json_object_get_member (object, name);
  const GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_NULL (node) && type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = JSON_NODE_HOLDS_NULL (node) ? NAN : json_node_get_double (node);

  return TRUE;
}

static gboolean
is_loss (OvEpochField field)
{
  return field == OV_EPOCH_TRAIN_LOSS || field == OV_EPOCH_TEST_LOSS
         || field == OV_EPOCH_BATCH_LOSS;
}

static gboolean
read_epoch (JsonObject *object,
            guint       index,
            gboolean    is_foreign,
            OvEpoch    *epoch,
            char      **reason)
{
  double number;

  if (!take_number (object, "epoch", &number) || number != index)
    return refuse (reason, g_strdup_printf (_("its epochs are not numbered from 0 on, as of the "
                                              "%u. one"),
                                            index + 1));

  ov_epoch_init_missing (epoch, index);
  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    {
      const char *name = ov_epoch_field_get_name (field);

      if (!take_number (object, name, &number))
        return refuse (reason, g_strdup_printf (_("its epoch %u has no number “%s”"), index, name));
      if (isfinite (number))
        ov_epoch_set_field (epoch, field, number);
      else if (is_loss (field) && !is_foreign)
        ov_epoch_set_field (epoch, field, INFINITY);
    }

  return TRUE;
}

/* A measurement, if @object has one. */
static void
read_sharpness (JsonObject  *object,
                OvRunRecord *record)
{
  OvSharpnessPoint point = {.error = NAN, .residual = NAN};
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (record->sharpness);
  double epoch;

  if (!take_number (object, "sharpness", &point.value) || !isfinite (point.value)
      || !take_number (object, "epoch", &epoch)
      || !(epoch >= 0.0 && epoch <= OV_RECIPE_MOST_EPOCHS))
    return;

  point.epoch = (guint) epoch;
  take_number (object, "sharpness_error", &point.error);
  take_number (object, "sharpness_residual", &point.residual);
  if (last == NULL || last->epoch < point.epoch)
    ov_sharpness_history_add (record->sharpness, &point);
}

/* The measurements of a run that was kept stand beside its epochs. */
static void
read_all_sharpness (JsonObject  *object,
                    OvRunRecord *record)
{
  JsonNode *node = json_object_get_member (object, "sharpness");
  JsonArray *points = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                   : NULL;

  for (guint i = 0; points != NULL && i < json_array_get_length (points); i++)
    {
      JsonNode *element = json_array_get_element (points, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read_sharpness (json_node_get_object (element), record);
    }
}

static OvOutcome
find_outcome (const char *name)
{
  for (OvOutcome outcome = OV_OUTCOME_NONE; outcome < OV_OUTCOME_FAILED; outcome++)
    if (g_str_equal (name, ov_outcome_get_name (outcome)))
      return outcome;

  return OV_OUTCOME_NONE;
}

static gboolean
read_epochs (JsonObject  *object,
             OvRunRecord *record,
             char       **reason)
{
  const gboolean is_foreign = ov_recipe_is_foreign (&record->recipe);
  JsonNode *node = json_object_get_member (object, "epochs");
  JsonArray *epochs = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                   : NULL;

  if (epochs == NULL)
    return refuse (reason, g_strdup (_("it has no array “epochs”")));
  if (json_array_get_length (epochs) > OV_RECIPE_MOST_EPOCHS)
    return refuse (reason, g_strdup_printf (_("it has more than %u epochs"),
                                            OV_RECIPE_MOST_EPOCHS));

  for (guint i = 0; i < json_array_get_length (epochs); i++)
    {
      JsonNode *element = json_array_get_element (epochs, i);
      OvEpoch epoch;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return refuse (reason, g_strdup (_("what is in its “epochs” are no objects")));
      if (!read_epoch (json_node_get_object (element), i, is_foreign, &epoch, reason))
        return FALSE;
      ov_history_append (record->history, &epoch);
      read_sharpness (json_node_get_object (element), record);
      if (!is_foreign)
        ov_instrument_columns_take_members (json_node_get_object (element), record, i);
    }
  read_all_sharpness (object, record);

  return TRUE;
}

static gboolean
read_recipe (JsonObject *object,
             OvRecipe   *recipe,
             char      **reason)
{
  JsonNode *node = json_object_get_member (object, "recipe");
  g_autofree char *text = node != NULL ? json_to_string (node, FALSE) : NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return refuse (reason, g_strdup (_("it has no “recipe”")));
  if (JSON_NODE_HOLDS_NULL (node) && *get_text (object, "source") != '\0')
    {
      ov_recipe_init_foreign (recipe);
      return TRUE;
    }
  if (!ov_recipe_from_json (recipe, text, &error))
    return refuse (reason, g_strdup (_("its “recipe” is none of this program")));

  return TRUE;
}

/* A run that has an identifier is the same one in every file. */
static OvRunEntry *
make_entry (JsonObject        *object,
            const OvRunRecord *record,
            const char        *data_hash)
{
  const char *id = get_text (object, "id");
  OvRunEntry *entry = ov_recipe_is_foreign (&record->recipe)
                        ? ov_run_entry_new_foreign (record, get_text (object, "source"))
                        : ov_run_entry_new (record, data_hash);

  if (g_uuid_string_is_valid (id))
    {
      g_free (entry->id);
      entry->id = g_strdup (id);
    }

  return entry;
}

static OvExportedRun *
read_run (JsonObject *object,
          const char *file_name,
          char      **reason)
{
  JsonNode *data = json_object_get_member (object, "data");
  JsonObject *about = data != NULL && JSON_NODE_HOLDS_OBJECT (data) ? json_node_get_object (data)
                                                                    : NULL;
  const char *name = get_text (object, "name");
  g_autoptr (OvRunRecord) record = NULL;
  OvRecipe recipe;
  OvRunEntry *entry;

  if (!read_recipe (object, &recipe, reason))
    return NULL;
  record = ov_run_record_new (&recipe, NULL, 0);
  if (!read_epochs (object, record, reason))
    return NULL;

  record->data_name = g_strdup (about != NULL ? get_text (about, "name") : "");
  record->outcome = find_outcome (get_text (object, "outcome"));
  entry = make_entry (object, record, about != NULL ? get_text (about, "hash") : "");
  g_free (entry->name);
  entry->name = g_strdup (*name != '\0' ? name : file_name);
  entry->outcome = record->outcome;
  entry->n_epochs = ov_history_get_n_epochs (record->history);

  return ov_exported_run_new (entry, g_steal_pointer (&record));
}

static GPtrArray *
read_runs (JsonObject *root,
           const char *file_name,
           char      **reason)
{
  g_autoptr (GPtrArray) runs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  JsonNode *node = json_object_get_member (root, "runs");
  g_autoptr (JsonArray) array = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    array = json_array_ref (json_node_get_array (node));
  else
    {
      array = json_array_new ();
      json_array_add_element (array, json_node_copy (node));
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      OvExportedRun *run = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        run = read_run (json_node_get_object (element), file_name, reason);
      else
        refuse (reason, g_strdup (_("it is neither a JSON object nor an array of them")));
      if (run == NULL)
        return NULL;
      g_ptr_array_add (runs, run);
    }
  if (runs->len == 0)
    {
      refuse (reason, g_strdup (_("there is no run in it")));
      return NULL;
    }

  return g_steal_pointer (&runs);
}

/**
 * ov_runs_json_load:
 * @path: a file that may come from anybody
 * @error: return location for an error
 *
 * Reads the runs of a file in JSON, which one of our programs has written. A run without a name
 * goes by the file's.
 *
 * Returns: (transfer full) (element-type OvExportedRun) (nullable): the runs, at least one; or
 *   %NULL with @error set to an %OV_ERROR_FILE
 */
GPtrArray *
ov_runs_json_load (const char *path,
                   GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *shown = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  GPtrArray *runs = NULL;
  JsonObject *root;
  gsize size;

  g_return_val_if_fail (path != NULL, NULL);

  text = ov_foreign_file_load (path, &size, &reason, error);
  if (text == NULL && reason == NULL)
    return NULL;

  shown = ov_file_display_name (path);
  base = g_path_get_basename (path);
  name = g_filename_display_name (base);
  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  if (text != NULL)
    {
      /* A large file is not to be there twice while its nodes are made. */
      whole = g_strconcat ("{\"runs\": ", text, "}", NULL);
      g_clear_pointer (&text, g_free);
      root = ov_json_parse_object (parser, whole, strlen (whole), DEEPEST_LEVEL, &reason);
      if (root != NULL && json_object_get_size (root) == 1)
        runs = read_runs (root, name, &reason);
      else if (root != NULL)
        refuse (&reason, g_strdup (_("it is not JSON")));
    }
  if (runs == NULL)
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be read as a run: %s. Take what “train --format json” or “runs "
                   "export FILE.json” write."),
                 shown, reason);

  return runs;
}

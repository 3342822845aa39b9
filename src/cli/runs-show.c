/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-show.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "file-error.h"
#include "json-text.h"
#include "number.h"
#include "text-table.h"

#define N_COLUMNS 10

/* How much of a UUID tells runs apart. */
#define SHORT_ID 8

/* Those that hold numbers: from the rate to the loss. */
#define NUMBERS 0xf8

static char *
format_time (gint64 milliseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("?");
}

/* A text from any file as one line that moves no cursor. */
static char *
format_text (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    ov_file_display_character (line, g_utf8_get_char (c));

  return g_string_free (line, FALSE);
}

static char *
format_number (double      value,
               const char *format)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  ov_number_write (number, format, value);

  return g_strdup (number);
}

static void
add_row (GPtrArray        *cells,
         const OvRunEntry *entry)
{
  const gboolean has_best = entry->best_epoch != OV_RUN_ENTRY_NONE;

  g_ptr_array_add (cells, g_strndup (entry->id, SHORT_ID));
  g_ptr_array_add (cells, format_text (entry->name));
  g_ptr_array_add (cells, g_strdup (entry->recipe.preset));
  g_ptr_array_add (cells, ov_number_format (entry->recipe.learning_rate));
  g_ptr_array_add (cells, g_strdup_printf ("%u/%u", entry->n_epochs, entry->recipe.epochs));
  g_ptr_array_add (cells, has_best ? format_number (entry->best_test_accuracy, "%.2f")
                                   : g_strdup ("-"));
  g_ptr_array_add (cells, has_best ? g_strdup_printf ("%u", entry->best_epoch) : g_strdup ("-"));
  g_ptr_array_add (cells, entry->n_epochs > 0 ? format_number (entry->last_train_loss, "%.6g")
                                              : g_strdup ("-"));
  g_ptr_array_add (cells, g_strdup (ov_outcome_get_name (entry->outcome)));
  g_ptr_array_add (cells, format_time (entry->started));
}

/**
 * ov_runs_list_as_text:
 * @entries: (element-type OvRunEntry): runs
 *
 * Returns: (transfer full): a table with a line for each, below a heading
 */
char *
ov_runs_list_as_text (const GPtrArray *entries)
{
  const char *const titles[N_COLUMNS] = {
    _("Run"),
    _("Name"),
    _("Recipe"),
    _("Rate"),
    _("Epochs"),
    _("Test %"),
    _("at"),
    _("Loss"),
    _("Outcome"),
    _("Started"),
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < entries->len; i++)
    add_row (cells, g_ptr_array_index (entries, i));
  ov_text_table_append (text, (const char *const *) cells->pdata, entries->len + 1, N_COLUMNS,
                        NUMBERS);

  return g_string_free (text, FALSE);
}

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
  const gboolean has_best = entry->best_epoch != OV_RUN_ENTRY_NONE;

  json_object_set_string_member (object, "id", entry->id);
  json_object_set_string_member (object, "name", entry->name);
  json_object_set_boolean_member (object, "pinned", entry->is_pinned);
  json_object_set_boolean_member (object, "hidden", entry->is_hidden);
  json_object_set_member (object, "recipe", json_from_string (recipe, NULL));
  json_object_set_object_member (object, "data", describe_data (entry));
  json_object_set_string_member (object, "program", entry->program);
  json_object_set_string_member (object, "machine", entry->machine);
  json_object_set_int_member (object, "threads", entry->threads);
  if (entry->exact_from != OV_EPOCH_NEVER)
    json_object_set_int_member (object, "exact-steps-from", entry->exact_from);
  else
    json_object_set_null_member (object, "exact-steps-from");
  set_text (object, "source", entry->source);
  set_text (object, "parent", entry->parent);
  json_object_set_int_member (object, "parent-epoch", entry->parent_epoch);
  json_object_set_int_member (object, "started", entry->started);
  json_object_set_string_member (object, "outcome", ov_outcome_get_name (entry->outcome));
  set_text (object, "error", entry->error);
  json_object_set_int_member (object, "epochs-done", entry->n_epochs);
  if (has_best)
    json_object_set_int_member (object, "best-epoch", entry->best_epoch);
  else
    json_object_set_null_member (object, "best-epoch");
  json_object_set_double_member (object, "best-test-accuracy", entry->best_test_accuracy);
  json_object_set_double_member (object, "last-train-loss", entry->last_train_loss);
  json_object_set_double_member (object, "last-test-loss", entry->last_test_loss);
  json_object_set_double_member (object, "seconds", entry->seconds);

  return object;
}

static char *
print (JsonNode *node)
{
  g_autofree char *text = ov_json_print (node, TRUE);

  return g_strconcat (text, "\n", NULL);
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
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < entries->len; i++)
    json_array_add_object_element (array, describe_entry (g_ptr_array_index (entries, i)));
  json_node_take_array (node, array);

  return print (node);
}

/* A pair of a name and a value, each of which the array owns. */
static void
add_pair (GPtrArray  *cells,
          const char *name,
          char       *value)
{
  g_ptr_array_add (cells, g_strdup (name));
  g_ptr_array_add (cells, value);
}

static char *
describe_best (const OvRunEntry *entry)
{
  g_autofree char *accuracy = format_number (entry->best_test_accuracy, "%.2f");

  if (entry->best_epoch == OV_RUN_ENTRY_NONE)
    return g_strdup ("-");

  return g_strdup_printf (_("%s %% after epoch %u"), accuracy, entry->best_epoch);
}

/**
 * ov_run_show_as_text:
 * @entry: a run
 * @record: its record
 *
 * Returns: (transfer full): all about the run, and its log
 */
char *
ov_run_show_as_text (const OvRunEntry  *entry,
                     const OvRunRecord *record)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  add_pair (cells, _("Run"), g_strdup (entry->id));
  add_pair (cells, _("Name"), format_text (entry->name));
  add_pair (cells, _("Recipe"), ov_recipe_describe (&entry->recipe));
  add_pair (cells, _("Data"), format_text (entry->data));
  add_pair (cells, _("Machine"), format_text (entry->machine));
  add_pair (cells, _("Threads"), g_strdup_printf ("%u", entry->threads));
  add_pair (cells, _("Program"), format_text (entry->program));
  if (entry->parent != NULL)
    add_pair (cells, _("Branch"),
              g_strdup_printf (_("of %s, after %u epochs"), entry->parent, entry->parent_epoch));
  if (entry->source != NULL)
    add_pair (cells, _("Source"), format_text (entry->source));
  add_pair (cells, _("Started"), format_time (entry->started));
  add_pair (cells, _("Outcome"), g_strdup (ov_outcome_get_name (entry->outcome)));
  if (entry->error != NULL)
    add_pair (cells, _("Error"), format_text (entry->error));
  add_pair (cells, _("Best"), describe_best (entry));
  ov_text_table_append (text, (const char *const *) cells->pdata, cells->len / 2, 2, 0);

  for (guint i = 0; i < ov_history_get_n_epochs (record->history); i++)
    {
      const OvEpoch *before = i > 0 ? ov_history_get_epoch (record->history, i - 1) : NULL;
      g_autofree char *line = ov_epoch_to_log_line (ov_history_get_epoch (record->history, i),
                                                    before);

      g_string_append_printf (text, "%s%s\n", i == 0 ? "\n" : "", line);
    }

  return g_string_free (text, FALSE);
}

/**
 * ov_run_show_as_json:
 * @entry: a run
 * @record: its record
 *
 * Returns: (transfer full): an object as in ov_runs_list_as_json(), with the epochs and the
 *   measurements of the sharpness
 */
char *
ov_run_show_as_json (const OvRunEntry  *entry,
                     const OvRunRecord *record)
{
  g_autofree char *history = ov_history_to_json (record->history, &record->recipe);
  g_autoptr (JsonNode) node = json_from_string (history, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = describe_entry (entry);
  JsonArray *sharpness = json_array_new ();

  json_object_set_member (object, "epochs",
                          json_node_copy (json_object_get_member (json_node_get_object (node),
                                                                  "epochs")));
  for (gsize i = 0; i < ov_sharpness_history_get_length (record->sharpness); i++)
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
  json_node_take_object (root, object);

  return print (root);
}

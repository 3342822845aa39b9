/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-show.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "file-error.h"
#include "log-table.h"
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

static void
add_row (GPtrArray        *cells,
         const OvRunEntry *entry)
{
  const gboolean has_best = entry->best_epoch != OV_RUN_ENTRY_NONE;
  const gboolean is_foreign = ov_recipe_is_foreign (&entry->recipe);

  g_ptr_array_add (cells, g_strndup (entry->id, SHORT_ID));
  g_ptr_array_add (cells, format_text (entry->name));
  g_ptr_array_add (cells, is_foreign ? format_text (ov_log_source_get_title (entry->source))
                                     : g_strdup (entry->recipe.preset));
  g_ptr_array_add (cells, is_foreign ? g_strdup ("-")
                                     : ov_number_format (entry->recipe.learning_rate));
  g_ptr_array_add (cells, is_foreign
                            ? g_strdup_printf ("%u", entry->n_epochs)
                            : g_strdup_printf ("%u/%u", entry->n_epochs, entry->recipe.epochs));
  g_ptr_array_add (cells, has_best ? ov_text_cell_new (entry->best_test_accuracy, "%.2f")
                                   : g_strdup ("-"));
  g_ptr_array_add (cells, has_best ? g_strdup_printf ("%u", entry->best_epoch) : g_strdup ("-"));
  g_ptr_array_add (cells, entry->n_epochs > 0 && !(is_foreign && isnan (entry->last_train_loss))
                            ? ov_text_cell_new (entry->last_train_loss, "%.6g")
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
  g_autofree char *accuracy = ov_text_cell_new (entry->best_test_accuracy, "%.2f");

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
  if (!ov_recipe_is_foreign (&entry->recipe))
    {
      add_pair (cells, _("Data"), format_text (entry->data));
      add_pair (cells, _("Machine"), format_text (entry->machine));
      add_pair (cells, _("Threads"), g_strdup_printf ("%u", entry->threads));
      add_pair (cells, _("Program"), format_text (entry->program));
    }
  if (entry->parent != NULL)
    add_pair (cells, _("Branch"),
              g_strdup_printf (_("of %s, after %u epochs"), entry->parent, entry->parent_epoch));
  if (entry->source != NULL)
    add_pair (cells, _("Source"), format_text (ov_log_source_get_title (entry->source)));
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

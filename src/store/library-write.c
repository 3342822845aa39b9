/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "file-error.h"
#include "library-private.h"
#include "statement.h"

/*
 * ov_library_find_row:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: what the other tables call the run by, or 0 with an %OV_LIBRARY_ERROR set
 */
gint64
ov_library_find_row (OvLibrary  *self,
                     const char *id,
                     GError    **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autofree char *shown = NULL;
  gboolean has_row;
  gint64 row;

  statement = ov_statement_new (self, "SELECT id FROM runs WHERE uuid = ?", error);
  if (statement == NULL)
    return 0;
  ov_statement_bind (statement, "s", id);
  if (!ov_statement_step (statement, &has_row, error))
    return 0;
  if (has_row)
    {
      row = ov_statement_take_number (statement, 1, G_MAXINT64);
      return ov_statement_is_sound (statement, error) ? row : 0;
    }

  shown = ov_file_display_name (self->path);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
               _("“%s” has no run %s. List those that it has."), shown, id);

  return 0;
}

/**
 * ov_library_add_run:
 * @self: a library
 * @entry: a run that begins; what the library finds out itself is not looked at
 * @error: return location for an error
 *
 * Adds a run that is running and has no epochs yet.
 *
 * Returns: whether it was added
 */
gboolean
ov_library_add_run (OvLibrary        *self,
                    const OvRunEntry *entry,
                    GError          **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autofree char *recipe = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  recipe = ov_recipe_to_json (&entry->recipe);
  statement = ov_statement_new (
    self,
    "INSERT INTO runs (uuid, name, colour, pinned, hidden, recipe, data, data_hash, program, "
    "threads, machine, source, parent, parent_epoch, started, written, outcome, n_epochs, seconds) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
    error);
  if (statement == NULL)
    return FALSE;
  ov_statement_bind (
    statement, "ssiiissssisssiiis", entry->id, entry->name, (gint64) entry->colour,
    (gint64) entry->is_pinned, (gint64) entry->is_hidden, recipe, entry->data, entry->data_hash,
    entry->program, (gint64) entry->threads, entry->machine, entry->source, entry->parent,
    (gint64) entry->parent_epoch, entry->started, g_get_real_time () / 1000,
    ov_outcome_get_name (OV_OUTCOME_NONE));

  return ov_statement_commit (statement, error);
}

typedef struct
{
  const char        *id;
  const OvRunUpdate *update;
  gint64             row;
} Append;

static gboolean
append_epochs (OvLibrary    *self,
               const Append *append,
               GError      **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (
    self, "INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", error);

  for (gsize i = 0; statement != NULL && i < append->update->n_epochs; i++)
    {
      const OvEpoch *epoch = &append->update->epochs[i];

      ov_statement_bind (statement, "iiddddddd", append->row, (gint64) epoch->index,
                         epoch->learning_rate, epoch->train_loss, epoch->train_accuracy,
                         epoch->test_loss, epoch->test_accuracy, epoch->batch_loss,
                         epoch->seconds);
      if (!ov_statement_run (statement, error))
        return FALSE;
    }

  return statement != NULL;
}

/* Keeps what a list of runs shows, so that it need not look at the epochs. */
static gboolean
append_summary (OvLibrary    *self,
                const Append *append,
                GError      **error)
{
  const OvRunUpdate *update = append->update;
  const OvEpoch *last = update->n_epochs > 0 ? &update->epochs[update->n_epochs - 1] : NULL;
  const OvEpoch *best = NULL;
  double seconds = 0.0;

  for (gsize i = 0; i < update->n_epochs; i++)
    {
      const OvEpoch *epoch = &update->epochs[i];

      seconds += epoch->seconds;
      if (isfinite (epoch->test_accuracy)
          && (best == NULL || epoch->test_accuracy > best->test_accuracy))
        best = epoch;
    }

  if (best != NULL
      && !ov_statement_execute (self, error,
                                "UPDATE runs SET best_epoch = ?, best_test_accuracy = ? "
                                "WHERE id = ? AND (best_test_accuracy IS NULL "
                                "OR best_test_accuracy < ?)",
                                "idid", (gint64) best->index, best->test_accuracy, append->row,
                                best->test_accuracy))
    return FALSE;

  return last == NULL
         || ov_statement_execute (self, error,
                                  "UPDATE runs SET n_epochs = ?, last_train_loss = ?, "
                                  "last_test_loss = ?, seconds = seconds + ? WHERE id = ?",
                                  "idddi", (gint64) last->index + 1, last->train_loss,
                                  last->test_loss, seconds, append->row);
}

static gboolean
append_cb (OvLibrary *self,
           gpointer   data,
           GError   **error)
{
  Append *append = data;

  append->row = ov_library_find_row (self, append->id, error);

  return append->row != 0 && append_epochs (self, append, error)
         && append_summary (self, append, error)
         && ov_statement_execute (self, error, "UPDATE runs SET written = ? WHERE id = ?", "ii",
                                  g_get_real_time () / 1000, append->row);
}

/**
 * ov_library_append:
 * @self: a library
 * @id: a run's UUID
 * @update: what is new about it
 * @error: return location for an error
 *
 * Writes what has come of a run, all of it or nothing. It also says that the run is still running,
 * even with nothing new: see ov_library_end_abandoned().
 *
 * Returns: whether it was written
 */
gboolean
ov_library_append (OvLibrary         *self,
                   const char        *id,
                   const OvRunUpdate *update,
                   GError           **error)
{
  Append append = {id, update, 0};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (update != NULL, FALSE);

  return ov_library_transact (self, append_cb, &append, error);
}

/**
 * ov_library_end_run:
 * @self: a library
 * @id: a run's UUID
 * @outcome: how it ended, or %OV_OUTCOME_NONE when it goes on again
 * @why: (nullable): why it failed
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
ov_library_end_run (OvLibrary  *self,
                    const char *id,
                    OvOutcome   outcome,
                    const char *why,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return ov_library_change (self, id, error,
                            "UPDATE runs SET outcome = ?, error = ?, written = ? WHERE id = ?",
                            "ssi", ov_outcome_get_name (outcome), why, g_get_real_time () / 1000);
}

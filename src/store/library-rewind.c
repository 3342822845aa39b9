/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-private.h"
#include "statement.h"

typedef struct
{
  const char     *id;
  const OvRecipe *recipe;
  guint           n_epochs;
} Rewind;

/* What a list of runs shows is that of the epochs which are left. */
static const char summary[] =
  "UPDATE runs SET n_epochs = ?2, "
  "best_epoch = (SELECT epoch FROM epochs WHERE run = ?1 AND test_accuracy IS NOT NULL "
  "ORDER BY test_accuracy DESC, epoch LIMIT 1), "
  "best_test_accuracy = (SELECT max (test_accuracy) FROM epochs WHERE run = ?1), "
  "last_train_loss = (SELECT train_loss FROM epochs WHERE run = ?1 AND epoch = ?2 - 1), "
  "last_test_loss = (SELECT test_loss FROM epochs WHERE run = ?1 AND epoch = ?2 - 1), "
  "seconds = (SELECT total (seconds) FROM epochs WHERE run = ?1), "
  "exact_from = CASE WHEN exact_from < ?2 THEN exact_from END WHERE id = ?1";

static gboolean
rewind_cb (OvLibrary *self,
           gpointer   data,
           GError   **error)
{
  static const char *const removals[] = {
    "DELETE FROM epochs WHERE run = ? AND epoch >= ?",
    "DELETE FROM sharpness WHERE run = ? AND epoch >= ?",
    "DELETE FROM readings WHERE run = ? AND epoch >= ?",
    "DELETE FROM batch_losses WHERE run = ? AND epoch >= ?",
    "DELETE FROM checkpoints WHERE run = ? AND epoch > ?",
    summary,
  };
  const Rewind *rewind = data;
  const gint64 row = ov_library_find_row (self, rewind->id, error);
  g_autofree char *recipe = ov_recipe_to_json (rewind->recipe);

  if (row == 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (removals); i++)
    if (!ov_statement_execute (self, error, removals[i], "ii", row, (gint64) rewind->n_epochs))
      return FALSE;

  return ov_library_end_run (self, rewind->id, OV_OUTCOME_NONE, NULL, error)
         && ov_library_change (self, rewind->id, error,
                               "UPDATE runs SET recipe = ? WHERE id = ?", "s", recipe);
}

/**
 * ov_library_rewind:
 * @self: a library
 * @id: a run's UUID
 * @recipe: its recipe, which may have another number of epochs than before
 * @n_epochs: how many epochs it keeps, at most those that it has
 * @error: return location for an error
 *
 * Takes a run back to an earlier state, from which it continues: what came after that is removed.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_rewind (OvLibrary      *self,
                   const char     *id,
                   const OvRecipe *recipe,
                   guint           n_epochs,
                   GError        **error)
{
  Rewind rewind = {id, recipe, n_epochs};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL && !ov_recipe_is_foreign (recipe), FALSE);

  return ov_library_transact (self, rewind_cb, &rewind, error);
}

static gboolean
begin_again_cb (OvLibrary *self,
                gpointer   data,
                GError   **error)
{
  const OvRunEntry *entry = data;
  const gint64 row = ov_library_find_row (self, entry->id, error);

  return row != 0 && ov_library_rewind (self, entry->id, &entry->recipe, 0, error)
         && ov_statement_execute (self, error, "DELETE FROM checkpoints WHERE run = ?", "i", row)
         && ov_statement_execute (self, error,
                                  "UPDATE runs SET program = ?, threads = ?, machine = ?, "
                                  "started = ? WHERE id = ?",
                                  "sisii", entry->program, (gint64) entry->threads,
                                  entry->machine, entry->started, row);
}

/**
 * ov_library_begin_again:
 * @self: a library
 * @entry: a run of it, which is run again on the same images; of what a person may change nothing
 *   is looked at
 * @error: return location for an error
 *
 * Takes a run back to its beginning, from which it is written anew.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_begin_again (OvLibrary        *self,
                        const OvRunEntry *entry,
                        GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (entry != NULL && !ov_recipe_is_foreign (&entry->recipe), FALSE);

  return ov_library_transact (self, begin_again_cb, (gpointer) entry, error);
}

/**
 * ov_library_drop_checkpoint:
 * @self: a library
 * @id: a run's UUID
 * @epoch: how many epochs had been trained
 * @error: return location for an error
 *
 * Removes a state, if there is one.
 *
 * Returns: whether that was done
 */
gboolean
ov_library_drop_checkpoint (OvLibrary  *self,
                            const char *id,
                            guint       epoch,
                            GError    **error)
{
  gint64 row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  row = ov_library_find_row (self, id, error);

  return row != 0
         && ov_statement_execute (self, error,
                                  "DELETE FROM checkpoints WHERE run = ? AND epoch = ?", "ii",
                                  row, (gint64) epoch);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"
#include "library-private.h"
#include "statement.h"

/*
 * The states that a run can continue from. They are large, so there is a budget for all of them
 * together, kept in the file itself. What has to go for it: first those of deleted runs, then what
 * lies between the best and the last one of a run, then these two, and last what lies between those
 * of a pinned run, whose best and last ones stay; of equals the oldest.
 */

#define BUDGET "'checkpoint_bytes'"

/* The best epoch's state is the one after it. */
static const char candidates[] =
  "WITH ranked AS (SELECT c.id, c.bytes, r.deleted IS NOT NULL AS gone, r.pinned, "
  "c.epoch = (SELECT max (epoch) FROM checkpoints WHERE run = c.run) "
  "OR c.epoch IS r.best_epoch + 1 AS is_key FROM checkpoints c JOIN runs r ON r.id = c.run) "
  "SELECT id, bytes FROM ranked WHERE NOT (pinned AND is_key AND NOT gone) "
  "ORDER BY gone DESC, pinned, is_key, id";

/**
 * ov_library_get_checkpoint_bytes:
 * @self: a library
 * @used: (out): how many bytes all checkpoints have together
 * @budget: (out): how many they may have
 * @error: return location for an error
 *
 * Reads both at the same moment, whoever is writing.
 *
 * Returns: whether that could be read
 */
gboolean
ov_library_get_checkpoint_bytes (OvLibrary *self,
                                 gint64    *used,
                                 gint64    *budget,
                                 GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = ov_statement_new (self,
                                "SELECT (SELECT sum (bytes) FROM checkpoints), "
                                "(SELECT value FROM settings WHERE name = " BUDGET ")",
                                error);
  if (statement == NULL || !ov_statement_step (statement, &has_row, error))
    return FALSE;
  *used = ov_statement_take_number_or (statement, 0, G_MAXINT64, 0);
  *budget = ov_statement_take_number_or (statement, 0, G_MAXINT64, 0);

  return ov_statement_is_sound (statement, error);
}

/* Removes what has to go for the budget. */
static gboolean
keep_budget (OvLibrary *self,
             GError   **error)
{
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row = TRUE;
  gint64 used;
  gint64 budget;

  if (!ov_library_get_checkpoint_bytes (self, &used, &budget, error))
    return FALSE;
  if (used <= budget)
    return TRUE;

  statement = ov_statement_new (self, candidates, error);
  if (statement == NULL)
    return FALSE;
  while (used > budget)
    {
      gint64 id;

      if (!ov_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = ov_statement_take_number (statement, 1, G_MAXINT64);
      used -= ov_statement_take_number (statement, 0, G_MAXINT64);
      if (!ov_statement_is_sound (statement, error)
          || !ov_statement_execute (self, error, "DELETE FROM checkpoints WHERE id = ?", "i", id))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_budget_cb (OvLibrary *self,
               gpointer   data,
               GError   **error)
{
  return ov_statement_execute (self, error,
                               "INSERT OR REPLACE INTO settings VALUES (" BUDGET ", ?)", "i",
                               *(gint64 *) data)
         && keep_budget (self, error);
}

/**
 * ov_library_set_checkpoint_budget:
 * @self: a library
 * @budget: how many bytes all checkpoints may have together
 * @error: return location for an error
 *
 * Sets the budget, and removes what has to go for it. The file gets shorter with
 * ov_library_shrink().
 *
 * Returns: whether that was done
 */
gboolean
ov_library_set_checkpoint_budget (OvLibrary *self,
                                  gint64     budget,
                                  GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (budget >= 0, FALSE);

  return ov_library_transact (self, set_budget_cb, &budget, error);
}

typedef struct
{
  const char *id;
  guint       epoch;
  GBytes     *state;
  gboolean    is_kept;
} Put;

static gboolean
put_cb (OvLibrary *self,
        gpointer   data,
        GError   **error)
{
  Put *put = data;
  const gint64 row = ov_library_find_row (self, put->id, error);
  const gint64 size = (gint64) g_bytes_get_size (put->state);
  gint64 used;
  gint64 budget;
  gint64 own;
  gint64 n_kept;

  if (row == 0
      || !ov_statement_execute (self, error,
                                "INSERT OR REPLACE INTO checkpoints (run, epoch, bytes, state) "
                                "VALUES (?, ?, ?, ?)",
                                "iiib", row, (gint64) put->epoch, size, put->state))
    return FALSE;
  own = sqlite3_last_insert_rowid (self->database);
  if (!keep_budget (self, error)
      || !ov_library_get_checkpoint_bytes (self, &used, &budget, error))
    return FALSE;

  /* What nothing else could make room for has to go itself. */
  if (used > budget
      && !ov_statement_execute (self, error, "DELETE FROM checkpoints WHERE id = ?", "i", own))
    return FALSE;

  if (!ov_library_count (self, "SELECT count (*) FROM checkpoints WHERE id = ?", own, &n_kept,
                         error))
    return FALSE;
  put->is_kept = n_kept > 0;

  return TRUE;
}

/**
 * ov_library_put_checkpoint:
 * @self: a library
 * @id: a run's UUID
 * @epoch: how many epochs had been trained
 * @state: what it takes to continue from there
 * @is_kept: (out) (optional): whether there was room for it within the budget
 * @error: return location for an error
 *
 * Keeps a state; others go when there is no room for all.
 *
 * Returns: whether that was done; also when it was not kept
 */
gboolean
ov_library_put_checkpoint (OvLibrary  *self,
                           const char *id,
                           guint       epoch,
                           GBytes     *state,
                           gboolean   *is_kept,
                           GError    **error)
{
  Put put = {id, epoch, state, FALSE};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (state != NULL && g_bytes_get_size (state) > 0, FALSE);

  if (is_kept != NULL)
    *is_kept = FALSE;
  if (g_bytes_get_size (state) > OV_STATEMENT_BLOB)
    return TRUE;
  if (!ov_library_transact (self, put_cb, &put, error))
    return FALSE;
  if (is_kept != NULL)
    *is_kept = put.is_kept;

  return TRUE;
}

/**
 * ov_library_list_checkpoints:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type guint) (nullable): after how many epochs the run has
 *   states, in ascending order, or %NULL with an %OV_LIBRARY_ERROR set
 */
GArray *
ov_library_list_checkpoints (OvLibrary  *self,
                             const char *id,
                             GError    **error)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;
  gint64 row;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  row = ov_library_find_row (self, id, error);
  if (row == 0)
    return NULL;
  statement = ov_statement_new (self, "SELECT epoch FROM checkpoints WHERE run = ? ORDER BY epoch",
                                error);
  if (statement == NULL)
    return NULL;
  ov_statement_bind (statement, "i", row);

  while (ov_statement_step (statement, &has_row, error))
    {
      guint epoch;

      if (!has_row)
        return g_steal_pointer (&epochs);
      epoch = (guint) ov_statement_take_number (statement, 0, MOST_EPOCHS);
      if (!ov_statement_is_sound (statement, error))
        return NULL;
      g_array_append_val (epochs, epoch);
    }

  return NULL;
}

/**
 * ov_library_load_checkpoint:
 * @self: a library
 * @id: a run's UUID
 * @at_most: how many epochs may have been trained
 * @epoch: (out): how many had been
 * @error: return location for an error
 *
 * Loads the latest state up to an epoch.
 *
 * Returns: (transfer full) (nullable): the state, or %NULL with an %OV_LIBRARY_ERROR set, which is
 *   %OV_LIBRARY_ERROR_MISSING when there is none
 */
GBytes *
ov_library_load_checkpoint (OvLibrary  *self,
                            const char *id,
                            guint       at_most,
                            guint      *epoch,
                            GError    **error)
{
  g_autoptr (OvStatement) statement = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autofree char *shown = NULL;
  gboolean has_row;
  gint64 row;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  row = ov_library_find_row (self, id, error);
  if (row == 0)
    return NULL;
  statement = ov_statement_new (self,
                                "SELECT epoch, state FROM checkpoints WHERE run = ? "
                                "AND epoch <= ? ORDER BY epoch DESC LIMIT 1",
                                error);
  if (statement == NULL)
    return NULL;
  ov_statement_bind (statement, "ii", row, (gint64) at_most);
  if (!ov_statement_step (statement, &has_row, error))
    return NULL;
  if (has_row)
    {
      *epoch = (guint) ov_statement_take_number (statement, 0, MOST_EPOCHS);
      state = ov_statement_take_blob (statement);
      return ov_statement_is_sound (statement, error) ? g_steal_pointer (&state) : NULL;
    }

  shown = ov_file_display_name (self->path);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING,
               _("“%s” has no state of this run up to epoch %u. Run it again from the beginning."),
               shown, at_most);

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-private.h"
#include "statement.h"

/* Takes an epoch of the statement's row; the one at @index has to come. */
static gboolean
take_epoch (OvStatement *statement,
            guint        index,
            OvEpoch     *epoch,
            GError     **error)
{
  epoch->index = (guint) ov_statement_take_number (statement, index, index);
  epoch->learning_rate = ov_statement_take_real (statement);
  epoch->train_loss = ov_statement_take_real (statement);
  epoch->train_accuracy = ov_statement_take_real (statement);
  epoch->test_loss = ov_statement_take_real (statement);
  epoch->test_accuracy = ov_statement_take_real (statement);
  epoch->batch_loss = ov_statement_take_real (statement);
  epoch->seconds = ov_statement_take_real (statement);

  return ov_statement_is_sound (statement, error);
}

/**
 * ov_library_load_history:
 * @self: a library
 * @id: a run's UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the run's epochs as they were appended, bit for bit, or
 *   %NULL with an %OV_LIBRARY_ERROR set
 */
OvHistory *
ov_library_load_history (OvLibrary  *self,
                         const char *id,
                         GError    **error)
{
  g_autoptr (OvHistory) history = NULL;
  g_autoptr (OvStatement) statement = NULL;
  gboolean has_row;
  OvEpoch epoch;
  gint64 row;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  row = ov_library_find_row (self, id, error);
  if (row == 0)
    return NULL;
  statement = ov_statement_new (self,
                                "SELECT epoch, learning_rate, train_loss, train_accuracy, "
                                "test_loss, test_accuracy, batch_loss, seconds FROM epochs "
                                "WHERE run = ? ORDER BY epoch",
                                error);
  if (statement == NULL)
    return NULL;
  ov_statement_bind (statement, "i", row);

  history = ov_history_new ();
  while (ov_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&history);
      if (!take_epoch (statement, ov_history_get_n_epochs (history), &epoch, error))
        return NULL;
      ov_history_append (history, &epoch);
    }

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "file-error.h"
#include "instrument.h"
#include "library-private.h"
#include "statement.h"

typedef struct
{
  const char        *id;
  const OvRunUpdate *update;
  gint64             row;
} Append;

/* Two writers of the same run would mix it up. */
static gboolean
check_order (OvLibrary    *self,
             const Append *append,
             GError      **error)
{
  g_autofree char *shown = NULL;
  gint64 n_epochs;

  if (append->update->n_epochs == 0)
    return TRUE;
  if (!ov_library_count (self, "SELECT n_epochs FROM runs WHERE id = ?", append->row, &n_epochs,
                         error))
    return FALSE;
  if (append->update->epochs[0].index == n_epochs)
    return TRUE;

  shown = ov_file_display_name (self->path);
  g_set_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED,
               _("Something else has written to the run %s in “%s”. Save it as a new run."),
               append->id, shown);

  return FALSE;
}

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

static gboolean
append_sharpness (OvLibrary    *self,
                  const Append *append,
                  GError      **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (
    self, "INSERT OR REPLACE INTO sharpness VALUES (?, ?, ?, ?, ?, ?, ?)", error);

  for (gsize i = 0; statement != NULL && i < append->update->n_sharpness; i++)
    {
      const OvSharpnessPoint *point = &append->update->sharpness[i];

      ov_statement_bind (statement, "iidddid", append->row, (gint64) point->epoch, point->value,
                         point->error, point->residual, (gint64) (point->is_bound != FALSE),
                         point->seconds);
      if (!ov_statement_run (statement, error))
        return FALSE;
    }

  return statement != NULL;
}

static gboolean
append_reading (OvStatement               *statement,
                gint64                     row,
                const OvInstrumentReading *reading,
                GError                   **error)
{
  for (guint part = 0; part < reading->n_values; part++)
    {
      ov_statement_bind (statement, "iisidd", row, (gint64) reading->epoch,
                         ov_instruments[reading->instrument]->name, (gint64) part,
                         reading->values[part], reading->seconds);
      if (!ov_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
append_readings (OvLibrary    *self,
                 const Append *append,
                 GError      **error)
{
  g_autoptr (OvStatement) statement = ov_statement_new (
    self, "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)", error);

  for (gsize i = 0; statement != NULL && i < append->update->n_readings; i++)
    if (!append_reading (statement, append->row, &append->update->readings[i], error))
      return FALSE;

  return statement != NULL;
}

static gboolean
append_batch_losses (OvLibrary    *self,
                     const Append *append,
                     GError      **error)
{
  const OvRunUpdate *update = append->update;
  g_autoptr (OvStatement) statement = NULL;

  if (update->n_points == 0)
    return TRUE;
  if (!ov_statement_execute (self, error, "DELETE FROM batch_losses WHERE run = ? AND point >= ?",
                             "ii", append->row, (gint64) update->first_point))
    return FALSE;

  statement = ov_statement_new (self, "INSERT INTO batch_losses VALUES (?, ?, ?, ?)", error);
  for (gsize i = 0; statement != NULL && i < update->n_points; i++)
    {
      ov_statement_bind (statement, "iidd", append->row, (gint64) (update->first_point + i),
                         update->point_epochs[i], update->point_losses[i]);
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

      if (!ov_epoch_is_missing (epoch->seconds))
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

  return append->row != 0 && check_order (self, append, error)
         && append_epochs (self, append, error) && append_sharpness (self, append, error)
         && append_readings (self, append, error) && append_batch_losses (self, append, error)
         && append_summary (self, append, error)
         && (append->update->exact_from == OV_EPOCH_NEVER
             || ov_statement_execute (self, error, "UPDATE runs SET exact_from = ? WHERE id = ?",
                                      "ii", (gint64) append->update->exact_from, append->row))
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
 * Writes what is new about a run, all of it or nothing. It also says that the run is still running,
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

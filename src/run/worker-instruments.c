/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument.h"
#include "worker-private.h"

/* The instruments of a run, on its thread. */

/*
 * ov_worker_take_instruments:
 * @self: a worker before an epoch
 *
 * Lets the trainer take notes of the epoch for the instruments that are wanted now.
 */
void
ov_worker_take_instruments (OvWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->instruments = self->settings.instruments;
  g_mutex_unlock (&self->mutex);

  ov_trainer_set_instruments (self->trainer, self->instruments);
}

/*
 * ov_worker_read_instruments:
 * @self: a worker after an epoch that has not been told yet
 * @epoch: the epoch
 * @error: (out): return location for an error
 *
 * Reads the instruments, if that is due, for the next update.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_worker_read_instruments (OvWorker      *self,
                            const OvEpoch *epoch,
                            GError       **error)
{
  g_autoptr (OvReadings) readings = NULL;

  if (self->instruments == 0
      || !ov_reading_is_due (ov_instrument_get_interval (&self->recipe), epoch->index))
    return TRUE;

  readings = ov_readings_new ();
  if (!ov_trainer_read_instruments (self->trainer, readings, self->cancellable, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < readings->points->len; i++)
    ov_readings_add (self->update->readings, ov_readings_get (readings, i));
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

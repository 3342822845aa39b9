/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker-private.h"

/* What the thread that started a worker can tell it while it trains. */

/**
 * ov_worker_set_gear:
 * @self: a worker
 * @gear: how far it trains from now on
 *
 * Lets the training continue, or pauses it within some milliseconds, in the middle of an epoch if
 * need be.
 */
void
ov_worker_set_gear (OvWorker *self,
                    OvGear    gear)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->gear = gear;
  if (gear == OV_GEAR_PAUSE)
    g_cancellable_cancel (self->measurement);

  /* If it had come to rest, it no longer does, or the receiver knows. */
  self->update->has_paused = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_worker_cancel:
 * @self: a worker
 *
 * Tells the thread to end, within some milliseconds. Returns at once.
 */
void
ov_worker_cancel (OvWorker *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  ov_job_cancel (self->job);
  g_cancellable_cancel (self->measurement);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_worker_wait:
 * @self: a worker that was cancelled, not in what it tells
 * @deadline: until when to wait, by g_get_monotonic_time()
 *
 * Waits for the end of the training, and tells all that has not been told yet. The receiver may
 * have freed the worker by then.
 */
void
ov_worker_wait (OvWorker *self,
                gint64    deadline)
{
  g_return_if_fail (self != NULL);

  ov_job_wait (self->job, deadline);
}

/**
 * ov_worker_set_settings:
 * @self: a worker
 * @settings: what applies from now on; copied
 *
 * A new pace takes effect at once, a new interval from the next epoch on. Without an interval, a
 * measurement that is running is given up.
 */
void
ov_worker_set_settings (OvWorker               *self,
                        const OvWorkerSettings *settings)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (settings != NULL);

  g_mutex_lock (&self->mutex);
  self->settings = *settings;
  if (settings->sharpness_interval == 0)
    g_cancellable_cancel (self->measurement);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_worker_set_quadratic:
 * @self: a worker
 * @quadratic: the quadratic form of its data; referenced
 *
 * Lets the training change over to exact steps at the end of the present epoch, if its recipe is
 * one that the form suits.
 */
void
ov_worker_set_quadratic (OvWorker    *self,
                         OvQuadratic *quadratic)
{
  g_autoptr (OvQuadratic) old = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (quadratic != NULL);

  g_mutex_lock (&self->mutex);
  old = self->quadratic;
  self->quadratic = ov_quadratic_ref (quadratic);
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_worker_snapshot:
 * @self: a worker
 *
 * Asks for the weights as they are. They come with the update within some milliseconds, in the
 * middle of an epoch if need be, and whether the training is running or paused. A measurement of
 * the sharpness is given up for it, and made again; one of a step is given up.
 */
void
ov_worker_snapshot (OvWorker *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->wants_snapshot = TRUE;
  g_cancellable_cancel (self->measurement);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-step.h"
#include "worker-private.h"

/* The loss along the steps of a run, on its thread. */

/* How many times as long as a measurement took the training continues before the next one, so that
 * measuring takes a tenth of the time at most. */
#define STEP_REST 9

/* Looks whether a step that was made just now is to be measured: while somebody looks, when the
 * rest is over or nothing newer follows soon. Makes the measurement's cancellable: like that of the
 * sharpness it is given up for a pause and for a snapshot. */
static GCancellable *
begin (OvWorker *self)
{
  const gboolean is_over = g_get_monotonic_time () >= self->step_rest_until
                           || ov_trainer_get_n_epochs (self->trainer) == self->recipe.epochs;
  GCancellable *cancellable = NULL;

  g_mutex_lock (&self->mutex);
  if (self->settings.measures_steps && (is_over || self->gear != OV_GEAR_RUN)
      && !self->wants_snapshot && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_object (&self->measurement);
      self->measurement = g_cancellable_new ();
      cancellable = g_object_ref (self->measurement);
    }
  g_mutex_unlock (&self->mutex);

  return cancellable;
}

/*
 * ov_worker_take_step:
 * @self: a worker before an epoch or within one
 *
 * Lets the trainer keep the last steps of the epoch, if that is wanted now.
 */
void
ov_worker_take_step (OvWorker *self)
{
  gboolean measures_step;

  g_mutex_lock (&self->mutex);
  measures_step = self->settings.measures_steps;
  g_mutex_unlock (&self->mutex);

  if (measures_step == self->measures_step)
    return;

  self->measures_step = measures_step;
  ov_trainer_set_kept_steps (self->trainer, measures_step ? OV_STEP_LINES : 0);
}

/*
 * ov_worker_measure_step:
 * @self: a worker after an epoch that has been told
 *
 * Measures the last step of the epoch, if that is due, and tells it, unless it is given up.
 */
void
ov_worker_measure_step (OvWorker *self)
{
  g_autoptr (GCancellable) cancellable = NULL;
  OvStepLine line;
  gint64 start;
  gint64 end;

  if (!self->measures_step || !ov_trainer_has_step (self->trainer))
    return;
  cancellable = begin (self);
  if (cancellable == NULL)
    return;

  start = g_get_monotonic_time ();
  if (!ov_trainer_measure_step (self->trainer, OV_STEP_IMAGES, &line, cancellable, NULL))
    return;
  end = g_get_monotonic_time ();
  self->step_rest_until = end + STEP_REST * (end - start);

  g_mutex_lock (&self->mutex);
  self->update->step = line;
  self->update->has_step = TRUE;
  ov_worker_post (self);
  g_mutex_unlock (&self->mutex);
}

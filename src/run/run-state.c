/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-private.h"

/* What can be asked about a run, and how its end is waited for. */

/**
 * ov_run_get_state:
 * @self: a run
 *
 * Returns: what it is doing
 */
OvRunState
ov_run_get_state (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), OV_RUN_ENDED);

  return self->state;
}

/**
 * ov_run_has_ended:
 * @self: a run
 *
 * Returns: whether it is over
 */
gboolean
ov_run_has_ended (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), TRUE);

  return self->state == OV_RUN_ENDED;
}

/**
 * ov_run_get_record:
 * @self: a run
 *
 * Returns: (transfer none): what it has recorded so far, which only the run itself changes; see
 *   ov_run_record_freeze()
 */
OvRunRecord *
ov_run_get_record (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->record;
}

/**
 * ov_run_get_origin:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the run that it continues, and where; %NULL when it began
 *   with the first epoch
 */
const OvRunOrigin *
ov_run_get_origin (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->origin;
}

/**
 * ov_run_get_outcome:
 * @self: a run
 *
 * Returns: how it ended; %OV_OUTCOME_NONE while it has not
 */
OvOutcome
ov_run_get_outcome (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), OV_OUTCOME_NONE);

  return self->record->outcome;
}

/**
 * ov_run_get_recipe:
 * @self: a run
 *
 * Returns: (transfer none): its recipe
 */
const OvRecipe *
ov_run_get_recipe (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return &self->record->recipe;
}

/**
 * ov_run_get_dataset:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the data set that it is trained on; %NULL for an earlier run
 *   whose data is not there
 */
OvDataset *
ov_run_get_dataset (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->dataset;
}

/**
 * ov_run_get_history:
 * @self: a run
 *
 * Returns: (transfer none): the epochs that have arrived
 */
const OvHistory *
ov_run_get_history (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->record->history;
}

/**
 * ov_run_get_templates:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): what the classes had learned after the last finite epoch,
 *   valid until the next OvRun::templates-changed
 */
const OvTemplates *
ov_run_get_templates (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->templates;
}

/**
 * ov_run_get_features:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): what the first layer looked for after one of the last finite
 *   epochs, and after the last one when the run has ended; %NULL for a network without hidden
 *   units. Valid until the next OvRun::features-changed
 */
const OvFeatures *
ov_run_get_features (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->features;
}

/**
 * ov_run_get_progress:
 * @self: a run
 *
 * Returns: (transfer none): where the worker was within an epoch when it last reported
 */
const OvProgress *
ov_run_get_progress (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return &self->progress;
}

/**
 * ov_run_get_checkpoint:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the last state that it can continue from, which is that of
 *   the last whole epoch when the run has ended; %NULL when there is none
 */
OvCheckpoint *
ov_run_get_checkpoint (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->checkpoint;
}

/**
 * ov_run_drop_checkpoint:
 * @self: a run
 *
 * Lets go of the last state, which takes some megabytes.
 */
void
ov_run_drop_checkpoint (OvRun *self)
{
  g_return_if_fail (OV_IS_RUN (self));

  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
}

/**
 * ov_run_get_sharpness_interval:
 * @self: a run
 *
 * Returns: how many epochs lie between two measurements of the sharpness; 0 for none
 */
guint
ov_run_get_sharpness_interval (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), 0);

  return self->settings.sharpness_interval;
}

/**
 * ov_run_get_instruments:
 * @self: a run
 *
 * Returns: the set of the instruments that are read after epochs, see ov_instrument_get_all()
 */
guint
ov_run_get_instruments (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), 0);

  return self->settings.instruments;
}

/**
 * ov_run_set_instruments:
 * @self: a run
 * @instruments: the set of those that are read from the next epoch on
 *
 * What they show is in the record. It takes its time, and changes nothing in the course of the
 * training. How often that is follows from the recipe, see ov_instrument_get_interval().
 */
void
ov_run_set_instruments (OvRun *self,
                        guint  instruments)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (self->settings.instruments == instruments)
    return;

  self->settings.instruments = instruments;
  if (self->worker != NULL)
    ov_worker_set_settings (self->worker, &self->settings);
  g_signal_emit_by_name (self, "sharpness-changed");
}

/**
 * ov_run_set_checkpoint_interval:
 * @self: a run
 * @n_epochs: every how many epochs the run reports its state; 0 for never, and
 *   %OV_CHECKPOINT_INTERVAL_GROWS for some dozens of states, however long the run becomes
 *
 * From the next epoch on, OvRun::checkpoint-taken is emitted: every so many epochs and at the end,
 * however the run ends, with the state then, and before it with that after the best epoch so far,
 * the one with the highest test accuracy, if it was not reported yet. It changes nothing in the
 * course of the training.
 */
void
ov_run_set_checkpoint_interval (OvRun *self,
                                guint  n_epochs)
{
  g_return_if_fail (OV_IS_RUN (self));

  self->settings.checkpoint_interval = n_epochs;
  if (self->worker != NULL)
    ov_worker_set_settings (self->worker, &self->settings);
}

/**
 * ov_run_set_measures_steps:
 * @self: a run
 * @measures_steps: whether somebody wants to see the loss along its steps
 *
 * Lets the last step of an epoch be measured from the present epoch on, as often as it takes a
 * tenth of the time at most; each time OvRun::step-measured is emitted. It changes nothing in the
 * course of the training.
 */
void
ov_run_set_measures_steps (OvRun   *self,
                           gboolean measures_steps)
{
  g_return_if_fail (OV_IS_RUN (self));

  if (self->settings.measures_steps == measures_steps)
    return;

  self->settings.measures_steps = measures_steps;
  if (self->worker != NULL)
    ov_worker_set_settings (self->worker, &self->settings);
}

/**
 * ov_run_get_step:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): the loss along the newest step that was measured, valid
 *   until the next OvRun::step-measured; %NULL when there is none
 */
const OvStepLine *
ov_run_get_step (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), NULL);

  return self->has_step ? &self->step : NULL;
}

/**
 * ov_run_is_measuring:
 * @self: a run
 *
 * Returns: whether the worker is measuring the sharpness, and trains only afterwards
 */
gboolean
ov_run_is_measuring (OvRun *self)
{
  g_return_val_if_fail (OV_IS_RUN (self), FALSE);

  return self->is_measuring && self->state == OV_RUN_RUNNING;
}

/**
 * ov_run_finish:
 * @self: a run, not in one of its signals
 * @deadline: until when to wait, by g_get_monotonic_time()
 *
 * Cancels the run and waits for its end, for whoever has no main loop any more: its last epochs and
 * its last state are told before this returns. A run that has not ended by the deadline ends later.
 */
void
ov_run_finish (OvRun *self,
               gint64 deadline)
{
  g_autoptr (OvRun) alive = NULL;

  g_return_if_fail (OV_IS_RUN (self));

  alive = g_object_ref (self);
  ov_run_cancel (self);
  if (self->worker != NULL)
    ov_worker_wait (self->worker, deadline);
}

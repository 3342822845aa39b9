/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial.h"

#include <math.h>

#include "number.h"

/**
 * ov_trial_clear:
 * @self: a trial
 *
 * Frees what it holds.
 */
void
ov_trial_clear (OvTrial *self)
{
  g_clear_pointer (&self->history, ov_history_free);
  g_clear_object (&self->run);
}

/**
 * ov_trial_forecast:
 * @self: a trial that is not run
 * @history: (transfer full): what its run would have recorded
 */
void
ov_trial_forecast (OvTrial   *self,
                   OvHistory *history)
{
  ov_history_free (self->history);
  self->history = history;
  self->state = OV_RUN_ENDED;
  self->outcome = ov_history_has_diverged (history) ? OV_OUTCOME_DIVERGED : OV_OUTCOME_FINISHED;
}

/**
 * ov_trial_get_history:
 * @self: a trial
 *
 * Returns: (transfer none): its epochs so far
 */
const OvHistory *
ov_trial_get_history (const OvTrial *self)
{
  return self->run != NULL ? ov_run_get_history (self->run) : self->history;
}

/**
 * ov_trial_get_share:
 * @self: a trial
 *
 * Returns: which share of it is done, from 0 to 1
 */
double
ov_trial_get_share (const OvTrial *self)
{
  const double epochs = MAX (self->recipe.epochs, 1);
  const OvProgress *progress;
  guint n_done;

  if (self->state == OV_RUN_ENDED)
    return 1.0;
  if (self->run == NULL)
    return 0.0;

  progress = ov_run_get_progress (self->run);
  n_done = ov_history_get_n_epochs (ov_run_get_history (self->run));
  if (progress->epoch == n_done && progress->images_total > 0)
    return (n_done + (double) progress->images_done / progress->images_total) / epochs;

  return n_done / epochs;
}

/**
 * ov_trial_choose_rate:
 * @from: the rate of the lowest trial
 * @to: the rate of the highest one
 * @n_trials: how many trials there are
 * @trial: one of them
 *
 * Divides a range into equal factors. The rates between its ends have three digits, so that they
 * can be read and typed.
 *
 * Returns: the rate of @trial
 */
double
ov_trial_choose_rate (double from,
                      double to,
                      guint  n_trials,
                      guint  trial)
{
  g_return_val_if_fail (n_trials >= 2 && trial < n_trials, from);

  if (trial == 0)
    return from;
  if (trial == n_trials - 1)
    return to;

  return ov_number_round (from * pow (to / from, trial / (n_trials - 1.0)), 3);
}

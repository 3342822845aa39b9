/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rate-sweep-private.h"

/* What can be asked about a sweep and its trials. */

/**
 * ov_rate_sweep_get_dataset:
 * @self: a sweep
 *
 * Returns: (transfer none) (nullable): what its trials are trained on
 */
OvDataset *
ov_rate_sweep_get_dataset (OvRateSweep *self)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), NULL);

  return self->dataset;
}

/**
 * ov_rate_sweep_is_running:
 * @self: a sweep
 *
 * Returns: whether some of its trials are still to end
 */
gboolean
ov_rate_sweep_is_running (OvRateSweep *self)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), FALSE);

  return self->is_running;
}

/**
 * ov_rate_sweep_is_forecast:
 * @self: a sweep
 *
 * Returns: whether its trials were not run but forecast, so that their accuracies are %NAN
 */
gboolean
ov_rate_sweep_is_forecast (OvRateSweep *self)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), FALSE);

  return self->is_forecast;
}

/**
 * ov_rate_sweep_get_progress:
 * @self: a sweep
 *
 * Returns: which share of its epochs is done, from 0 to 1; those that a diverged run leaves out
 *   count as done
 */
double
ov_rate_sweep_get_progress (OvRateSweep *self)
{
  double sum = 0.0;

  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), 0.0);

  for (guint i = 0; i < self->trials->len; i++)
    sum += ov_trial_get_share (&g_array_index (self->trials, OvTrial, i));

  return self->trials->len > 0 ? MIN (sum / self->trials->len, 1.0) : 0.0;
}

/**
 * ov_rate_sweep_get_n_trials:
 * @self: a sweep
 *
 * Returns: how many trials it has
 */
guint
ov_rate_sweep_get_n_trials (OvRateSweep *self)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), 0);

  return self->trials->len;
}

/**
 * ov_rate_sweep_get_error:
 * @self: a sweep
 *
 * Returns: (transfer none) (nullable): why it ended before its time
 */
const GError *
ov_rate_sweep_get_error (OvRateSweep *self)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), NULL);

  return self->error;
}

/**
 * ov_rate_sweep_get_trial:
 * @self: a sweep
 * @trial: one of its trials, from the lowest learning rate
 *
 * Returns: (transfer none): the trial, valid until the trials are replaced; it is idle before its
 *   turn, and stays so when the sweep is stopped first
 */
const OvTrial *
ov_rate_sweep_get_trial (OvRateSweep *self,
                         guint        trial)
{
  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), NULL);
  g_return_val_if_fail (trial < self->trials->len, NULL);

  return &g_array_index (self->trials, OvTrial, trial);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "range-test.h"

#include <math.h>

/* Points to either side of one that a slope is fitted to: a third of a decade in all, so that the
 * noise of single batches does not decide. */
#define SLOPE_REACH 5

/* Below this, a fall of the loss cannot be told from noise, and suggests nothing. */
#define LEAST_FALL 0.01

/* The slope of the least-squares line through the smoothed losses around a point, against the
 * logarithm of the learning rate. */
static double
get_slope (const OvFinding *self,
           guint            middle)
{
  const guint begin = middle - MIN (middle, SLOPE_REACH);
  const guint end = MIN (self->n_points, middle + SLOPE_REACH + 1);
  double mean_x = 0.0;
  double mean_y = 0.0;
  double covariance = 0.0;
  double variance = 0.0;

  for (guint i = begin; i < end; i++)
    {
      mean_x += log (self->learning_rates[i]) / (end - begin);
      mean_y += self->smoothed[i] / (end - begin);
    }
  for (guint i = begin; i < end; i++)
    {
      const double x = log (self->learning_rates[i]) - mean_x;

      covariance += x * (self->smoothed[i] - mean_y);
      variance += x * x;
    }

  return variance > 0.0 ? covariance / variance : 0.0;
}

/**
 * ov_finding_suggest:
 * @self: a finding with its points
 *
 * Sets the least smoothed loss and the two suggestions. A loss that has not fallen by one per cent
 * of its first value suggests nothing.
 */
void
ov_finding_suggest (OvFinding *self)
{
  double steepest_slope = 0.0;

  g_return_if_fail (self != NULL);

  self->best = 0;
  self->has_suggestions = FALSE;
  self->steepest = NAN;
  self->tenth = NAN;
  for (guint i = 1; i < self->n_points; i++)
    if (self->smoothed[i] < self->smoothed[self->best])
      self->best = i;

  if (self->n_points < 2
      || self->smoothed[0] - self->smoothed[self->best] < LEAST_FALL * fabs (self->smoothed[0]))
    return;

  for (guint i = 0; i <= self->best; i++)
    if (get_slope (self, i) < steepest_slope)
      {
        steepest_slope = get_slope (self, i);
        self->steepest = self->learning_rates[i];
      }
  self->tenth = self->learning_rates[self->best] / 10.0;
  self->has_suggestions = isfinite (self->steepest);
}

/**
 * ov_finding_copy:
 * @self: a finding
 *
 * Returns: (transfer full): a copy, which may go to another thread
 */
OvFinding *
ov_finding_copy (const OvFinding *self)
{
  OvFinding *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->learning_rates = g_memdup2 (self->learning_rates, self->n_points * sizeof (double));
  copy->losses = g_memdup2 (self->losses, self->n_points * sizeof (double));
  copy->smoothed = g_memdup2 (self->smoothed, self->n_points * sizeof (double));

  return copy;
}

/**
 * ov_finding_free:
 * @self: a finding
 */
void
ov_finding_free (OvFinding *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->learning_rates);
  g_free (self->losses);
  g_free (self->smoothed);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-statistics.h"

#include <math.h>

/**
 * ov_run_statistics_measure:
 * @self: (out): what is found
 * @values: [@n], a number of each run
 * @n: how many runs
 *
 * Measures in two passes: the squares are summed around the mean, since a spread may be a millionth
 * of what it is the spread of.
 */
void
ov_run_statistics_measure (OvRunStatistics *self,
                           const double    *values,
                           guint            n)
{
  double sum = 0.0, squares = 0.0, low = INFINITY, high = -INFINITY;

  g_return_if_fail (self != NULL);
  g_return_if_fail (values != NULL || n == 0);

  *self = (OvRunStatistics) {n, NAN, NAN, NAN, NAN};
  for (guint i = 0; i < n; i++)
    {
      if (!isfinite (values[i]))
        return;
      sum += values[i];
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }
  if (n == 0)
    return;

  self->mean = sum / n;
  self->low = low;
  self->high = high;
  for (guint i = 0; i < n; i++)
    squares += (values[i] - self->mean) * (values[i] - self->mean);
  if (n >= 2)
    self->deviation = sqrt (squares / (n - 1));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-parabola.h"

#include <math.h>

/**
 * ov_step_parabola_get_loss:
 * @self: a parabola
 * @length: a learning rate
 *
 * Returns: the loss where a step with that rate lands
 */
double
ov_step_parabola_get_loss (const OvStepParabola *self,
                           double                length)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->loss + length * (self->slope + length * self->bend);
}

/**
 * ov_step_parabola_get_tangent:
 * @self: a parabola
 * @length: a learning rate
 *
 * Returns: what the slope at the beginning promises of the loss there
 */
double
ov_step_parabola_get_tangent (const OvStepParabola *self,
                              double                length)
{
  g_return_val_if_fail (self != NULL, NAN);

  return self->loss + length * self->slope;
}

/**
 * ov_step_parabola_get_lowest:
 * @self: a parabola
 *
 * Returns: the rate that lands at the lowest point of the line: 0 when the loss rises from the
 *   beginning, infinite when nothing bends it up again, and not a number when it is level
 */
double
ov_step_parabola_get_lowest (const OvStepParabola *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (self->slope > 0.0)
    return 0.0;
  if (self->slope < 0.0)
    return self->bend > 0.0 ? -self->slope / (2.0 * self->bend) : (double) INFINITY;

  return NAN;
}

/**
 * ov_step_parabola_get_break_even:
 * @self: a parabola
 *
 * Returns: the rate that lands where the loss is as high as at the beginning, twice that of the
 *   lowest point
 */
double
ov_step_parabola_get_break_even (const OvStepParabola *self)
{
  return 2.0 * ov_step_parabola_get_lowest (self);
}

/**
 * ov_step_get_alpha:
 * @length: the rate of a step
 * @lowest: the rate that lands at the lowest point of its line
 * @break_even: the rate that lands as high as it began
 *
 * Where a step lands relative to its own line: the normalised step length of Schneider, Dangel and
 * Hennig (2021: Cockpit: a practical debugging tool for the training of deep neural networks).
 *
 * Returns: −1 at the beginning, 0 at the lowest point, 1 where the loss is as high as it was, and
 *   above that where it grew; infinite when every step would raise it
 */
double
ov_step_get_alpha (double length,
                   double lowest,
                   double break_even)
{
  if (length <= lowest && lowest > 0.0)
    return length / lowest - 1.0;

  return (length - lowest) / (break_even - lowest);
}

/**
 * ov_step_get_alpha_of_slopes:
 * @begin: how the loss changes along a step where it begins
 * @end: how it changes where the step lands, in the same unit
 *
 * Along a parabola the slope changes evenly, so that it says where the lowest point is.
 *
 * Returns: what ov_step_get_alpha() returns for a parabola with these slopes: −1 also where nothing
 *   bends it up; not a number when it is level at the beginning
 */
double
ov_step_get_alpha_of_slopes (double begin,
                             double end)
{
  if (begin > 0.0)
    return INFINITY;

  return begin < 0.0 && isfinite (end) ? MAX (end / -begin, -1.0) : (double) NAN;
}

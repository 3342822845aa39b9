/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-line.h"

#include <math.h>

#define LAST (OV_STEP_LINE_POINTS - 1)

/* The parabola through three neighbouring points, in the distance from the first of them. */
static OvStepParabola
fit (const OvStepLine *self,
     const double     *losses,
     guint             first)
{
  const double *x = self->lengths + first;
  const double *y = losses + first;
  const double before = (y[1] - y[0]) / (x[1] - x[0]);
  const double after = (y[2] - y[1]) / (x[2] - x[1]);
  const double bend = (after - before) / (x[2] - x[0]);

  return (OvStepParabola) {y[0], before - bend * (x[1] - x[0]), bend};
}

static guint
find_lowest_point (const OvStepLine *self)
{
  guint lowest = 0;

  for (guint i = 1; i < OV_STEP_LINE_POINTS; i++)
    if (self->losses[i] < self->losses[lowest])
      lowest = i;

  return lowest;
}

/**
 * ov_step_line_get_lowest:
 * @self: a line
 *
 * Returns: the rate that lands at its lowest point, which is found on the parabola through the
 *   lowest three of the points; 0 when the loss rises from the beginning, infinite when it still
 *   falls at the last point
 */
double
ov_step_line_get_lowest (const OvStepLine *self)
{
  OvStepParabola around;
  guint lowest;
  guint first;

  g_return_val_if_fail (self != NULL, NAN);

  lowest = find_lowest_point (self);
  if (lowest == 0 && self->model.slope >= 0.0)
    return 0.0;
  if (lowest == LAST)
    return INFINITY;

  first = lowest > 0 ? lowest - 1 : 0;
  around = fit (self, self->losses, first);

  return around.bend > 0.0 && isfinite (around.bend)
           ? MAX (self->lengths[first] - around.slope / (2.0 * around.bend), 0.0)
           : self->lengths[lowest];
}

/* Where a parabola is as high as @loss on its way up, between @from and @to, or NaN. */
static double
solve (const OvStepParabola *self,
       double                loss,
       double                from,
       double                to)
{
  const double half = self->slope / (2.0 * self->bend);
  const double root = sqrt (half * half - (self->loss - loss) / self->bend);
  const double length = root - half;

  return length >= from && length <= to ? length : (double) NAN;
}

/* Where the line is as high as at the beginning between the point before @after and that one. */
static double
find_crossing (const OvStepLine *self,
               guint             after)
{
  const double *x = self->lengths + after;
  const double *y = self->losses + after;
  const OvStepParabola around = fit (self, self->losses, after - 2);
  const double length = solve (&around, self->losses[0], x[-1] - x[-2], x[0] - x[-2]);

  if (isfinite (length))
    return x[-2] + length;

  return isfinite (y[0]) ? x[-1] + (x[0] - x[-1]) * (self->losses[0] - y[-1]) / (y[0] - y[-1])
                         : x[-1];
}

/**
 * ov_step_line_get_break_even:
 * @self: a line
 *
 * Returns: the rate that lands, behind the lowest point, where the loss is as high as at the
 *   beginning; infinite when no point is that high
 */
double
ov_step_line_get_break_even (const OvStepLine *self)
{
  guint after;

  g_return_val_if_fail (self != NULL, NAN);

  after = find_lowest_point (self) + 1;
  while (after <= LAST && self->losses[after] < self->losses[0])
    after++;
  if (after > LAST)
    return INFINITY;

  return after == 1 ? 2.0 * ov_step_line_get_lowest (self) : find_crossing (self, after);
}

/* On the parabola through the nearest three points, where the losses are others than the line's. */
static double
interpolate (const OvStepLine *self,
             const double     *losses,
             double            length)
{
  OvStepParabola around;
  guint first = 0;

  if (!(length >= 0.0 && length <= self->lengths[LAST]))
    return NAN;

  while (first < LAST - 2 && self->lengths[first + 1] + self->lengths[first + 2] < 2.0 * length)
    first++;
  around = fit (self, losses, first);

  return ov_step_parabola_get_loss (&around, length - self->lengths[first]);
}

/**
 * ov_step_line_get_loss:
 * @self: a line
 * @length: a rate
 *
 * Returns: the loss where a step with that rate would land, on the parabola through the nearest
 *   three points; not a number beyond the last point
 */
double
ov_step_line_get_loss (const OvStepLine *self,
                       double            length)
{
  g_return_val_if_fail (self != NULL, NAN);

  return interpolate (self, self->losses, length);
}

/**
 * ov_step_line_get_band:
 * @self: a line
 * @length: a rate
 * @low: (out): the least that the loss is there along any of the lines, found as
 *   ov_step_line_get_loss() finds that of the last one, which lies in the band
 * @high: (out): the most that it is; both are not numbers where there is but one line, and beyond
 *   the last point
 */
void
ov_step_line_get_band (const OvStepLine *self,
                       double            length,
                       double           *low,
                       double           *high)
{
  double own;

  g_return_if_fail (self != NULL);
  g_return_if_fail (low != NULL && high != NULL);

  *low = *high = NAN;
  if (self->n_steps < 2)
    return;

  own = interpolate (self, self->losses, length);
  *low = MIN (interpolate (self, self->low, length), own);
  *high = MAX (interpolate (self, self->high, length), own);
}

/**
 * ov_step_line_get_alpha:
 * @self: a line
 *
 * Returns: where the step landed relative to its line, see ov_step_get_alpha()
 */
double
ov_step_line_get_alpha (const OvStepLine *self)
{
  double lowest;
  double break_even;

  g_return_val_if_fail (self != NULL, NAN);

  lowest = ov_step_line_get_lowest (self);
  break_even = ov_step_line_get_break_even (self);

  /* Whatever lies behind the last point, as far behind the lowest point as that is ahead. */
  return ov_step_get_alpha (self->learning_rate, lowest,
                            isfinite (break_even) ? break_even : 2.0 * lowest);
}

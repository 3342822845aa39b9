/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scale.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ends of ranges stay between these, so that they can be widened and their difference taken. */
#define LEAST_SIZE 1e-300
#define MOST_SIZE 1e300

/**
 * ov_scale_is_broken:
 * @self: a scale
 *
 * Returns: whether its scale changes above its range
 */
gboolean
ov_scale_is_broken (const OvScale *self)
{
  return self->beyond > MAX (self->high, 0);
}

/**
 * ov_scale_get_top:
 * @self: a scale
 *
 * Returns: the largest value that is shown
 */
double
ov_scale_get_top (const OvScale *self)
{
  return ov_scale_is_broken (self) ? self->beyond : self->high;
}

/* Where the range ends, what lies beyond a break left out. */
static double
get_range_end (const OvScale *self)
{
  return ov_scale_is_broken (self) ? self->knee : self->end;
}

/**
 * ov_scale_to_position:
 * @self: a scale with low < high, and low + shift > 0 when it is logarithmic
 * @value: a value
 *
 * Returns: where @value is drawn, beyond the ends when it is out of range. On a logarithmic scale a
 *   value of 0 or less lies infinitely far before the start.
 */
double
ov_scale_to_position (const OvScale *self,
                      double         value)
{
  const double end = get_range_end (self);
  double share;

  if (ov_scale_is_broken (self) && value > self->high)
    return self->knee
           + (log (value) - log (self->high)) / (log (self->beyond) - log (self->high))
               * (self->end - self->knee);

  if (self->logarithmic)
    {
      if (value + self->shift <= 0)
        return end > self->start ? -INFINITY : INFINITY;

      share = log ((value + self->shift) / (self->low + self->shift))
              / log ((self->high + self->shift) / (self->low + self->shift));
    }
  else
    {
      /* Halves, because the difference of two huge numbers may be more than a double holds. */
      share = (value / 2 - self->low / 2) / (self->high / 2 - self->low / 2);
    }

  return self->start + share * (end - self->start);
}

/**
 * ov_scale_to_value:
 * @self: a scale
 * @position: a position, also beyond the ends
 *
 * Returns: the value that is drawn there; the inverse of ov_scale_to_position()
 */
double
ov_scale_to_value (const OvScale *self,
                   double         position)
{
  double share = (position - self->start) / (get_range_end (self) - self->start);

  if (ov_scale_is_broken (self) && share > 1)
    return self->high
           * exp ((log (self->beyond) - log (self->high)) * (position - self->knee)
                  / (self->end - self->knee));

  if (self->logarithmic)
    return (self->low + self->shift)
             * pow ((self->high + self->shift) / (self->low + self->shift), share)
           - self->shift;

  return (1 - share) * self->low + share * self->high;
}

/**
 * ov_scale_contains:
 * @self: a scale
 * @value: a value
 *
 * Returns: whether @value is a number that is shown, the ends included
 */
gboolean
ov_scale_contains (const OvScale *self,
                   double         value)
{
  return isfinite (value) && value >= self->low && value <= ov_scale_get_top (self);
}

/* The smallest of 1, 2, 5, 10 × 10^n that is not below @size. */
static double
round_up_step (double size)
{
  static const double steps[] = {1, 2, 5};
  int exponent;

  if (!(size > DBL_MIN))
    return DBL_MIN;

  exponent = (int) floor (log10 (size));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double step = exponent < 0 ? steps[i] / pow (10, -exponent) : steps[i] * pow (10, exponent);

      if (step >= size * (1 - 1e-9))
        return step;
    }

  return exponent + 1 < 0 ? 1 / pow (10, -exponent - 1) : pow (10, exponent + 1);
}

/**
 * ov_scale_choose_step:
 * @low: start of a range
 * @high: its end, more than @low
 * @most: how many multiples of the step may lie within the range
 *
 * Returns: the smallest of 1, 2, 5 × 10^n that has no more multiples there
 */
double
ov_scale_choose_step (double low,
                      double high,
                      guint  most)
{
  double step;

  most = MAX (most, 1);
  step = round_up_step (high / (most + 1) - low / (most + 1));

  /* The slivers count a multiple that stands on the very end of the range. */
  while (floor (high / step + 1e-9) - ceil (low / step - 1e-9) + 1 > most && isfinite (step))
    step = round_up_step (step * 1.5);

  return step;
}

/**
 * ov_scale_round_out:
 * @low: (inout): start of a range
 * @high: (inout): its end
 * @steps: about how many steps there should be in the range
 *
 * Widens a range to whole steps, so that it changes seldom while its data grow. A range that is
 * empty or upside down becomes one around its middle.
 */
void
ov_scale_round_out (double *low,
                    double *high,
                    guint   steps)
{
  double step;

  g_return_if_fail (low != NULL && high != NULL && steps > 0);

  if (!isfinite (*low) || !isfinite (*high))
    {
      *low = 0;
      *high = 1;
      return;
    }

  *low = CLAMP (*low, -MOST_SIZE, MOST_SIZE);
  *high = CLAMP (*high, -MOST_SIZE, MOST_SIZE);

  /* A range narrower than a double can divide is as good as empty. */
  if (!(*high - *low > MAX (64 * DBL_EPSILON * MAX (fabs (*low), fabs (*high)), LEAST_SIZE)))
    {
      double middle = *low / 2 + *high / 2;
      double half = fabs (middle) < LEAST_SIZE ? 0.5 : fabs (middle) * 0.05;

      *low = middle - half;
      *high = middle + half;
    }

  step = round_up_step (*high / steps - *low / steps);
  /* The sliver keeps 0.3 from becoming 0.2 because it is stored as 0.29999…. */
  *low = floor (*low / step + 1e-9) * step + 0.0;
  *high = ceil (*high / step - 1e-9) * step + 0.0;
}

static double
round_log (double   value,
           gboolean up)
{
  double power = pow (10, floor (log10 (value)));
  double digits = value / power;

  if (up)
    return digits <= 1 + 1e-9   ? power
           : digits <= 2 + 1e-9 ? 2 * power
           : digits <= 5 + 1e-9 ? 5 * power
                                : 10 * power;

  return digits >= 10 - 1e-9  ? 10 * power
         : digits >= 5 - 1e-9 ? 5 * power
         : digits >= 2 - 1e-9 ? 2 * power
                              : power;
}

/**
 * ov_scale_round_out_log:
 * @low: (inout): start of a range
 * @high: (inout): its end
 *
 * Widens a range to 1, 2 or 5 × 10^n at both ends, or to linear steps when it is narrow. A range
 * that is not positive becomes 0.1 to 10.
 */
void
ov_scale_round_out_log (double *low,
                        double *high)
{
  g_return_if_fail (low != NULL && high != NULL);

  if (!isfinite (*low) || !isfinite (*high) || *low <= 0 || *high < *low)
    {
      *low = 0.1;
      *high = 10;
      return;
    }

  /* Within less than a decade steps of 1, 2, 5 would be far too coarse. */
  if (*high > *low && *high / *low < 5)
    {
      double linear_low = *low, linear_high = *high;

      ov_scale_round_out (&linear_low, &linear_high, 8);
      if (linear_low > 0)
        {
          *low = linear_low;
          *high = linear_high;
          return;
        }
    }

  *low = MAX (round_log (CLAMP (*low, LEAST_SIZE, MOST_SIZE), FALSE), LEAST_SIZE);
  *high = MIN (round_log (CLAMP (*high, LEAST_SIZE, MOST_SIZE), TRUE), MOST_SIZE);

  if (*high <= *low)
    {
      *low = MAX (*low / 2, LEAST_SIZE);
      *high = *low * 4;
    }
}

/**
 * ov_scale_find_horizon:
 * @first: the least horizon, more than 0
 * @planned: where the data will end, or 0 when that is not known
 * @reached: where they end now
 *
 * A horizon that moved with every point would make the whole curve creep; this one stands still and
 * doubles when it is reached.
 *
 * Returns: @first doubled until it holds @reached, but not past @planned as long as that holds it
 */
double
ov_scale_find_horizon (double first,
                       double planned,
                       double reached)
{
  double horizon = first;

  g_return_val_if_fail (first > 0, 1);

  if (planned > 0 && reached > planned)
    return isfinite (reached) ? reached : planned;

  while (horizon < reached && horizon < DBL_MAX / 2)
    horizon *= 2;

  return planned > 0 ? MIN (horizon, planned) : horizon;
}

/**
 * ov_scale_format_value:
 * @value: any double
 *
 * Four significant digits, with the decimal mark of the locale:
 * 0.7874, 37.42, 1234, 1.235e-5.
 *
 * Returns: (transfer full): @value as text for the screen
 */
char *
ov_scale_format_value (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double size = fabs (value);
  char *e;

  if (isnan (value))
    return g_strdup (_ ("not a number"));

  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "−∞");

  if (size == 0)
    return g_strdup ("0");

  if (size >= 1e-3 && size < 999999.5)
    {
      /* 9.99996 has one digit fewer after the point once it is rounded to 10.00. */
      int digits = CLAMP (3 - (int) floor (log10 (size * (1 + 5e-5))), 0, 6);

      return g_strdup_printf ("%.*f", digits, value);
    }

  /* 1.235e-05 is written 1.235e-5, as a person would. */
  g_snprintf (buffer, sizeof buffer, "%.3e", value);
  e = strchr (buffer, 'e');
  return g_strdup_printf ("%.*se%d", (int) (e - buffer), buffer, atoi (e + 1));
}

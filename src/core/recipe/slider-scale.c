/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slider-scale.h"

#include <math.h>

#include "number.h"

/*
 * Where a value stands on a slider whose length is 1. Most values of interest spread over many
 * powers of ten, so equal factors take equal room; a value that may be 0 has a place for it at the
 * left end. The decay is different: what matters is its distance from 1, so there the room grows
 * with the cube root of that distance.
 */

/* The part of a slider at its left end that stands for 0. */
#define ZERO_ROOM 0.04

/* A dragged value has this many significant digits. */
#define DIGITS 3

static gboolean
is_near_one (const OvParameter *parameter)
{
  return parameter->maximum == 1.0 && parameter->minimum > 0.0;
}

static double
get_zero_room (const OvParameter *parameter)
{
  return parameter->zero ? ZERO_ROOM : 0.0;
}

static double
round_digits (double value)
{
  double unit;

  if (value == 0.0)
    return 0.0;
  unit = pow (10.0, floor (log10 (fabs (value))) - (DIGITS - 1));

  return round (value / unit) * unit;
}

/* Rounding in binary leaves tails such as 0.010000000000000002, which would show in an entry. */
#define DIGITS_BEFORE_TAIL 8

/**
 * ov_slider_scale_is_logarithmic:
 * @parameter: a parameter
 *
 * Returns: whether equal factors take equal room on its slider
 */
gboolean
ov_slider_scale_is_logarithmic (const OvParameter *parameter)
{
  g_return_val_if_fail (parameter != NULL, FALSE);

  return parameter->minimum > 0.0 && !is_near_one (parameter);
}

/**
 * ov_slider_scale_to_position:
 * @parameter: a parameter
 * @value: a value of it
 *
 * Returns: where it stands, from 0 to 1; a value that the slider does not reach is at its end
 */
double
ov_slider_scale_to_position (const OvParameter *parameter,
                             double             value)
{
  const double low = parameter->minimum;
  const double high = parameter->maximum;
  const double room = get_zero_room (parameter);

  g_return_val_if_fail (parameter != NULL, 0.0);

  if (is_near_one (parameter))
    return 1.0 - cbrt ((1.0 - CLAMP (value, low, high)) / (1.0 - low));
  if (parameter->zero && value < low)
    return 0.0;

  return room + (1.0 - room) * log (CLAMP (value, low, high) / low) / log (high / low);
}

/**
 * ov_slider_scale_to_value:
 * @parameter: a parameter
 * @position: a place on the slider, from 0 to 1
 *
 * Returns: the value that stands there, with as many digits as a hand can aim at
 */
double
ov_slider_scale_to_value (const OvParameter *parameter,
                          double             position)
{
  const double low = parameter->minimum;
  const double high = parameter->maximum;
  const double room = get_zero_room (parameter);

  g_return_val_if_fail (parameter != NULL, 0.0);

  position = CLAMP (position, 0.0, 1.0);
  if (is_near_one (parameter))
    return ov_number_round (1.0 - round_digits ((1.0 - low) * pow (1.0 - position, 3.0)),
                            DIGITS_BEFORE_TAIL);
  if (position < room / 2.0)
    return 0.0;

  position = MAX (0.0, (position - room) / (1.0 - room));

  return ov_number_round (round_digits (low * pow (high / low, position)), DIGITS_BEFORE_TAIL);
}

/**
 * ov_slider_scale_get_steps:
 * @parameter: a parameter
 * @small: (out): how far an arrow key moves
 * @large: (out): how far a page key moves
 */
void
ov_slider_scale_get_steps (const OvParameter *parameter,
                           double            *small,
                           double            *large)
{
  double decades;

  g_return_if_fail (parameter != NULL);

  decades = log10 (parameter->maximum / parameter->minimum);
  *small = is_near_one (parameter) ? 0.01 : 0.05 * (1.0 - get_zero_room (parameter)) / decades;
  *large = 10.0 * *small;
}

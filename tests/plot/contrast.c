/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrast.h"

#include <math.h>

/* A channel of sRGB as light. */
double
contrast_to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

double
contrast_find_luminance (OvColour colour)
{
  return 0.2126 * contrast_to_linear (colour.red) + 0.7152 * contrast_to_linear (colour.green)
         + 0.0722 * contrast_to_linear (colour.blue);
}

/* From 1 to 21. */
double
contrast_find (OvColour a, OvColour b)
{
  const double first = contrast_find_luminance (a) + 0.05;
  const double second = contrast_find_luminance (b) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

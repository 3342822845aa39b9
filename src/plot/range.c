/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "range.h"

#include <math.h>

/**
 * ov_range_is_empty:
 * @self: a range
 *
 * Returns: whether nothing lies in it
 */
gboolean
ov_range_is_empty (OvRange self)
{
  return self.low > self.high;
}

/**
 * ov_range_include:
 * @self: a range
 * @value: a value; one that is not finite is left out
 *
 * Returns: the range widened to hold @value
 */
OvRange
ov_range_include (OvRange self,
                  double  value)
{
  if (!isfinite (value))
    return self;

  return (OvRange) {MIN (self.low, value), MAX (self.high, value)};
}

/**
 * ov_range_unite:
 * @self: a range
 * @other: a range
 *
 * Returns: the smallest range that holds both
 */
OvRange
ov_range_unite (OvRange self,
                OvRange other)
{
  return (OvRange) {MIN (self.low, other.low), MAX (self.high, other.high)};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finite.h"

#include <math.h>

/**
 * ov_floats_are_finite:
 * @values: [@n], any numbers
 * @n: how many
 *
 * Returns: whether all of them are finite
 */
gboolean
ov_floats_are_finite (const float *values,
                      gsize        n)
{
  gboolean finite = TRUE;

  g_return_val_if_fail (values != NULL || n == 0, FALSE);

  /* Without a way out in the middle, this is a loop that the compiler makes wide. */
  for (gsize i = 0; i < n; i++)
    finite &= isfinite (values[i]) != 0;

  return finite;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finite.h"

#include <math.h>

/* One that is not finite is found at any place, whatever its kind. */
static void
test_any_place (void)
{
  static const float others[] = {NAN, INFINITY, -INFINITY};
  float values[67] = {0.0f};

  values[3] = -3e38f;
  g_assert_true (ov_floats_are_finite (values, G_N_ELEMENTS (values)));
  g_assert_true (ov_floats_are_finite (NULL, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
      {
        const float before = values[i];

        values[i] = others[k];
        g_assert_false (ov_floats_are_finite (values, G_N_ELEMENTS (values)));
        g_assert_true (ov_floats_are_finite (values, i));
        values[i] = before;
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finite/any-place", test_any_place);

  return g_test_run ();
}

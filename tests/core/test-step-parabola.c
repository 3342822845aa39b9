/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-parabola.h"

#include <math.h>

static void
test_places (void)
{
  /* 3 − 4 s + 2 s²: the lowest point is at 1, and 2 is as high as the beginning. */
  const OvStepParabola step = {3.0, -4.0, 2.0};

  g_assert_cmpfloat (ov_step_parabola_get_loss (&step, 0.0), ==, 3.0);
  g_assert_cmpfloat (ov_step_parabola_get_loss (&step, 1.0), ==, 1.0);
  g_assert_cmpfloat (ov_step_parabola_get_loss (&step, 2.0), ==, 3.0);
  g_assert_cmpfloat (ov_step_parabola_get_tangent (&step, 0.5), ==, 1.0);
  g_assert_cmpfloat (ov_step_parabola_get_lowest (&step), ==, 1.0);
  g_assert_cmpfloat (ov_step_parabola_get_break_even (&step), ==, 2.0);
}

static void
test_without_lowest (void)
{
  const OvStepParabola rising = {1.0, 2.0, 3.0};
  const OvStepParabola falling = {1.0, -2.0, 0.0};
  const OvStepParabola level = {1.0, 0.0, 0.0};

  g_assert_cmpfloat (ov_step_parabola_get_lowest (&rising), ==, 0.0);
  g_assert_cmpfloat (ov_step_parabola_get_break_even (&rising), ==, 0.0);
  g_assert_cmpfloat (ov_step_parabola_get_lowest (&falling), ==, (double) INFINITY);
  g_assert_true (isnan (ov_step_parabola_get_lowest (&level)));
}

static void
test_alpha (void)
{
  const OvStepParabola step = {3.0, -4.0, 2.0};
  const double lowest = ov_step_parabola_get_lowest (&step);
  const double break_even = ov_step_parabola_get_break_even (&step);
  const struct
  {
    double length;
    double alpha;
  } cases[] = {{0.0, -1.0}, {0.25, -0.75}, {1.0, 0.0}, {1.5, 0.5}, {2.0, 1.0}, {4.0, 3.0}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (ov_step_get_alpha (cases[i].length, lowest, break_even), ==,
                       cases[i].alpha);

  /* A line that rises from the beginning, and one that nothing bends. */
  g_assert_cmpfloat (ov_step_get_alpha (0.5, 0.0, 0.0), ==, (double) INFINITY);
  g_assert_cmpfloat (ov_step_get_alpha (0.5, (double) INFINITY, (double) INFINITY), ==, -1.0);

  /* One that is steeper behind the lowest point than before it. */
  g_assert_cmpfloat (ov_step_get_alpha (1.25, 1.0, 1.5), ==, 0.5);
}

/* On a parabola the slopes at both ends say the same as its lowest point. */
static void
test_alpha_of_slopes (void)
{
  const double lengths[] = {0.0, 0.25, 1.0, 1.5, 2.0, 4.0};

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_assert_cmpfloat (ov_step_get_alpha_of_slopes (-4.0, 4.0 * lengths[i] - 4.0), ==,
                       ov_step_get_alpha (lengths[i], 1.0, 2.0));

  g_assert_cmpfloat (ov_step_get_alpha_of_slopes (2.0, 1.0), ==, (double) INFINITY);
  g_assert_cmpfloat (ov_step_get_alpha_of_slopes (-2.0, -3.0), ==, -1.0);
  g_assert_true (isnan (ov_step_get_alpha_of_slopes (0.0, 1.0)));
  g_assert_true (isnan (ov_step_get_alpha_of_slopes (-2.0, NAN)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step-parabola/places", test_places);
  g_test_add_func ("/step-parabola/without-lowest", test_without_lowest);
  g_test_add_func ("/step-parabola/alpha", test_alpha);
  g_test_add_func ("/step-parabola/alpha-of-slopes", test_alpha_of_slopes);

  return g_test_run ();
}

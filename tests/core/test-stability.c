/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability.h"

#include <math.h>

static const double momenta[] = {0.0, 0.1, 0.5, 0.9};

/* How far one direction of curvature @sharpness is from its minimum after @n steps. */
static double
descend (double sharpness, double learning_rate, double momentum, guint n)
{
  double distance = 1.0;
  double velocity = 0.0;

  for (guint i = 0; i < n; i++)
    {
      velocity = momentum * velocity + sharpness * distance;
      distance -= learning_rate * velocity;
    }

  return distance;
}

static void
test_limits (void)
{
  g_assert_cmpfloat_with_epsilon (ov_stability_get_sharpness_limit (0.01, 0.0), 200.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_stability_get_sharpness_limit (0.00125, 0.0), 1600.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_stability_get_sharpness_limit (0.01, 0.9), 380.0, 1e-9);
  g_assert_true (isinf (ov_stability_get_sharpness_limit (0.0, 0.5)));

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    {
      const double rate = ov_stability_get_rate_limit (17.0, momenta[m]);

      g_assert_cmpfloat_with_epsilon (ov_stability_get_sharpness_limit (rate, momenta[m]), 17.0,
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (17.0, rate, momenta[m]), 1.0, 1e-9);
    }
}

/* What a real descent does a little below and a little above the limit. */
static void
test_descent (void)
{
  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    {
      const double limit = ov_stability_get_rate_limit (3.0, momenta[m]);

      g_assert_cmpfloat (fabs (descend (3.0, 0.98 * limit, momenta[m], 1000)), <, 1e-9);
      g_assert_cmpfloat (fabs (descend (3.0, 1.02 * limit, momenta[m], 1000)), >, 1e9);
    }
}

/* Nesterov's momentum, by its definition, a little below and a little above the limit. */
static void
test_nesterov (void)
{
  g_assert_cmpfloat_with_epsilon (ov_stability_get_nesterov_limit (0.01, 0.0), 200.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_stability_get_nesterov_limit (0.01, 0.9), 380.0 / 2.8, 1e-9);
  g_assert_true (isinf (ov_stability_get_nesterov_limit (0.0, 0.5)));

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    for (guint over = 0; over < 2; over++)
      {
        const double sharpness =
          (over ? 1.02 : 0.98) * ov_stability_get_nesterov_limit (0.25, momenta[m]);
        double distance = 1.0;
        double velocity = 0.0;

        for (guint i = 0; i < 1000; i++)
          {
            const double gradient = sharpness * distance;

            velocity = momenta[m] * velocity + gradient;
            distance -= 0.25 * (gradient + momenta[m] * velocity);
          }
        if (over)
          g_assert_cmpfloat (fabs (distance), >, 1e6);
        else
          g_assert_cmpfloat (fabs (distance), <, 1e-6);
      }
}

static void
test_smooth (void)
{
  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    {
      const double smooth = ov_stability_get_smooth_rate (3.0, momenta[m]);
      gboolean swings = FALSE;

      /* With momentum 0.9 the first swing takes 115 steps. */
      for (guint n = 1; n < 150; n++)
        {
          g_assert_cmpfloat (descend (3.0, 0.99 * smooth, momenta[m], n), >, 0.0);
          swings = swings || descend (3.0, 1.2 * smooth, momenta[m], n) < 0.0;
        }
      g_assert_true (swings);
      g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (3.0, smooth, momenta[m]),
                                      sqrt (momenta[m]), 1e-6);
    }
}

static void
test_growth (void)
{
  g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (2.0, 1.25, 0.0), 1.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (2.0, 0.25, 0.0), 0.5, 1e-15);

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    {
      const double rate = 1.1 * ov_stability_get_rate_limit (3.0, momenta[m]);
      const double before = descend (3.0, rate, momenta[m], 100);
      const double step = descend (3.0, rate, momenta[m], 101) / before;

      g_assert_cmpfloat_with_epsilon (ov_stability_get_growth (3.0, rate, momenta[m]), -step, 1e-6);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stability/limits", test_limits);
  g_test_add_func ("/stability/descent", test_descent);
  g_test_add_func ("/stability/nesterov", test_nesterov);
  g_test_add_func ("/stability/smooth", test_smooth);
  g_test_add_func ("/stability/growth", test_growth);

  return g_test_run ();
}

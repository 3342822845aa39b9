/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "scale.h"

static void
test_round_trip (void)
{
  static const OvScale scales[] = {
    {0, 300, 40, 790, FALSE},
    {0.75, 1.05, 320, 12, FALSE},
    {-5e12, -4.9e12, 0, 100, FALSE},
    {1e-7, 10, 40, 790, TRUE},
    {0.5, 2000, 320, 12, TRUE},
    {0.75, 1.05, 320, 12, FALSE, 1e7, 60},
    {0.5, 20, 320, 12, TRUE, 1e8, 30},
  };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const OvScale *scale = &scales[i];

      g_assert_cmpfloat_with_epsilon (ov_scale_to_position (scale, scale->low), scale->start, 1e-6);
      g_assert_cmpfloat_with_epsilon (ov_scale_to_position (scale, ov_scale_get_top (scale)),
                                      scale->end, 1e-6);

      for (int share = -5; share <= 15; share++)
        {
          double position = scale->start + share / 10.0 * (scale->end - scale->start);
          double value = ov_scale_to_value (scale, position);

          g_assert_cmpfloat_with_epsilon (ov_scale_to_position (scale, value), position, 1e-6);
        }
    }
}

static void
test_extremes (void)
{
  OvScale widest = {-DBL_MAX, DBL_MAX, 0, 100, FALSE};
  OvScale logarithmic = {0.1, 10, 300, 10, TRUE};

  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&widest, 0), 50, 1e-9);
  g_assert_true (ov_scale_to_position (&logarithmic, 0) == INFINITY);
  g_assert_true (ov_scale_to_position (&logarithmic, -3) == INFINITY);
  g_assert_true (ov_scale_contains (&logarithmic, 10));
  g_assert_false (ov_scale_contains (&logarithmic, 10.1));
  g_assert_false (ov_scale_contains (&logarithmic, NAN));
  g_assert_false (ov_scale_contains (&widest, INFINITY));
}

static void
test_broken (void)
{
  const OvScale scale = {0, 2, 100, 0, FALSE, 2e4, 20};
  const OvScale whole = {0, 2, 100, 0, FALSE};

  g_assert_true (ov_scale_is_broken (&scale));
  g_assert_false (ov_scale_is_broken (&whole));
  g_assert_cmpfloat (ov_scale_get_top (&scale), ==, 2e4);
  g_assert_cmpfloat (ov_scale_get_top (&whole), ==, 2);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 1), 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 2), 20, 1e-9);
  /* Two of the four decades beyond. */
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 200), 10, 1e-9);
  g_assert_true (ov_scale_contains (&scale, 2e4));
  g_assert_false (ov_scale_contains (&scale, 2.1e4));
}

/* With a shift 0 has a place, and what follows is spaced as the counts that are done. */
static void
test_shifted (void)
{
  const OvScale scale = {.high = 99, .end = 100, .logarithmic = TRUE, .shift = 1};

  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 0), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 9), 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&scale, 99), 100, 1e-9);
  g_assert_true (ov_scale_to_position (&scale, -1) == -INFINITY);
  for (double value = 0; value <= 99; value += 4.5)
    g_assert_cmpfloat_with_epsilon (
      ov_scale_to_value (&scale, ov_scale_to_position (&scale, value)), value, 1e-9);
}

static void
test_horizon (void)
{
  static const struct
  {
    double first, planned, reached, horizon;
  } cases[] = {
    {10, 300, 0, 10},
    {10, 300, 10, 10},
    {10, 300, 11, 20},
    {10, 300, 21, 40},
    {10, 300, 160, 160},
    {10, 300, 161, 300},
    {10, 300, 300, 300},
    {10, 5, 3, 5},
    {10, 0, 161, 320},
    {10, 0, 1e6, 1310720},
    {10, 100, 250, 250},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (ov_scale_find_horizon (cases[i].first, cases[i].planned, cases[i].reached),
                       ==, cases[i].horizon);
}

static void
test_round_out (void)
{
  static const struct
  {
    double low, high, rounded_low, rounded_high;
  } cases[] = {
    {0.787, 1.0, 0.75, 1.0},
    {0, 100, 0, 100},
    {0.1, 0.3, 0.1, 0.3},
    {7.1, 41.5, 5, 45},
    {-0.02, 0.02, -0.02, 0.02},
    {0, 0, -0.6, 0.6},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double low = cases[i].low, high = cases[i].high;

      ov_scale_round_out (&low, &high, 8);
      g_assert_cmpfloat_with_epsilon (low, cases[i].rounded_low, 1e-9);
      g_assert_cmpfloat_with_epsilon (high, cases[i].rounded_high, 1e-9);
    }
}

static void
test_round_out_degenerate (void)
{
  static const double pairs[][2] = {
    {5, 5},
    {5, 4},
    {NAN, 1},
    {0, INFINITY},
    {-1e300, 1e300},
    {-DBL_MAX, DBL_MAX},
    {1e16, 1e16 + 2},
    {1e-320, 2e-320},
    {DBL_MAX, DBL_MAX},
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      double low = pairs[i][0], high = pairs[i][1];

      ov_scale_round_out (&low, &high, 8);
      g_assert_true (isfinite (low) && isfinite (high));
      g_assert_cmpfloat (low, <, high);

      low = pairs[i][0];
      high = pairs[i][1];
      ov_scale_round_out_log (&low, &high);
      g_assert_true (isfinite (high) && low > 0);
      g_assert_cmpfloat (low, <, high);
    }
}

static void
test_round_out_log (void)
{
  static const double cases[][4] = {
    {0.78, 1.0, 0.75, 1},
    {0.2, 1000, 0.2, 1000},
    {3e-5, 0.6, 2e-5, 1},
    {1, 1, 0.5, 2},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double low = cases[i][0], high = cases[i][1];

      ov_scale_round_out_log (&low, &high);
      g_assert_cmpfloat_with_epsilon (low / cases[i][2], 1, 1e-9);
      g_assert_cmpfloat_with_epsilon (high / cases[i][3], 1, 1e-9);
    }
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    {0.78741, "0.7874"},
    {37.4161, "37.42"},
    {9.99996, "10.00"},
    {1234.4, "1234"},
    {0, "0"},
    {-0.0, "0"},
    {-0.25, "-0.2500"},
    {1.2346e-5, "1.235e-5"},
    {12345678, "1.235e7"},
    {100, "100.0"},
    {INFINITY, "∞"},
    {-INFINITY, "−∞"},
    {0.001, "0.001000"},
    {NAN, "not a number"},
    {123456, "123456"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ov_scale_format_value (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/scale/round-trip", test_round_trip);
  g_test_add_func ("/plot/scale/extremes", test_extremes);
  g_test_add_func ("/plot/scale/broken", test_broken);
  g_test_add_func ("/plot/scale/shifted", test_shifted);
  g_test_add_func ("/plot/scale/horizon", test_horizon);
  g_test_add_func ("/plot/scale/round-out", test_round_out);
  g_test_add_func ("/plot/scale/round-out-degenerate", test_round_out_degenerate);
  g_test_add_func ("/plot/scale/round-out-log", test_round_out_log);
  g_test_add_func ("/plot/scale/format", test_format);

  return g_test_run ();
}

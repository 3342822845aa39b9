/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-statistics.h"

#include <math.h>

/* 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares around it 32, so that the standard deviation of
 * the sample is the root of 32/7. */
static void
test_by_hand (void)
{
  static const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
  OvRunStatistics statistics;

  ov_run_statistics_measure (&statistics, values, G_N_ELEMENTS (values));
  g_assert_cmpuint (statistics.n, ==, 8);
  g_assert_cmpfloat (statistics.mean, ==, 5.0);
  g_assert_cmpfloat (statistics.low, ==, 2.0);
  g_assert_cmpfloat (statistics.high, ==, 9.0);
  g_assert_cmpfloat_with_epsilon (statistics.deviation, 2.138089935299395, 1e-15);
}

static void
test_few (void)
{
  static const double values[] = {3, 6};
  OvRunStatistics statistics;

  ov_run_statistics_measure (&statistics, values, 2);
  g_assert_cmpfloat (statistics.mean, ==, 4.5);
  g_assert_cmpfloat_with_epsilon (statistics.deviation, 2.1213203435596424, 1e-15);

  ov_run_statistics_measure (&statistics, values, 1);
  g_assert_cmpuint (statistics.n, ==, 1);
  g_assert_cmpfloat (statistics.mean, ==, 3.0);
  g_assert_cmpfloat (statistics.low, ==, 3.0);
  g_assert_cmpfloat (statistics.high, ==, 3.0);
  g_assert_true (isnan (statistics.deviation));

  ov_run_statistics_measure (&statistics, NULL, 0);
  g_assert_cmpuint (statistics.n, ==, 0);
  g_assert_true (isnan (statistics.mean));
  g_assert_true (isnan (statistics.low));
}

/* A spread that is a billionth of the values: a sum of squares taken around 0 would lose it. */
static void
test_small_spread (void)
{
  static const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  OvRunStatistics statistics;

  ov_run_statistics_measure (&statistics, values, G_N_ELEMENTS (values));
  g_assert_cmpfloat (statistics.mean, ==, 1e9 + 10);
  g_assert_cmpfloat_with_epsilon (statistics.deviation, sqrt (30.0), 1e-9);
}

/* A value that is not finite is not left out in silence. */
static void
test_not_finite (void)
{
  static const double faults[] = {NAN, INFINITY, -INFINITY};

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const double values[] = {1.0, faults[i], 2.0};
      OvRunStatistics statistics;

      ov_run_statistics_measure (&statistics, values, 3);
      g_assert_cmpuint (statistics.n, ==, 3);
      g_assert_true (isnan (statistics.mean));
      g_assert_true (isnan (statistics.low));
      g_assert_true (isnan (statistics.high));
      g_assert_true (isnan (statistics.deviation));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-statistics/by-hand", test_by_hand);
  g_test_add_func ("/run-statistics/few", test_few);
  g_test_add_func ("/run-statistics/small-spread", test_small_spread);
  g_test_add_func ("/run-statistics/not-finite", test_not_finite);

  return g_test_run ();
}

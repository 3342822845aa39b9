/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "robust-range.h"

#define N 300

static OvRange
find_robust (const double *values,
             gsize         n,
             gboolean      logarithmic)
{
  g_autoptr (OvRobustRange) range = ov_robust_range_new (logarithmic);

  for (gsize i = 0; i < n; i++)
    ov_robust_range_add (range, values[i]);

  return ov_robust_range_get (range);
}

/* A loss as gradient descent makes it: from 1 down to 0.79. */
static void
fill_with_descent (double *values)
{
  for (guint i = 0; i < N; i++)
    values[i] = 0.79 + 0.21 * exp (-(double) i / 30);
}

static void
test_all_of_a_descent (void)
{
  double values[N];
  OvRange range;

  fill_with_descent (values);
  range = find_robust (values, N, FALSE);
  g_assert_cmpfloat (range.high, ==, values[0]);
  g_assert_cmpfloat (range.low, ==, values[N - 1]);
}

static void
test_spike_at_the_start (void)
{
  double values[N];
  OvRange range;

  fill_with_descent (values);
  values[0] = 26;
  values[1] = 9;
  values[2] = 3;
  range = find_robust (values, N, FALSE);
  g_assert_cmpfloat (range.high, ==, values[3]);
  g_assert_cmpfloat (range.low, ==, values[N - 1]);
}

static void
test_spike_later (void)
{
  double values[N];
  OvRange range;

  fill_with_descent (values);
  values[150] = 400;
  values[151] = -400;
  range = find_robust (values, N, FALSE);
  g_assert_cmpfloat (range.high, ==, values[0]);
  g_assert_cmpfloat (range.low, ==, values[N - 1]);
}

static void
test_explosion (void)
{
  double values[60];
  OvRange range;

  for (guint i = 0; i < 60; i++)
    values[i] = i < 40 ? 1 - 0.005 * i : 0.8 * pow (1.6, i - 39);
  values[59] = INFINITY;

  range = find_robust (values, 60, FALSE);
  g_assert_cmpfloat (range.low, ==, values[39]);
  g_assert_cmpfloat (range.high, >=, 1);
  g_assert_cmpfloat (range.high, <, 4);

  range = find_robust (values, 60, TRUE);
  g_assert_cmpfloat_with_epsilon (range.high / values[58], 1, 1e-9);
}

static void
test_late_learning (void)
{
  double values[N];
  OvRange range;

  /* An accuracy that stays at guessing for most of the time and then rises must be seen rising. */
  for (guint i = 0; i < N; i++)
    values[i] = i < 285 ? 10 : 10 + 0.5 * (i - 284);

  range = find_robust (values, N, FALSE);
  g_assert_cmpfloat (range.low, ==, 10);
  g_assert_cmpfloat (range.high, ==, values[N - 1]);
}

static void
test_few_points (void)
{
  static const double values[] = {100, 1, 0.9, NAN, 0.8};
  OvRange range = find_robust (values, G_N_ELEMENTS (values), FALSE);

  g_assert_cmpfloat (range.high, ==, 100);
  g_assert_cmpfloat (range.low, ==, 0.8);
}

static void
test_nothing (void)
{
  static const double values[] = {NAN, INFINITY, -INFINITY};
  static const double negative[] = {0, -1};

  g_assert_true (ov_range_is_empty (find_robust (NULL, 0, FALSE)));
  g_assert_true (ov_range_is_empty (find_robust (values, 3, FALSE)));
  g_assert_true (ov_range_is_empty (find_robust (negative, 2, TRUE)));
  g_assert_false (ov_range_is_empty (find_robust (negative, 2, FALSE)));
}

static void
test_constant (void)
{
  double values[N];
  OvRange range;

  for (guint i = 0; i < N; i++)
    values[i] = 0.9;

  range = find_robust (values, N, FALSE);
  g_assert_cmpfloat (range.low, ==, 0.9);
  g_assert_cmpfloat (range.high, ==, 0.9);
}

/* Asking for the range while the curve grows changes nothing, whether it swings, explodes, comes
 * back or breaks. */
static void
check_growing (gboolean logarithmic)
{
  g_autoptr (OvRobustRange) growing = ov_robust_range_new (logarithmic);
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  double values[4 * N];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      values[i] = g_rand_double_range (random, -0.1, 1) * exp (-(double) i / N);
      if (i > 2 * N && i < 3 * N)
        values[i] *= 1000;
      if (i % 17 == 0)
        values[i] = i % 2 == 0 ? NAN : values[i / 2];
      ov_robust_range_add (growing, values[i]);
      if (i % 3 == 0)
        {
          OvRange expected = find_robust (values, i + 1, logarithmic);
          OvRange range = ov_robust_range_get (growing);

          g_assert_cmpfloat (range.low, ==, expected.low);
          g_assert_cmpfloat (range.high, ==, expected.high);
        }
    }
}

static void
test_growing (void)
{
  check_growing (FALSE);
  check_growing (TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/robust-range/all-of-a-descent", test_all_of_a_descent);
  g_test_add_func ("/plot/robust-range/spike-at-the-start", test_spike_at_the_start);
  g_test_add_func ("/plot/robust-range/spike-later", test_spike_later);
  g_test_add_func ("/plot/robust-range/explosion", test_explosion);
  g_test_add_func ("/plot/robust-range/late-learning", test_late_learning);
  g_test_add_func ("/plot/robust-range/few-points", test_few_points);
  g_test_add_func ("/plot/robust-range/nothing", test_nothing);
  g_test_add_func ("/plot/robust-range/constant", test_constant);

  g_test_add_func ("/plot/robust-range/growing", test_growing);

  return g_test_run ();
}

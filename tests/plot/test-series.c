/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "series.h"

static void
test_smooth (void)
{
  static const double x[] = {1, 2, 3, 4}, y[] = {4, NAN, 2, 6};
  OvSeries *series = ov_series_new (1, "train", 0, OV_LINE_SOLID);

  ov_series_append (series, x, y, 4);
  ov_series_smooth (series, 0);
  g_assert_null (series->smooth);

  /* By hand: 4; broken; (0.25·4 + 0.5·2) / 0.75; (0.125·4 + 0.25·2 + 0.5·6) / 0.875. */
  ov_series_smooth (series, 0.5);
  g_assert_cmpfloat_with_epsilon (series->smooth[0], 4, 1e-12);
  g_assert_true (isnan (series->smooth[1]));
  g_assert_cmpfloat_with_epsilon (series->smooth[2], 2 / 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (series->smooth[3], 4 / 0.875, 1e-12);

  series->smoothed = FALSE;
  ov_series_smooth (series, 0.5);
  g_assert_null (series->smooth);
  ov_series_free (series);
}

static void
test_nearest (void)
{
  static const double x[] = {1, 2, 2, 4, 8}, y[] = {0, 0, 0, 0, 0};
  static const double at[] = {-5, 1.4, 1.6, 2, 3, 3.1, 6, 6.1, 100};
  static const gsize expected[] = {0, 0, 1, 1, 1, 3, 3, 4, 4};
  OvSeries *series = ov_series_new (1, NULL, 0, OV_LINE_SOLID);

  ov_series_append (series, x, y, 5);
  g_assert_true (series->ascending);
  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    g_assert_cmpuint (ov_series_find_nearest (series, at[i], FALSE), ==, expected[i]);

  /* On a logarithmic axis the middle between 4 and 8 is their geometric mean, 5.66. */
  g_assert_cmpuint (ov_series_find_nearest (series, 5.6, TRUE), ==, 3);
  g_assert_cmpuint (ov_series_find_nearest (series, 5.7, TRUE), ==, 4);

  g_assert_true (ov_series_covers (series, 8.5));
  g_assert_false (ov_series_covers (series, 10));
  g_assert_false (ov_series_covers (series, -1));
  ov_series_free (series);
}

static void
assert_equal (OvSeries *series,
              OvSeries *expected,
              OvRange   shown_x,
              gboolean  logarithmic)
{
  gsize n, n_expected;
  OvRange y = ov_series_find_range (series, shown_x, logarithmic, &n);
  OvRange expected_y = ov_series_find_range (expected, shown_x, logarithmic, &n_expected);
  const OvSeriesCounts *counts = ov_series_count (series, shown_x, (OvRange) {0.2, 0.7});
  const OvSeriesCounts *all = ov_series_count (expected, shown_x, (OvRange) {0.2, 0.7});

  g_assert_cmpuint (n, ==, n_expected);
  g_assert_cmpfloat (y.low, ==, expected_y.low);
  g_assert_cmpfloat (y.high, ==, expected_y.high);
  g_assert_cmpuint (counts->n_above, ==, all->n_above);
  g_assert_cmpuint (counts->n_below, ==, all->n_below);
  g_assert_cmpuint (counts->n_non_finite, ==, all->n_non_finite);
  g_assert_true (series->ascending == expected->ascending);
  g_assert_cmpmem (series->smooth, series->n * sizeof (double), expected->smooth,
                   expected->n * sizeof (double));
}

/* A curve that grows while it is looked at is the same as one that had all points at once. */
static void
test_growing (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  OvSeries *growing = ov_series_new (1, NULL, 0, OV_LINE_SOLID);
  const double back[] = {3, 2};
  double x[600], y[600];
  gsize n_before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      x[i] = i;
      y[i] = i % 50 == 49 ? NAN : g_rand_double (random);
    }

  for (gsize n = 1; n <= G_N_ELEMENTS (x); n += 1 + n / 4)
    {
      OvSeries *whole = ov_series_new (2, NULL, 0, OV_LINE_SOLID);

      ov_series_append (growing, x + n_before, y + n_before, n - n_before);
      ov_series_smooth (growing, 0.6);
      n_before = n;
      ov_series_append (whole, x, y, n);
      ov_series_smooth (whole, 0.6);

      /* An axis that grows with the curve, one that ends within it, and a logarithmic one. */
      assert_equal (growing, whole, (OvRange) {0, 2.0 * (double) n}, FALSE);
      assert_equal (growing, whole, (OvRange) {5, 100}, FALSE);
      assert_equal (growing, whole, (OvRange) {5, 100}, TRUE);
      ov_series_free (whole);
    }

  ov_series_clear (growing);
  ov_series_append (growing, back, x, 2);
  g_assert_false (growing->ascending);
  g_assert_cmpuint (ov_series_count (growing, (OvRange) {0, 9}, (OvRange) {5, 6})->n_below, ==, 2);
  ov_series_free (growing);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/series/smooth", test_smooth);
  g_test_add_func ("/plot/series/nearest", test_nearest);
  g_test_add_func ("/plot/series/growing", test_growing);

  return g_test_run ();
}

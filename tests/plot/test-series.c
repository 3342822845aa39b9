/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "series.h"

static void
test_smooth (void)
{
  static const double x[] = {1, 2, 3, 4}, y[] = {4, NAN, 2, 6};
  OvSeries *series = ov_series_new (1, "train", 0, OV_LINE_SOLID);

  ov_series_set_points (series, x, y, 4);
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

  ov_series_set_points (series, x, y, 5);
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/series/smooth", test_smooth);
  g_test_add_func ("/plot/series/nearest", test_nearest);

  return g_test_run ();
}

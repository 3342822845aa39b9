/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "reduction.h"

#define MANY 100000

static const OvGeometry geometry = {{40, 10, 700, 300},
                                    {0, MANY, 40, 740, FALSE},
                                    {0, 1000, 310, 10, FALSE}};

/* Reduces points that come bit by bit, as they do while a run is running, and asserts that it makes
 * no difference to having had them all from the start. */
static gsize
reduce (const double     *x,
        const double     *y,
        gsize             n,
        const OvGeometry *where,
        double           *out)
{
  g_autoptr (OvReduction) whole = ov_reduction_new ();
  g_autoptr (OvReduction) growing = ov_reduction_new ();
  gsize n_whole, n_growing;
  const double *expected = ov_reduction_update (whole, x, y, n, where, &n_whole);
  const double *points = NULL;

  for (gsize i = 1; i < n; i += 1 + i / 3)
    ov_reduction_update (growing, x, y, i, where, &n_growing);
  points = ov_reduction_update (growing, x, y, n, where, &n_growing);

  g_assert_cmpmem (points, n_growing * 2 * sizeof *points, expected,
                   n_whole * 2 * sizeof *expected);
  memcpy (out, points, n_growing * 2 * sizeof *out);

  return n_growing;
}

/* Another size of the plot, or other points, put every point elsewhere. */
static void
test_follows_changes (void)
{
  g_autoptr (OvReduction) reduction = ov_reduction_new ();
  OvGeometry wide = geometry;
  double x[] = {0, MANY}, y[] = {0, 1000}, other[] = {500, 1000};
  const double *points;
  gsize n;

  ov_reduction_update (reduction, x, y, 2, &geometry, &n);
  wide.x.end = 1000;
  points = ov_reduction_update (reduction, x, y, 2, &wide, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (points[2], ==, 1000);
  g_assert_cmpfloat (points[1], ==, 310);

  ov_reduction_forget (reduction);
  points = ov_reduction_update (reduction, x, other, 2, &wide, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (points[1], ==, 160);
}

static void
test_keeps_extremes (void)
{
  g_autofree double *x = g_new (double, MANY), *y = g_new (double, MANY),
                    *out = g_new (double, 2 * MANY);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  double lowest[701], highest[701], seen_lowest[701], seen_highest[701];
  gsize n;

  for (guint i = 0; i <= 700; i++)
    {
      lowest[i] = seen_lowest[i] = INFINITY;
      highest[i] = seen_highest[i] = -INFINITY;
    }

  for (guint i = 0; i < MANY; i++)
    {
      guint column;

      x[i] = i;
      y[i] = g_rand_double_range (random, 0, 1000);
      column = (guint) floor (ov_scale_to_position (&geometry.x, x[i])) - 40;
      lowest[column] = MIN (lowest[column], ov_scale_to_position (&geometry.y, y[i]));
      highest[column] = MAX (highest[column], ov_scale_to_position (&geometry.y, y[i]));
    }

  n = reduce (x, y, MANY, &geometry, out);
  g_assert_cmpuint (n, <=, 4 * 701);
  g_assert_cmpfloat (out[0], ==, ov_scale_to_position (&geometry.x, x[0]));
  g_assert_cmpfloat (out[2 * n - 1], ==, ov_scale_to_position (&geometry.y, y[MANY - 1]));

  for (gsize i = 0; i < n; i++)
    {
      guint column = (guint) floor (out[2 * i]) - 40;

      seen_lowest[column] = MIN (seen_lowest[column], out[2 * i + 1]);
      seen_highest[column] = MAX (seen_highest[column], out[2 * i + 1]);
      g_assert_true (i == 0 || out[2 * i] >= out[2 * i - 2]);
    }

  for (guint i = 0; i <= 700; i++)
    {
      g_assert_cmpfloat (seen_lowest[i], ==, lowest[i]);
      g_assert_cmpfloat (seen_highest[i], ==, highest[i]);
    }
}

static void
test_leaves_few_alone (void)
{
  double x[] = {0, 1, 1.1, 1.2}, y[] = {1, 2, 3, 4}, out[8];

  g_assert_cmpuint (reduce (x, y, 4, &geometry, out), ==, 4);
  g_assert_cmpfloat (out[5], ==, ov_scale_to_position (&geometry.y, 3));
}

static void
test_breaks (void)
{
  double x[] = {0, 1, 2, 3, NAN}, y[] = {1, NAN, 3, INFINITY, 5}, out[10];

  g_assert_cmpuint (reduce (x, y, 5, &geometry, out), ==, 5);
  g_assert_false (isnan (out[1]));
  g_assert_true (isnan (out[3]));
  g_assert_false (isnan (out[5]));
  g_assert_true (isnan (out[7]));
  g_assert_true (isnan (out[9]));
}

static void
test_breaks_among_many (void)
{
  g_autofree double *x = g_new (double, MANY), *y = g_new (double, MANY),
                    *out = g_new (double, 2 * MANY);
  gsize n, broken = 0;

  for (guint i = 0; i < MANY; i++)
    {
      x[i] = i;
      y[i] = i == 5000 || i == 70000 ? NAN : i % 10;
    }

  n = reduce (x, y, MANY, &geometry, out);
  for (gsize i = 0; i < n; i++)
    broken += isnan (out[2 * i]) != 0;

  g_assert_cmpuint (broken, ==, 2);
}

static void
test_zero_on_logarithmic (void)
{
  OvGeometry logarithmic = geometry;
  double x[] = {0, 1}, y[] = {1, 0}, out[4];

  logarithmic.y = (OvScale) {0.1, 10, 310, 10, TRUE};
  g_assert_cmpuint (reduce (x, y, 2, &logarithmic, out), ==, 2);
  g_assert_true (isfinite (out[3]));
  g_assert_cmpfloat (out[3], >, 310);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/reduction/keeps-extremes", test_keeps_extremes);
  g_test_add_func ("/plot/reduction/leaves-few-alone", test_leaves_few_alone);
  g_test_add_func ("/plot/reduction/breaks", test_breaks);
  g_test_add_func ("/plot/reduction/breaks-among-many", test_breaks_among_many);
  g_test_add_func ("/plot/reduction/zero-on-logarithmic", test_zero_on_logarithmic);
  g_test_add_func ("/plot/reduction/follows-changes", test_follows_changes);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH 500
#define HEIGHT 300
#define N_POINTS 60
#define N_GHOSTS 20

/* Of 255: two drawings that amount to the same differ by rounding, and a little more where curves
 * cross the edge of the plot, which cuts each of them or all of them together. */
#define ROUNDING 16

typedef struct
{
  OvChart *chart;
  guint    front;
  guint    ghosts[N_GHOSTS];
} Fixture;

static void
add_points (Fixture *fixture, guint series, guint number, guint first, guint n)
{
  double x[N_POINTS], y[N_POINTS];

  for (guint i = 0; i < n; i++)
    {
      x[i] = first + i;
      y[i] = 1.0 + 0.2 * number + exp (-(double) (first + i) / (10.0 + number));
    }
  ov_chart_append_points (fixture->chart, series, x, y, n);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->chart = ov_chart_new ();
  ov_chart_set_horizon (fixture->chart, N_POINTS, N_POINTS);
  for (guint i = 0; i < N_GHOSTS; i++)
    {
      fixture->ghosts[i] = ov_chart_add_series (fixture->chart, "Ghost", OV_SLOT_FIRST_FREE + i,
                                                OV_LINE_SOLID);
      ov_chart_set_series_faint (fixture->chart, fixture->ghosts[i], TRUE);
      ov_chart_set_series_listed (fixture->chart, fixture->ghosts[i], FALSE);
      add_points (fixture, fixture->ghosts[i], i, 0, N_POINTS);
    }
  fixture->front = ov_chart_add_series (fixture->chart, "Front", OV_SLOT_TRAIN, OV_LINE_SOLID);
  add_points (fixture, fixture->front, 5, 0, N_POINTS / 2);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ov_chart_free (fixture->chart);
}

static GBytes *
draw (Fixture *fixture, double layer_scale, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         (int) (scale * WIDTH),
                                                         (int) (scale * HEIGHT));
  cairo_t *cr;
  GBytes *bytes;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  ov_chart_set_layer_scale (fixture->chart, layer_scale);
  ov_chart_draw (fixture->chart, cr, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface)
                         * (gsize) cairo_image_surface_get_height (surface));
  cairo_surface_destroy (surface);

  return bytes;
}

static int
find_difference (GBytes *picture, GBytes *other)
{
  const guint8 *a = g_bytes_get_data (picture, NULL);
  const guint8 *b = g_bytes_get_data (other, NULL);
  int greatest = 0;

  g_assert_cmpuint (g_bytes_get_size (picture), ==, g_bytes_get_size (other));
  for (gsize i = 0; i < g_bytes_get_size (picture); i++)
    greatest = MAX (greatest, abs (a[i] - b[i]));

  return greatest;
}

/* Whatever is done to the chart, the picture is that of a chart without a layer. */
static void
assert_right (Fixture *fixture)
{
  g_autoptr (GBytes) with = draw (fixture, 1.0, 1.0);
  g_autoptr (GBytes) again = draw (fixture, 1.0, 1.0);
  g_autoptr (GBytes) without = draw (fixture, 0.0, 1.0);

  g_assert_true (g_bytes_equal (with, again));
  g_assert_cmpint (find_difference (with, without), <=, ROUNDING);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = draw (fixture, 1.0, 1.0);
  g_autoptr (GBytes) last = NULL;
  guint more;

  assert_right (fixture);
  add_points (fixture, fixture->front, 5, N_POINTS / 2, N_POINTS / 2);
  assert_right (fixture);
  ov_chart_set_series_visible (fixture->chart, fixture->ghosts[3], FALSE);
  assert_right (fixture);
  ov_chart_set_series_slot (fixture->chart, fixture->ghosts[4], OV_SLOT_FIRST_FREE + 5);
  assert_right (fixture);
  for (guint i = 0; i < N_GHOSTS; i++)
    ov_chart_set_series_emphasis (fixture->chart, fixture->ghosts[i],
                                  i == 7 ? OV_EMPHASIS_RAISED : OV_EMPHASIS_LOWERED);
  assert_right (fixture);
  ov_chart_set_theme (fixture->chart, OV_THEME_DARK);
  assert_right (fixture);
  ov_chart_set_log_y (fixture->chart, TRUE);
  assert_right (fixture);
  ov_chart_set_smoothing (fixture->chart, 0.8);
  assert_right (fixture);
  ov_chart_zoom_x (fixture->chart, 10.0, 20.0);
  assert_right (fixture);
  ov_chart_remove_series (fixture->chart, fixture->ghosts[0]);
  assert_right (fixture);
  more = ov_chart_add_series (fixture->chart, "More", OV_SLOT_FIRST_FREE, OV_LINE_DASHED);
  ov_chart_set_series_faint (fixture->chart, more, TRUE);
  add_points (fixture, more, 3, 0, N_POINTS);
  assert_right (fixture);
  last = draw (fixture, 1.0, 1.0);
  g_assert_cmpint (find_difference (first, last), >, ROUNDING);
}

/* On a screen of two pixels a unit the layer is as sharp as what is drawn upon it. */
static void
test_fine_screen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) with = draw (fixture, 2.0, 2.0);
  g_autoptr (GBytes) without = draw (fixture, 0.0, 2.0);

  g_assert_cmpint (find_difference (with, without), <=, ROUNDING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/plot/ghost-layer/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/plot/ghost-layer/fine-screen", Fixture, NULL, set_up, test_fine_screen, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas.h"
#include "chart.h"

#define WIDTH 900
#define HEIGHT 320

/* How far around its end a curve has a dot and a line that leads to its name, in pixels. */
#define LEADER 9

static const char long_name[] = "Linear 2: learning rate 0.00118, decay 0.99";

static guint
add_falling (OvChart    *chart,
             const char *name,
             double      height,
             guint       n)
{
  double x[60], y[60];
  const guint series = ov_chart_add_series (chart, name, OV_SLOT_TRAIN, OV_LINE_SOLID);

  for (guint i = 0; i < n; i++)
    {
      x[i] = i;
      y[i] = height + 0.22 * exp (-(double) i / 12);
    }
  ov_chart_set_points (chart, series, x, y, n);

  return series;
}

/* Two curves to the end of the axis, and between them an earlier run that ended sooner. */
static OvChart *
make_chart (guint *ghost)
{
  OvChart *chart = ov_chart_new ();

  add_falling (chart, "Training", 0.78, 60);
  add_falling (chart, "Test", 0.83, 60);
  *ghost = add_falling (chart, long_name, 0.79, 25);
  ov_chart_set_series_faint (chart, *ghost, TRUE);
  ov_chart_set_horizon (chart, 60, 60);
  ov_chart_set_end_labels (chart, TRUE);

  return chart;
}

static double
get_margin (OvChart *chart)
{
  OvGeometry geometry;

  ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);

  return WIDTH - geometry.plot.x - geometry.plot.width;
}

/* The names of the current curves have what they need at the right, and those of ghosts no more. */
static void
test_margin (void)
{
  guint ghost;
  g_autoptr (OvChart) chart = make_chart (&ghost);
  const double margin = get_margin (chart);

  ov_chart_set_series_listed (chart, ghost, FALSE);
  g_assert_cmpfloat (get_margin (chart), ==, margin);
  g_assert_cmpfloat (margin, <, 0.12 * WIDTH);
  ov_chart_set_end_labels (chart, FALSE);
  g_assert_cmpfloat (get_margin (chart), <, margin);
}

static Canvas
draw (OvChart *chart)
{
  Canvas canvas = canvas_open (WIDTH, HEIGHT);

  ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
  cairo_surface_flush (canvas.surface);

  return canvas;
}

/* A name that stands among curves covers none of them. */
static void
test_covers_nothing (void)
{
  guint ghost;
  g_autoptr (OvChart) chart = make_chart (&ghost);
  const OvColour ground = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_BACKGROUND);
  Canvas with = draw (chart), without;
  guint n_changed = 0;
  OvGeometry geometry;
  double x;

  ov_chart_set_series_listed (chart, ghost, FALSE);
  without = draw (chart);
  ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);
  x = ov_scale_to_position (&geometry.x, 24);
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      {
        if (fabs (column - x) < LEADER
            || canvas_get_pixel (&without, column, row) == canvas_get_pixel (&with, column, row))
          continue;
        n_changed++;
        g_assert_cmpfloat (canvas_compare (&without, column, row, ground), <, 0.5);
      }
  g_assert_cmpuint (n_changed, >, 300);
  canvas_close (&with);
  canvas_close (&without);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/end-labels/margin", test_margin);
  g_test_add_func ("/plot/end-labels/covers-nothing", test_covers_nothing);

  return g_test_run ();
}

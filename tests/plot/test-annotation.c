/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"
#include "chart.h"

#define WIDTH 600
#define HEIGHT 200

/* How much of the ring around a point can be seen, in pixels. */
static guint
count_ring (double      y,
            const char *label)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const OvColour ink = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_TEXT);
  Canvas canvas = canvas_open (WIDTH, HEIGHT);
  OvGeometry geometry;
  guint n = 0;
  double at_x, at_y;

  ov_chart_zoom_x (chart, 0, 10);
  ov_chart_zoom_y (chart, 0, 10);
  ov_chart_add_point (chart, 5.5, y, label);
  ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
  ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);
  at_x = ov_scale_to_position (&geometry.x, 5.5);
  at_y = ov_scale_to_position (&geometry.y, y);
  for (double row = at_y - 6; row <= at_y + 6; row++)
    for (double column = at_x - 6; column <= at_x + 6; column++)
      n += canvas_shows (&canvas, column, row, 0, ink);
  canvas_close (&canvas);

  return n;
}

/* The words about a point stand above it, or beneath where there is no room: never on it. */
static void
test_point (void)
{
  for (double y = 1.0; y < 10.0; y += 0.5)
    {
      const guint bare = count_ring (y, NULL);

      g_assert_cmpuint (bare, >, 10);
      g_assert_cmpuint (count_ring (y, "this step: 0.0288"), ==, bare);
    }
}

/* How much of the training curve can be seen, in pixels. */
static guint
count_drawn (OvChart *chart)
{
  const OvColour ink = ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TRAIN);
  Canvas canvas = canvas_open (WIDTH, HEIGHT);
  guint n = 0;

  ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
  for (double row = 0; row < HEIGHT; row++)
    for (double column = 0; column < WIDTH; column++)
      n += canvas_shows (&canvas, column, row, 0, ink);
  canvas_close (&canvas);

  return n;
}

/* How much of a curve along the top can be seen, in pixels. */
static guint
count_curve (const char *label)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const double x[] = {0, 10}, y[] = {9.5, 9.5};
  const guint series = ov_chart_add_series (chart, "loss", OV_SLOT_TRAIN, OV_LINE_SOLID);

  ov_chart_set_legend (chart, FALSE);
  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_zoom_x (chart, 0, 10);
  ov_chart_zoom_y (chart, 0, 10);
  ov_chart_add_marker (chart, 5, label);

  return count_drawn (chart);
}

/* The words at a marker stand beneath a curve that goes where they would. */
static void
test_marker (void)
{
  g_assert_cmpuint (count_curve (NULL), >, WIDTH / 2);
  g_assert_cmpuint (count_curve ("diverged"), ==, count_curve (NULL));
}

/* How much of a curve can be seen that is everywhere on the right, and flat on the left. */
static guint
count_zigzag (const char *note)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, "loss", OV_SLOT_TRAIN, OV_LINE_SOLID);
  double x[100], y[100];

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      x[i] = i;
      y[i] = i < 50 ? 5 : 1 + 8 * (i % 2);
    }
  ov_chart_set_legend (chart, FALSE);
  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_zoom_y (chart, 0, 10);
  ov_chart_set_note (chart, note);

  return count_drawn (chart);
}

/* A note that has no free place at the right edge has one further to the left. */
static void
test_note (void)
{
  g_assert_cmpuint (count_zigzag (NULL), >, WIDTH);
  g_assert_cmpuint (count_zigzag ("0.18 s each"), ==, count_zigzag (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/annotation/point", test_point);
  g_test_add_func ("/plot/annotation/marker", test_marker);
  g_test_add_func ("/plot/annotation/note", test_note);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour-map.h"

#include <math.h>

#include "canvas.h"

#define WIDTH 800
#define HEIGHT 400
#define SLOT 3

static const double       path_x[] = {0.0, 4.0, 8.0, 6.0};
static const double       path_y[] = {0.0, 3.0, -1.0, (double) INFINITY};

/* A valley four times as steep across as along, whose lowest point is at (6, 1). */
static const OvPath       path = {path_x, path_y, G_N_ELEMENTS (path_x), SLOT, FALSE};
static const OvContourMap map = {{6.0, 1.0, 0.25, 1.0, 2.0}, &path, 1};

static OvChart *
make_chart (OvTheme theme, const OvContourMap *ground)
{
  OvChart *chart = ov_chart_new ();

  ov_chart_set_theme (chart, theme);
  ov_chart_zoom_x (chart, -2.0, 14.0);
  ov_chart_zoom_y (chart, -3.0, 5.0);
  ov_chart_set_ground (chart, ov_contour_map_draw, (gpointer) ground);

  return chart;
}

static double
measure_brightness (const Canvas *canvas, double x, double y)
{
  const OvColour black = {0.0, 0.0, 0.0, 1.0};

  return canvas_compare (canvas, x, y, black);
}

/* The ground is as the background at the lowest point, and the farther from that the higher up; the
 * path, on it, ends where it is no longer finite. */
static void
test_places (void)
{
  for (guint theme = OV_THEME_LIGHT; theme <= OV_THEME_PAPER; theme++)
    {
      g_autoptr (OvChart) chart = make_chart (theme, &map);
      const OvColour colour = ov_palette_get_slot (theme, SLOT);
      Canvas canvas = canvas_open (WIDTH, HEIGHT);
      OvGeometry geometry;
      double low;
      double high;

      ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
      ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);
      low = measure_brightness (&canvas, ov_scale_to_position (&geometry.x, 7.0),
                                ov_scale_to_position (&geometry.y, 1.3));
      high = measure_brightness (&canvas, ov_scale_to_position (&geometry.x, 13.8),
                                 ov_scale_to_position (&geometry.y, -2.8));
      g_assert_cmpfloat (fabs (high - low), >, 0.05);

      g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 2.0),
                                   ov_scale_to_position (&geometry.y, 1.5), 1.0, colour));
      g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 8.0),
                                   ov_scale_to_position (&geometry.y, -1.0), 1.0, colour));
      g_assert_false (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 7.0),
                                    ov_scale_to_position (&geometry.y, 4.0), 3.0, colour));
      g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 6.0),
                                   ov_scale_to_position (&geometry.y, 1.0), 2.0,
                                   ov_palette_get_role (theme, OV_ROLE_TEXT)));
      canvas_close (&canvas);
    }
}

/* Ground that is level, or bends one way only, has a map as well, and so has a path that leaves it
 * for places that no surface has. */
static void
test_level (void)
{
  const double far_x[] = {0.0, 1e300, -1e300};
  const double far_y[] = {0.0, -1e300, 1e300};
  const OvPath far = {far_x, far_y, G_N_ELEMENTS (far_x), SLOT};
  const OvContourMap maps[] = {
    {{6.0, 1.0, 0.0, 0.0, 2.0}, &far, 1},
    {{6.0, 1.0, 0.0, 1.0, 2.0}, &far, 1},
    {{6.0, 1.0, -1e-9, 1.0, 2.0}, NULL, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (OvChart) chart = make_chart (OV_THEME_LIGHT, &maps[i]);
      Canvas canvas = canvas_open (WIDTH, HEIGHT);

      ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
      g_assert_cmpint (cairo_status (canvas.cr), ==, CAIRO_STATUS_SUCCESS);
      canvas_close (&canvas);
    }
}

static guint
count_ink (const OvPath *paths, guint n_paths, guint slot)
{
  const OvContourMap ground = {map.bowl, paths, n_paths};
  g_autoptr (OvChart) chart = make_chart (OV_THEME_LIGHT, &ground);
  Canvas canvas = canvas_open (WIDTH, HEIGHT);
  guint n = 0;

  ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
  for (guint x = 0; x < WIDTH; x++)
    for (guint y = 0; y < HEIGHT; y++)
      n += canvas_shows (&canvas, x, y, 0.0, ov_palette_get_slot (OV_THEME_LIGHT, slot));
  canvas_close (&canvas);

  return n;
}

/* A path has its label in its colour at its end, near an edge as well; of two that end at one place
 * both can be read. */
static void
test_labels (void)
{
  static const double edge_x[] = {0.0, 13.9};
  static const double edge_y[] = {0.0, 4.9};
  OvPath paths[] = {{edge_x, edge_y, 2, SLOT}, {edge_x, edge_y, 2, SLOT + 1}};
  guint plain[2];

  for (guint i = 0; i < 2; i++)
    plain[i] = count_ink (paths, 2, SLOT + i);
  paths[0].label = "a first label";
  paths[1].label = "a second label";
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (count_ink (paths, 2, SLOT + i), >, plain[i] + 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/contour-map/places", test_places);
  g_test_add_func ("/contour-map/level", test_level);
  g_test_add_func ("/contour-map/labels", test_labels);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour-field.h"

#include <math.h>

#include "canvas.h"
#include "contour-map.h"

#define N 17
#define WIDTH 800
#define HEIGHT 400

static const double low[] = {-2.0, -3.0};
static const double high[] = {14.0, 5.0};

typedef double (*Ground) (double x,
                          double y);

static OvContourField *
make_field (Ground ground)
{
  double values[N * N];

  for (guint row = 0; row < N; row++)
    for (guint column = 0; column < N; column++)
      values[row * N + column] = ground (low[0] + (high[0] - low[0]) * column / (N - 1),
                                         low[1] + (high[1] - low[1]) * row / (N - 1));

  return ov_contour_field_new (values, N, N, low, high);
}

static double
get_bowl (double x, double y)
{
  return 2.0 + 0.25 * (x - 6.0) * (x - 6.0) + (y - 1.0) * (y - 1.0);
}

static double
get_two_hollows (double x, double y)
{
  return 3.0 - exp (-(x - 2.0) * (x - 2.0) - y * y) - exp (-(x - 9.0) * (x - 9.0) - y * y);
}

static OvChart *
make_chart (const OvContourMap *map)
{
  OvChart *chart = ov_chart_new ();

  ov_chart_zoom_x (chart, low[0], high[0]);
  ov_chart_zoom_y (chart, low[1], high[1]);
  ov_chart_set_ground (chart, ov_contour_map_draw, (gpointer) map);

  return chart;
}

/* The borders of the ground below a level, and how far they are from where @ground says at most. */
static guint
trace (const OvContourField *field, Ground ground, double level, double *most)
{
  const OvContourMap map = {.field = field};
  g_autoptr (OvChart) chart = make_chart (&map);
  Canvas canvas = canvas_open (WIDTH, HEIGHT);
  cairo_path_t *path;
  OvGeometry geometry;
  guint n_borders = 0;

  ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);
  ov_contour_field_trace (field, canvas.cr, &geometry, level);
  path = cairo_copy_path (canvas.cr);
  *most = 0.0;
  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      const cairo_path_data_t *data = &path->data[i];

      if (data->header.type == CAIRO_PATH_CLOSE_PATH)
        n_borders++;
      else if (data->header.type == CAIRO_PATH_LINE_TO)
        *most = MAX (*most, fabs (ground (ov_scale_to_value (&geometry.x, data[1].point.x),
                                          ov_scale_to_value (&geometry.y, data[1].point.y))
                                  - level));
    }
  cairo_path_destroy (path);
  canvas_close (&canvas);

  return n_borders;
}

static void
test_borders (void)
{
  g_autoptr (OvContourField) bowl = make_field (get_bowl);
  g_autoptr (OvContourField) hollows = make_field (get_two_hollows);
  double most;

  g_assert_cmpuint (trace (bowl, get_bowl, 1.9, &most), ==, 0);
  for (double level = 2.5; level < 12.0; level += 0.7)
    {
      g_assert_cmpuint (trace (bowl, get_bowl, level, &most), ==, 1);
      if (level < 10.0)
        g_assert_cmpfloat (most, <, 0.02);
    }

  g_assert_cmpuint (trace (hollows, get_two_hollows, 2.5, &most), ==, 2);
  g_assert_cmpfloat (most, <, 0.08);
  /* All of it is low, up to the frame. */
  g_assert_cmpuint (trace (hollows, get_two_hollows, 4.0, &most), ==, 1);
}

static double
get_slope (double x, double y)
{
  return y;
}

static void
test_lowest (void)
{
  g_autoptr (OvContourField) bowl = make_field (get_bowl);
  g_autoptr (OvContourField) slope = make_field (get_slope);
  double y;

  g_assert_cmpfloat_with_epsilon (bowl->x, 6.0, 0.1);
  g_assert_cmpfloat_with_epsilon (bowl->y, 1.0, 0.1);
  g_assert_cmpfloat_with_epsilon (bowl->lowest, 2.0, 0.01);
  g_assert_cmpfloat (bowl->highest, <, get_bowl (low[0], low[1]));

  g_assert_true (bowl->has_bottom);
  g_assert_true (ov_contour_field_find_level (bowl, 6.0, 6.0, &y));
  g_assert_cmpfloat_with_epsilon (fabs (y - 1.0), 2.0, 0.02);
  g_assert_false (ov_contour_field_find_level (bowl, 6.0, 50.0, &y));
  g_assert_false (ov_contour_field_find_level (bowl, 20.0, 6.0, &y));

  /* Towards the edge that is farther away. */
  g_assert_true (ov_contour_field_find_level (slope, 0.0, 3.0, &y));
  g_assert_cmpfloat_with_epsilon (y, 3.0, 0.02);
  g_assert_false (slope->has_bottom);
}

/* The saddle between two hollows: borders do not cross, on whichever side of it the level is. */
static double
get_saddle (double x, double y)
{
  return (x - 6.0) * (y - 1.0);
}

static void
test_saddle (void)
{
  g_autoptr (OvContourField) field = make_field (get_saddle);
  double most;

  g_assert_cmpuint (trace (field, get_saddle, -0.5, &most), ==, 2);
  g_assert_cmpuint (trace (field, get_saddle, 0.5, &most), ==, 1);
}

/* What is not finite is high ground, and nothing else. */
static double
get_cliff (double x, double y)
{
  return x > 10.5 ? (double) NAN : get_bowl (x, y);
}

static void
test_not_finite (void)
{
  g_autoptr (OvContourField) field = make_field (get_cliff);
  const double nothing[] = {NAN, NAN, NAN, NAN};
  g_autoptr (OvContourField) blank = ov_contour_field_new (nothing, 2, 2, low, high);
  double most;

  g_assert_cmpfloat_with_epsilon (field->x, 6.0, 0.1);
  g_assert_cmpuint (trace (field, get_bowl, 3.5, &most), ==, 1);
  g_assert_cmpfloat (most, <, 0.1);
  g_assert_true (isfinite (blank->lowest));
}

/* A paraboloid looks the same whether it is known or was measured. */
static void
test_same_map (void)
{
  g_autoptr (OvContourField) field = make_field (get_bowl);
  const OvContourMap maps[] = {
    {.bowl = {6.0, 1.0, 0.25, 1.0, 2.0}},
    {.field = field},
  };
  Canvas canvases[G_N_ELEMENTS (maps)];
  OvGeometry geometry;

  /* The levels as well. */
  field->highest = get_bowl (high[0], low[1]);
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (OvChart) chart = make_chart (&maps[i]);

      canvases[i] = canvas_open (WIDTH, HEIGHT);
      ov_chart_draw (chart, canvases[i].cr, WIDTH, HEIGHT);
      ov_chart_get_geometry (chart, WIDTH, HEIGHT, &geometry);
    }

  for (double x = 0.0; x < 13.0; x += 2.17)
    for (double y = -2.4; y < 4.6; y += 1.3)
      {
        const OvColour black = {0.0, 0.0, 0.0, 1.0};
        const double at_x = ov_scale_to_position (&geometry.x, x);
        const double at_y = ov_scale_to_position (&geometry.y, y);

        g_assert_cmpfloat_with_epsilon (canvas_compare (&canvases[0], at_x, at_y, black),
                                        canvas_compare (&canvases[1], at_x, at_y, black), 0.12);
      }
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    canvas_close (&canvases[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contour-field/borders", test_borders);
  g_test_add_func ("/contour-field/lowest", test_lowest);
  g_test_add_func ("/contour-field/saddle", test_saddle);
  g_test_add_func ("/contour-field/not-finite", test_not_finite);
  g_test_add_func ("/contour-field/same-map", test_same_map);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas.h"
#include "chart.h"

static const double epochs[] = {1, 2, 3, 4, 5, 6};

static guint
add (OvChart    *chart,
     const char *name,
     double      value,
     gsize       n)
{
  double y[6];
  guint series = ov_chart_add_series (chart, name, OV_SLOT_TRAIN, OV_LINE_SOLID);

  for (gsize i = 0; i < n; i++)
    y[i] = value + (double) i / 100;

  ov_chart_set_points (chart, series, epochs, y, n);

  return series;
}

static char *
join_names (OvChart *chart,
            double   x,
            double   y)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, y);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < readings->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            ((OvReading *) g_ptr_array_index (readings, i))->name);

  return g_string_free (names, FALSE);
}

#define assert_names(chart, x, y, expected)                \
  G_STMT_START                                             \
  {                                                        \
    g_autofree char *names = join_names (chart, (x), (y)); \
                                                           \
    g_assert_cmpstr (names, ==, (expected));               \
  }                                                        \
  G_STMT_END

static void
test_order (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint ghost = add (chart, "ghost", 0.5, 6), hidden;

  ov_chart_set_series_faint (chart, ghost, TRUE);
  add (chart, "train", 0.8, 6);
  add (chart, "test", 0.9, 6);
  hidden = add (chart, "hidden", 0.85, 6);
  ov_chart_set_series_visible (chart, hidden, FALSE);

  assert_names (chart, 3, NAN, "train test ghost");
  assert_names (chart, 3, 0.55, "ghost train test");
  assert_names (chart, 3, 1.5, "test train ghost");
  assert_names (chart, 3, 0.81, "train test ghost");

  /* On a logarithmic axis 0.6 is drawn nearer to 0.52 than to 0.82, and 0.2 nearer to 0.1 than to
   * 0.5. */
  ov_chart_set_log_y (chart, TRUE);
  add (chart, "low", 0.1, 6);
  assert_names (chart, 1, 0.2, "low ghost train test");
}

static void
test_values (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GPtrArray) readings = NULL;
  const OvReading *reading;

  add (chart, "train", 37.41, 6);
  ov_chart_set_unit (chart, "%");
  ov_chart_set_smoothing (chart, 0.9);
  readings = ov_chart_read_out (chart, 4.4, NAN);
  g_assert_cmpuint (readings->len, ==, 1);
  reading = g_ptr_array_index (readings, 0);
  g_assert_cmpfloat (reading->x, ==, 4);
  /* The value is the original, whatever the smoothing. */
  g_assert_cmpfloat_with_epsilon (reading->value, 37.44, 1e-9);
  g_assert_cmpstr (reading->text, ==, "37.44\u00a0%");
  g_assert_cmpfloat (ov_chart_find_nearest_x (chart, 4.6), ==, 5);
  g_assert_cmpfloat (ov_chart_find_nearest_x (chart, -100), ==, 1);
  g_assert_cmpfloat (ov_chart_find_nearest_x (chart, 100), ==, 6);
}

/* For ears: ghosts only where there is nothing else to tell. */
static void
test_tell (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint ghost;
  char *text;

  g_assert_null (ov_chart_tell (chart, 1));

  ghost = add (chart, "Ghost", 0.5, 6);
  ov_chart_set_series_faint (chart, ghost, TRUE);
  add (chart, "Training", 0.25, 3);
  add (chart, "Test", 0.75, 3);
  ov_chart_set_x_title (chart, "Epoch");

  text = ov_chart_tell (chart, 1);
  g_assert_cmpstr (text, ==, "Epoch 1. Training: 0.2500; Test: 0.7500");
  g_free (text);
  text = ov_chart_tell (chart, 5);
  g_assert_cmpstr (text, ==, "Epoch 5. Ghost: 0.5400");
  g_free (text);
}

static void
test_shorter_curves (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();

  add (chart, "short", 0.7, 3);
  add (chart, "long", 0.8, 6);
  assert_names (chart, 3, NAN, "short long");
  /* A curve that ended says nothing about later epochs. */
  assert_names (chart, 5, NAN, "long");
}

static void
test_non_finite (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GPtrArray) readings = NULL;
  double y[] = {1, 2, INFINITY, NAN, 1, 1};
  guint series = ov_chart_add_series (chart, "broken", 0, OV_LINE_SOLID);

  ov_chart_set_points (chart, series, epochs, y, 6);
  add (chart, "whole", 0.8, 6);
  assert_names (chart, 3, 5, "whole broken");
  readings = ov_chart_read_out (chart, 3, 5);
  g_assert_cmpstr (((OvReading *) g_ptr_array_index (readings, 1))->text, ==, "∞");
}

static void
test_unsorted (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x[] = {5, 1, NAN, 3}, y[] = {50, 10, 20, 30};
  guint series = ov_chart_add_series (chart, "path", 0, OV_LINE_SOLID);
  g_autoptr (GPtrArray) readings = NULL;

  ov_chart_set_points (chart, series, x, y, 4);
  readings = ov_chart_read_out (chart, 2.6, NAN);
  g_assert_cmpuint (readings->len, ==, 1);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (readings, 0))->value, ==, 30);
}

static void
test_empty (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();

  ov_chart_add_series (chart, "empty", 0, OV_LINE_SOLID);
  assert_names (chart, 3, 1, "");
}

/* Values are told only where they are, unless they are known everywhere. */
static void
test_exact (void)
{
  static const double x[] = {0, 1, 2, 3, 4}, y[] = {5, 4, 3, 2, 1};
  static const double coarse_x[] = {0, 4}, coarse_y[] = {10, 20};
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint fine = ov_chart_add_series (chart, "fine", 0, OV_LINE_SOLID);
  const guint coarse = ov_chart_add_series (chart, "coarse", 1, OV_LINE_SOLID);
  static const guint lengths[][2] = {{2, 2}, {1, 2}, {1, 2}, {1, 2}, {2, 2}};

  ov_chart_set_points (chart, fine, x, y, 5);
  ov_chart_set_points (chart, coarse, coarse_x, coarse_y, 2);
  ov_chart_set_read_mode (chart, OV_READ_EXACT);
  for (guint continuous = 0; continuous < 2; continuous++)
    {
      ov_chart_set_series_continuous (chart, coarse, continuous == 1);
      for (guint i = 0; i < 5; i++)
        {
          g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, i, NAN);

          g_assert_cmpuint (readings->len, ==, lengths[i][continuous]);
          g_assert_cmpfloat (((OvReading *) g_ptr_array_index (readings, 0))->value, ==, 5.0 - i);
        }
    }

  /* The crosshair stands where it is told, and points are found on one curve alone. */
  g_assert_cmpfloat (ov_chart_find_read_x (chart, 2.4), ==, 2.4);
  g_assert_cmpfloat (ov_chart_find_point (chart, fine, 2.4, 0), ==, 2);
  g_assert_cmpfloat (ov_chart_find_point (chart, fine, 2.4, 1), ==, 3);
  g_assert_cmpfloat (ov_chart_find_point (chart, fine, 2.4, -10), ==, 0);
  g_assert_cmpfloat (ov_chart_find_point (chart, coarse, 2.4, 0), ==, 4);
  g_assert_true (isnan (ov_chart_find_point (chart, 77, 2.4, 0)));

  /* 0 has a place on an axis of counts. */
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_log_x_shift (chart, 1);
  g_assert_cmpfloat (ov_chart_find_point (chart, fine, 0.3, 0), ==, 0);
}

static Canvas
draw (OvChart *chart,
      int      width,
      int      height,
      double   x,
      double   y,
      gboolean with_values)
{
  Canvas canvas = canvas_open (width, height);

  ov_chart_set_crosshair (chart, x, y, with_values);
  ov_chart_draw (chart, canvas.cr, width, height);
  cairo_surface_flush (canvas.surface);

  return canvas;
}

/* How much of the plot the values have changed, and how much of what is above it. No pixel of the
 * plot that is not of its ground may be one of these, but for the lines of the grid, which are
 * nearly of its colour. */
static void
compare (OvChart *chart,
         int      width,
         int      height,
         double   x,
         double   y,
         guint   *n_within,
         guint   *n_above)
{
  Canvas without = draw (chart, width, height, x, y, FALSE);
  Canvas with = draw (chart, width, height, x, y, TRUE);
  const OvColour ground = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_BACKGROUND);
  OvGeometry geometry;

  ov_chart_get_geometry (chart, width, height, &geometry);
  *n_within = *n_above = 0;
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        if (canvas_get_pixel (&without, column, row) == canvas_get_pixel (&with, column, row))
          continue;
        if (row < geometry.plot.y)
          {
            (*n_above)++;
            continue;
          }
        (*n_within)++;
        g_assert_cmpfloat (canvas_compare (&without, column, row, ground), <, 0.5);
      }
  canvas_close (&without);
  canvas_close (&with);
}

static void
add_falling (OvChart *chart,
             guint    slot,
             double   shift)
{
  double x[60], y[60];
  const guint series = ov_chart_add_series (chart, slot == OV_SLOT_TRAIN ? "Training" : "Test",
                                            slot, OV_LINE_SOLID);

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      x[i] = i;
      y[i] = 0.78 + shift + 0.22 * exp (-(double) i / 12);
    }
  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
}

/* Wherever the crosshair is, and however low the chart: the values never stand on a curve. They are
 * in a box beside it where that has room, otherwise above. */
static void
test_covers_nothing (void)
{
  static const int sizes[][2] = {{900, 420}, {405, 150}, {230, 110}};
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint n_within, n_above;

  add_falling (chart, OV_SLOT_TRAIN, 0.0);
  add_falling (chart, OV_SLOT_TEST, 0.02);
  ov_chart_set_x_title (chart, "Epoch");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < 60; j += 12)
      {
        compare (chart, sizes[i][0], sizes[i][1], j, NAN, &n_within, &n_above);
        g_assert_cmpuint (n_within + n_above, >, 300);
        g_assert_true (n_within == 0 || n_above == 0);
        if (i == 0)
          g_assert_cmpuint (n_within, >, 0);
        if (i == 2)
          g_assert_cmpuint (n_above, >, 0);
      }
}

/* Nor on the names at the ends of the curves, whether they stand in the plot or beside it. */
static void
test_covers_no_name (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint n_within, n_above;

  add_falling (chart, OV_SLOT_TRAIN, 0.0);
  add_falling (chart, OV_SLOT_TEST, 0.02);
  ov_chart_set_horizon (chart, 90, 90);
  ov_chart_set_end_labels (chart, TRUE);
  for (guint j = 30; j < 60; j += 3)
    compare (chart, 700, 200, j, 0.8, &n_within, &n_above);
  compare (chart, 700, 400, 50, 0.8, &n_within, &n_above);
  g_assert_cmpuint (n_within, >, 300);
}

/* Curves all over the plot leave no place for a box, and there are too many for the lines above. */
static void
test_crowded (void)
{
  static const int sizes[][2] = {{900, 420}, {230, 110}};
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint n_within, n_above;

  for (guint i = 0; i < 24; i++)
    add (chart, "run", 0.5 + 0.02 * i, 6);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      compare (chart, sizes[i][0], sizes[i][1], 3, NAN, &n_within, &n_above);
      g_assert_cmpuint (n_within, ==, 0);
      g_assert_cmpuint (n_above, >, 300);
    }
}

/* Of more curves than have room the first ones are shown. */
static void
test_short_box (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  guint n_within, n_above;

  for (guint i = 0; i < 24; i++)
    add (chart, "run", 0.5 + 0.001 * i, 6);
  compare (chart, 900, 300, 2, NAN, &n_within, &n_above);
  g_assert_cmpuint (n_within, >, 300);
  g_assert_cmpuint (n_above, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/readout/order", test_order);
  g_test_add_func ("/plot/readout/values", test_values);
  g_test_add_func ("/plot/readout/tell", test_tell);
  g_test_add_func ("/plot/readout/shorter-curves", test_shorter_curves);
  g_test_add_func ("/plot/readout/non-finite", test_non_finite);
  g_test_add_func ("/plot/readout/unsorted", test_unsorted);
  g_test_add_func ("/plot/readout/empty", test_empty);
  g_test_add_func ("/plot/readout/exact", test_exact);
  g_test_add_func ("/plot/readout/covers-nothing", test_covers_nothing);
  g_test_add_func ("/plot/readout/covers-no-name", test_covers_no_name);
  g_test_add_func ("/plot/readout/crowded", test_crowded);
  g_test_add_func ("/plot/readout/short-box", test_short_box);

  return g_test_run ();
}

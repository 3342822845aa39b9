/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "canvas.h"
#include "chart.h"

#define WIDTH 600
#define HEIGHT 300
#define N 11

/* A level mean of 3, around which the band widens from 0 to 2 to either side. */
static void
fill (double   *x,
      OvSpread *y,
      gsize     n)
{
  for (gsize i = 0; i < n; i++)
    {
      const double reach = 2.0 * (double) i / (double) (n - 1);

      x[i] = 10.0 * (double) i / (double) (n - 1);
      y[i] = (OvSpread) {.middle = 3.0, .low = 3.0 - reach, .high = 3.0 + reach, .n = 5};
    }
}

static OvChart *
make_chart (guint       *series,
            OvSpreadForm form)
{
  OvChart *chart = ov_chart_new ();
  OvSpread y[N];
  double x[N];

  fill (x, y, N);
  *series = ov_chart_add_series (chart, "mean", OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_set_spread (chart, *series, form, x, y, N);
  ov_chart_set_y_fixed (chart, 0, 6);

  return chart;
}

static Canvas
draw (OvChart    *chart,
      OvGeometry *geometry)
{
  Canvas canvas = canvas_open (WIDTH, HEIGHT);

  ov_chart_draw (chart, canvas.cr, WIDTH, HEIGHT);
  cairo_surface_flush (canvas.surface);
  ov_chart_get_geometry (chart, WIDTH, HEIGHT, geometry);

  return canvas;
}

static gboolean
is_filled (const Canvas     *canvas,
           const OvGeometry *geometry,
           OvTheme           theme,
           guint             slot,
           double            x,
           double            y)
{
  return canvas_compare (canvas, ov_scale_to_position (&geometry->x, x),
                         ov_scale_to_position (&geometry->y, y),
                         canvas_blend (theme, ov_palette_get_spread (theme, slot, FALSE)))
         < 0.02;
}

/* The band lies between its edges, in the curve's colour, and the curve is drawn over it. */
static void
test_fill (void)
{
  for (guint theme = OV_THEME_LIGHT; theme <= OV_THEME_PAPER; theme++)
    {
      guint series;
      g_autoptr (OvChart) chart = make_chart (&series, OV_SPREAD_RANGE);
      OvGeometry geometry;
      Canvas canvas;

      ov_chart_set_theme (chart, theme);
      canvas = draw (chart, &geometry);
      for (double x = 3.3; x < 9.9; x += 1.1)
        {
          const double reach = 0.2 * x;

          g_assert_true (is_filled (&canvas, &geometry, theme, 0, x, 3.0 + 0.8 * reach));
          g_assert_true (is_filled (&canvas, &geometry, theme, 0, x, 3.0 - 0.8 * reach));
          g_assert_false (is_filled (&canvas, &geometry, theme, 0, x, 3.1 + 1.1 * reach));
          g_assert_false (is_filled (&canvas, &geometry, theme, 0, x, 2.9 - 1.1 * reach));
          g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, x),
                                       ov_scale_to_position (&geometry.y, 3.0), 1,
                                       ov_palette_get_slot (theme, OV_SLOT_TRAIN)));
        }
      canvas_close (&canvas);

      /* It is paler while another curve is pointed at, and goes with its curve. */
      ov_chart_set_series_emphasis (chart, series, OV_EMPHASIS_LOWERED);
      canvas = draw (chart, &geometry);
      g_assert_false (is_filled (&canvas, &geometry, theme, 0, 8.3, 4.0));
      canvas_close (&canvas);
      ov_chart_set_series_visible (chart, series, FALSE);
      canvas = draw (chart, &geometry);
      g_assert_cmpfloat (canvas_compare (&canvas, ov_scale_to_position (&geometry.x, 8.3),
                                         ov_scale_to_position (&geometry.y, 3.4),
                                         ov_palette_get_role (theme, OV_ROLE_BACKGROUND)),
                         <, 0.02);
      canvas_close (&canvas);
    }
}

/* Where either edge is not finite there is no band, though the curve goes on. */
static void
test_breaks (void)
{
  static const double faults[] = {NAN, INFINITY, -INFINITY};

  for (guint i = 0; i < 2 * G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (OvChart) chart = ov_chart_new ();
      const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TEST, OV_LINE_SOLID);
      OvGeometry geometry;
      OvSpread y[N];
      double x[N];
      Canvas canvas;

      fill (x, y, N);
      if (i % 2 == 0)
        y[6].low = faults[i / 2];
      else
        y[6].high = faults[i / 2];
      ov_chart_set_spread (chart, series, OV_SPREAD_RANGE, x, y, N);
      ov_chart_set_y_fixed (chart, 0, 6);
      canvas = draw (chart, &geometry);
      g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 4.5, 3.5));
      g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 5.5, 3.5));
      g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 6.5, 3.5));
      g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 8.5, 3.5));
      g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 6.0),
                                   ov_scale_to_position (&geometry.y, 3.0), 1,
                                   ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TEST)));
      canvas_close (&canvas);

      /* A curve that goes on is not counted as one that broke off. */
      g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, 0);
    }
}

/* A point alone has a band that can be seen. */
static void
test_lone_point (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TRAIN, OV_LINE_SOLID);
  const OvSpread y = {.middle = 3.0, .low = 1.0, .high = 5.0, .n = 2};
  const double x = 3.5; /* between two lines of the grid */
  OvGeometry geometry;
  Canvas canvas;

  ov_chart_set_horizon (chart, 10, 10);
  ov_chart_set_y_fixed (chart, 0, 6);
  ov_chart_set_spread (chart, series, OV_SPREAD_RANGE, &x, &y, 1);
  canvas = draw (chart, &geometry);
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, x, 4.4));
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, x, 1.6));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, x, 5.4));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, x + 0.3, 4.4));
  canvas_close (&canvas);
}

/* On a logarithmic axis a band that reaches down to 0 or below fills all that is under it. */
static void
test_logarithmic (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TRAIN, OV_LINE_SOLID);
  OvGeometry geometry;
  double x[N];
  OvSpread y[N];
  Canvas canvas;

  for (guint i = 0; i < N; i++)
    {
      x[i] = i + 1;
      y[i] = (OvSpread) {.middle = 1.0, .low = i < 6 ? 0.1 : -1.0, .high = 10.0, .n = 3};
    }
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_log_y (chart, TRUE);
  ov_chart_set_y_fixed (chart, 0.01, 100);
  ov_chart_set_spread (chart, series, OV_SPREAD_DEVIATION, x, y, N);
  canvas = draw (chart, &geometry);
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 3.5, 5.0));
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 3.5, 0.13));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 3.5, 0.06));
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 9.5, 0.012));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 9.5, 20.0));
  canvas_close (&canvas);
}

/* The axis has room for the whole band, and a share never leaves its limits. */
static void
test_range (void)
{
  guint series;
  g_autoptr (OvChart) chart = make_chart (&series, OV_SPREAD_RANGE);
  double low, high;

  ov_chart_set_y_fixed (chart, NAN, NAN);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, <=, 1.0);
  g_assert_cmpfloat (high, >=, 5.0);

  ov_chart_zoom_x (chart, 0.0, 2.0);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, >, 2.0);
  g_assert_cmpfloat (high, <, 4.0);
  ov_chart_fit (chart);

  ov_chart_set_y_limits (chart, 2.0, 4.0);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 2.0);
  g_assert_cmpfloat (high, ==, 4.0);

  ov_chart_set_y_limits (chart, -INFINITY, INFINITY);
  ov_chart_set_points (chart, series, (double[]) {0.0, 1.0}, (double[]) {3.0, 3.1}, 2);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (high, <, 4.0);
}

/* A stray with a band never flattens the others, and its band crosses the break. */
static void
test_broken_axis (void)
{
  guint series;
  g_autoptr (OvChart) chart = make_chart (&series, OV_SPREAD_RANGE);
  const guint stray = ov_chart_add_series (chart, NULL, OV_SLOT_TEST, OV_LINE_SOLID);
  OvGeometry geometry;
  double x[N];
  OvSpread y[N];
  Canvas canvas;

  for (guint i = 0; i < N; i++)
    {
      x[i] = i;
      y[i] = (OvSpread) {
        .middle = pow (10, i),
        .low = pow (10, i - 2.0),
        .high = pow (10, i + 2.0)};
    }
  ov_chart_set_y_fixed (chart, NAN, NAN);
  ov_chart_set_spread (chart, stray, OV_SPREAD_RANGE, x, y, N);
  ov_chart_set_series_stray (chart, stray, TRUE);
  g_assert_cmpfloat (ov_chart_get_beyond (chart), >=, 1e12);
  canvas = draw (chart, &geometry);
  g_assert_true (ov_scale_is_broken (&geometry.y));
  g_assert_cmpfloat (geometry.y.high, <, 10.0);
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 4.5, pow (10, 5.6)));
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 4.5, pow (10, 3.2)));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 1, 4.5, pow (10, 8.0)));
  canvas_close (&canvas);
}

static void
assert_same_picture (OvChart *a,
                     OvChart *b)
{
  OvGeometry geometry;
  Canvas first = draw (a, &geometry);
  Canvas second = draw (b, &geometry);

  g_assert_cmpmem (cairo_image_surface_get_data (first.surface),
                   (gsize) cairo_image_surface_get_stride (first.surface) * HEIGHT,
                   cairo_image_surface_get_data (second.surface),
                   (gsize) cairo_image_surface_get_stride (second.surface) * HEIGHT);
  canvas_close (&first);
  canvas_close (&second);
}

/* However the points came, one by one with drawing in between or all at once, few or many more than
 * there are columns, smoothed or not, the picture is the same. */
static void
test_append (void)
{
  static const gsize lengths[] = {40, 5000};

  for (guint i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      const gsize n = lengths[i / 2];
      g_autoptr (OvChart) whole = ov_chart_new ();
      g_autoptr (OvChart) grown = ov_chart_new ();
      const guint a = ov_chart_add_series (whole, "mean", 2, OV_LINE_SOLID);
      const guint b = ov_chart_add_series (grown, "mean", 2, OV_LINE_SOLID);
      g_autofree double *x = g_new (double, n);
      g_autofree OvSpread *y = g_new (OvSpread, n);

      fill (x, y, n);
      for (gsize k = 0; k < n; k++)
        y[k].high += 0.2 * sin ((double) k);
      y[n / 3].low = NAN;
      ov_chart_set_smoothing (whole, i % 2 ? 0.6 : 0.0);
      ov_chart_set_smoothing (grown, i % 2 ? 0.6 : 0.0);
      ov_chart_set_horizon (grown, 10, 10);
      ov_chart_set_horizon (whole, 10, 10);
      ov_chart_set_spread (whole, a, OV_SPREAD_RANGE, x, y, n);
      for (gsize k = 0; k < n; k += n / 8)
        {
          OvGeometry geometry;
          Canvas canvas;

          ov_chart_append_spread (grown, b, x + k, y + k, MIN (n / 8, n - k));
          canvas = draw (grown, &geometry);
          canvas_close (&canvas);
        }
      assert_same_picture (whole, grown);
    }
}

/* Where a curve is smoothed, so is its band: a mean never leaves it. */
static void
test_smoothing (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TRAIN, OV_LINE_SOLID);
  OvGeometry geometry;
  double x[N];
  OvSpread y[N];
  Canvas canvas;

  for (guint i = 0; i < N; i++)
    {
      const double level = i < 5 ? 1.0 : 5.0;

      x[i] = i;
      y[i] = (OvSpread) {.middle = level, .low = level - 0.5, .high = level + 0.5, .n = 5};
    }
  ov_chart_set_y_fixed (chart, 0, 6);
  ov_chart_set_smoothing (chart, 0.6);
  ov_chart_set_spread (chart, series, OV_SPREAD_RANGE, x, y, N);
  canvas = draw (chart, &geometry);
  /* After the step the average is at 1 + 4·0.4 / (1 − 0.6⁶). */
  g_assert_true (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 5.0, 1.0 + 1.6782 + 0.25));
  g_assert_false (is_filled (&canvas, &geometry, OV_THEME_LIGHT, 0, 5.0, 5.25));
  canvas_close (&canvas);
}

static char *
read_at (OvChart *chart,
         double   x)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, x, NAN);

  g_assert_cmpuint (readings->len, ==, 1);

  return g_strdup (((OvReading *) readings->pdata[0])->text);
}

/* The read-out tells the mean, the band, and of how many values where they are fewer. */
static void
test_read_out (void)
{
  for (guint form = OV_SPREAD_RANGE; form <= OV_SPREAD_DEVIATION; form++)
    {
      static const char *const texts[] = {
        "3.00\u00a0(2.00\u20134.00)\u00a0%",
        "3.00\u00a0±\u00a01.00\u00a0%",
      };
      guint series;
      g_autoptr (OvChart) chart = make_chart (&series, form);
      const double x[] = {11.0, 12.0};
      const OvSpread more[] = {{.middle = 3.0, .low = 2.5, .high = 3.5, .n = 4},
                               {.middle = 3.0, .low = NAN, .high = NAN, .n = 1}};
      g_autofree char *whole = NULL;
      g_autofree char *fewer = NULL;
      g_autofree char *alone = NULL;
      g_autoptr (GPtrArray) readings = NULL;

      ov_chart_append_spread (chart, series, x, more, 2);
      ov_chart_set_unit (chart, "%");
      whole = read_at (chart, 5.0);
      g_assert_cmpstr (whole, ==, texts[form]);
      fewer = read_at (chart, 11.0);
      g_assert_true (g_str_has_suffix (fewer, ", n\u00a0=\u00a04"));
      alone = read_at (chart, 12.0);
      g_assert_cmpstr (alone, ==, "3.00\u00a0%, n\u00a0=\u00a01");

      readings = ov_chart_read_out (chart, 5.0, NAN);
      g_assert_cmpfloat (((OvReading *) readings->pdata[0])->low, ==, 2.0);
      g_assert_cmpfloat (((OvReading *) readings->pdata[0])->high, ==, 4.0);
    }
}

/* Whatever a band is made of, it is drawn without a complaint, and its points keep their number. */
static void
test_hostile_data (void)
{
  static const double values[] = {0, 1e308, -1e308, NAN, INFINITY, -INFINITY, 5e-324, 1, -1};
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (OvChart) chart = ov_chart_new ();
      const guint series = ov_chart_add_series (chart, "hostile", round, round % 3);
      double x[20];
      OvSpread y[20];
      OvGeometry geometry;
      Canvas canvas;

      for (guint i = 0; i < 20; i++)
        {
          const double *picked[3];

          for (guint k = 0; k < 3; k++)
            picked[k] = &values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))];
          x[i] = round % 2 ? i : *picked[0] + i;
          y[i] = (OvSpread) {.middle = *picked[0], .low = *picked[1], .high = *picked[2], .n = i};
        }
      ov_chart_set_log_x (chart, round % 5 == 0);
      ov_chart_set_log_y (chart, round % 7 == 0);
      ov_chart_set_smoothing (chart, round % 3 == 0 ? 0.9 : 0.0);
      ov_chart_set_series_stray (chart, series, round % 4 == 0);
      ov_chart_set_spread (chart, series, round % 2, x, y, 20);
      ov_chart_set_crosshair (chart, x[3], y[4].middle, TRUE);
      canvas = draw (chart, &geometry);
      canvas_close (&canvas);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spread/fill", test_fill);
  g_test_add_func ("/spread/breaks", test_breaks);
  g_test_add_func ("/spread/lone-point", test_lone_point);
  g_test_add_func ("/spread/logarithmic", test_logarithmic);
  g_test_add_func ("/spread/range", test_range);
  g_test_add_func ("/spread/broken-axis", test_broken_axis);
  g_test_add_func ("/spread/append", test_append);
  g_test_add_func ("/spread/smoothing", test_smoothing);
  g_test_add_func ("/spread/read-out", test_read_out);
  g_test_add_func ("/spread/hostile-data", test_hostile_data);

  return g_test_run ();
}

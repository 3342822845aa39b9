/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "chart.h"
#include "layout.h"

#define N 300

/* Fills in epochs from 1 on and a loss that falls from 1 to 0.79. */
static void
fill (double *x,
      double *y,
      double  shift)
{
  for (guint i = 0; i < N; i++)
    {
      x[i] = i + 1;
      y[i] = 0.79 + shift + 0.21 * exp (-(double) i / 30);
    }
}

static OvChart *
make_chart (guint *train,
            guint *test,
            gsize  n)
{
  OvChart *chart = ov_chart_new ();
  double x[N], y[N];

  ov_chart_set_horizon (chart, 10, N);
  *train = ov_chart_add_series (chart, "train", OV_SLOT_TRAIN, OV_LINE_SOLID);
  *test = ov_chart_add_series (chart, "test", OV_SLOT_TEST, OV_LINE_DASHED);
  fill (x, y, 0);
  ov_chart_set_points (chart, *train, x, y, n);
  fill (x, y, 0.02);
  ov_chart_set_points (chart, *test, x, y, n);

  return chart;
}

static void
test_horizon (void)
{
  static const guint reached[] = {0, 1, 10, 11, 20, 21, 161, 300};
  static const double horizons[] = {10, 10, 10, 20, 20, 40, 300, 300};

  for (guint i = 0; i < G_N_ELEMENTS (reached); i++)
    {
      guint train, test;
      g_autoptr (OvChart) chart = make_chart (&train, &test, reached[i]);
      double low, high;

      ov_chart_get_x_range (chart, &low, &high);
      g_assert_cmpfloat (low, ==, 0);
      g_assert_cmpfloat (high, ==, horizons[i]);
    }
}

static void
test_zoom_and_fit (void)
{
  guint train, test;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  double low, high, y_low, y_high;

  ov_chart_get_y_range (chart, &y_low, &y_high);
  g_assert_false (ov_chart_is_zoomed (chart));
  ov_chart_zoom_x (chart, 200, 250);
  g_assert_true (ov_chart_is_zoomed (chart));
  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 200);
  g_assert_cmpfloat (high, ==, 250);

  /* The y range follows what is in view. */
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (high - low, <, (y_high - y_low) / 2);

  ov_chart_zoom_y (chart, 0.8, 0.9);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0.8);
  g_assert_cmpfloat (high, ==, 0.9);

  /* A zoom that makes no sense changes nothing but itself. */
  ov_chart_zoom_y (chart, 0.9, 0.9);
  ov_chart_zoom_x (chart, NAN, 3);
  g_assert_false (ov_chart_is_zoomed (chart));

  ov_chart_zoom_x (chart, 10, 20);
  ov_chart_fit (chart);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, y_low);
  g_assert_cmpfloat (high, ==, y_high);
}

static void
test_limits (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x[] = {1, 2, 3}, y[] = {99.5, 99.8, 100}, low, high;
  guint series = ov_chart_add_series (chart, NULL, 0, OV_LINE_SOLID);

  ov_chart_set_y_limits (chart, 0, 100);
  ov_chart_set_points (chart, series, x, y, 3);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (high, ==, 100);
  g_assert_cmpfloat (low, <=, 99.5);
  g_assert_cmpfloat (low, >, 90);

  ov_chart_set_y_fixed (chart, 0, 100);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0);

  ov_chart_set_y_fixed (chart, NAN, NAN);
  ov_chart_set_points (chart, series, NULL, NULL, 0);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 100);
}

static void
test_cut_off (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x[N], y[N];
  guint series = ov_chart_add_series (chart, NULL, 0, OV_LINE_SOLID), above, below;

  fill (x, y, 0);
  y[0] = 26;
  y[1] = 9;
  y[2] = 3;
  y[200] = -50;
  y[210] = NAN;
  y[211] = INFINITY;
  ov_chart_set_points (chart, series, x, y, N);
  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (above, ==, 3);
  g_assert_cmpuint (below, ==, 1);
  g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, 2);

  /* What lies outside the x in view is not cut off by the y range. */
  ov_chart_zoom_x (chart, 50, 100);
  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (above, ==, 0);
  g_assert_cmpuint (below, ==, 0);
  g_assert_cmpuint (ov_chart_count_non_finite (chart), ==, 0);

  ov_chart_fit (chart);
  ov_chart_set_series_visible (chart, series, FALSE);
  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (above + below, ==, 0);
}

static void
test_logarithmic (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x[] = {1, 2, 3, 4, 5, 6}, y[] = {0.01, 0, -3, 100, 1, 0.1}, low, high;
  guint series = ov_chart_add_series (chart, NULL, 0, OV_LINE_SOLID), above, below;

  ov_chart_set_log_y (chart, TRUE);
  ov_chart_set_points (chart, series, x, y, 6);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0.01, 1e-9);
  g_assert_cmpfloat_with_epsilon (high, 100, 1e-6);
  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (above, ==, 0);
  g_assert_cmpuint (below, ==, 2);

  /* A fixed range that a logarithmic axis cannot show gives way to the data. */
  ov_chart_set_y_fixed (chart, 0, 100);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (low, >, 0);
}

static void
test_ghosts_do_not_crush (void)
{
  guint train, test, ghost;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  double x[N], y[N], low, high;

  fill (x, y, 500);
  ghost = ov_chart_add_series (chart, "ghost", 2, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, ghost, TRUE);
  ov_chart_set_points (chart, ghost, x, y, N);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (high, <, 3);

  /* One that is near is shown whole. */
  fill (x, y, 0.1);
  ov_chart_set_points (chart, ghost, x, y, N);
  ov_chart_get_y_range (chart, &low, &high);
  g_assert_cmpfloat (high, >=, 1.1);
}

/* Towards the end of the axis there is not so far to go: what is lower than the current curves,
 * which hardly fall, is seen. */
static void
test_lower_ghosts (void)
{
  guint train, test, ghost;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  double x[N], y[N], low, high;
  guint above, below;

  ov_chart_set_y_limits (chart, 0.0, INFINITY);
  for (guint i = 0; i < N; i++)
    {
      x[i] = i;
      y[i] = 1.0 - 0.04 * i / N;
    }
  ov_chart_set_points (chart, train, x, y, N);
  ov_chart_set_points (chart, test, x, y, N);
  for (guint i = 0; i < N; i++)
    y[i] = 1.0 - 0.8 * sqrt ((double) i / N);
  ghost = ov_chart_add_series (chart, "ghost", 2, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, ghost, TRUE);
  ov_chart_set_points (chart, ghost, x, y, N);
  ov_chart_get_y_range (chart, &low, &high);
  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (below, ==, 0);
  g_assert_cmpfloat (low, <=, y[N - 1]);
}

/* Adds a curve that grows without end, and is too short for any statistics. */
static guint
add_stray (OvChart *chart)
{
  static const double x[] = {1, 2, 3, 4, 5}, y[] = {1, 30, 2e3, 4e5, 3e7};
  const guint series = ov_chart_add_series (chart, "stray", 2, OV_LINE_SOLID);

  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  ov_chart_set_series_stray (chart, series, TRUE);

  return series;
}

static void
test_stray_does_not_flatten (void)
{
  for (guint state = 0; state < 8; state++)
    {
      guint train, test, above, stray;
      g_autoptr (OvChart) chart = make_chart (&train, &test, state & 4 ? 4 : N);
      double low, high, least, most;

      ov_chart_set_log_y (chart, (state & 1) != 0);
      ov_chart_get_y_range (chart, &low, &high);
      g_assert_cmpfloat (ov_chart_get_beyond (chart), ==, 0);

      /* Whichever of them is in front. */
      stray = add_stray (chart);
      ov_chart_set_series_faint (chart, state & 2 ? stray : train, TRUE);
      ov_chart_get_y_range (chart, &least, &most);
      g_assert_cmpfloat_with_epsilon (least, low, 1e-12);
      g_assert_cmpfloat_with_epsilon (most, high, 1e-12);
      g_assert_cmpfloat_with_epsilon (ov_chart_get_beyond (chart), 1e8, 1e-3);
      ov_chart_count_cut_off (chart, &above, NULL);
      g_assert_cmpuint (above, ==, 0);

      /* A range that was chosen is not broken. */
      ov_chart_zoom_y (chart, 0.5, 2);
      g_assert_cmpfloat (ov_chart_get_beyond (chart), ==, 0);
      ov_chart_fit (chart);
      ov_chart_set_series_visible (chart, stray, FALSE);
      g_assert_cmpfloat (ov_chart_get_beyond (chart), ==, 0);
    }
}

/* What stays near the others draws the range out, and one that is alone has it to itself. */
static void
test_stray_near_or_alone (void)
{
  static const double x[] = {1, 2}, y[] = {1, 1.2};
  guint train, test;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  const guint stray = add_stray (chart);
  double high;

  ov_chart_set_points (chart, stray, x, y, 2);
  ov_chart_get_y_range (chart, NULL, &high);
  g_assert_cmpfloat (high, >=, 1.2);
  g_assert_cmpfloat (ov_chart_get_beyond (chart), ==, 0);

  ov_chart_remove_series (chart, stray);
  add_stray (chart);
  ov_chart_remove_series (chart, train);
  ov_chart_remove_series (chart, test);
  ov_chart_get_y_range (chart, NULL, &high);
  g_assert_cmpfloat (high, >=, 3e7);
  g_assert_cmpfloat (ov_chart_get_beyond (chart), ==, 0);
}

/* Where an axis has ends of its own, as a share has, every value is one that counts. */
static void
test_bounded_is_whole (void)
{
  guint train, test, ghost, above, below;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  double x[N], y[N];

  ov_chart_set_y_limits (chart, 0, 100);
  for (guint i = 0; i < N; i++)
    {
      x[i] = i + 1;
      y[i] = i == 200 ? 10 : i < 3 ? 11
                                   : 70;
    }
  ov_chart_set_points (chart, train, x, y, N);
  for (guint i = 0; i < N; i++)
    y[i] += 1;
  ov_chart_set_points (chart, test, x, y, N);
  ghost = ov_chart_add_series (chart, "ghost", 2, OV_LINE_SOLID);
  ov_chart_set_series_faint (chart, ghost, TRUE);
  x[0] = 1;
  y[0] = 0.5;
  ov_chart_set_points (chart, ghost, x, y, 1);

  ov_chart_count_cut_off (chart, &above, &below);
  g_assert_cmpuint (above, ==, 0);
  g_assert_cmpuint (below, ==, 0);
}

static void
test_log_x (void)
{
  static const double x[] = {0, 1, 2, 30}, y[] = {4, 3, 2, 1};
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, "counts", 0, OV_LINE_SOLID);
  double low, high;

  ov_chart_set_horizon (chart, 20, 300);
  ov_chart_set_log_x (chart, TRUE);
  ov_chart_set_log_x_shift (chart, 1);
  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 20);
  ov_chart_set_points (chart, series, x, y, 4);
  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 40);

  /* Without a shift it begins at the first point that has a place. */
  ov_chart_set_log_x_shift (chart, 0);
  ov_chart_get_x_range (chart, &low, &high);
  g_assert_cmpfloat (low, >, 0.4);
  g_assert_cmpfloat (low, <=, 1);
  g_assert_cmpfloat (high, ==, 40);
}

/* How many of the ticks have a label. */
static guint
count_labels (const GPtrArray *ticks)
{
  guint n = 0;

  for (guint i = 0; i < ticks->len; i++)
    n += ((const OvTick *) g_ptr_array_index (ticks, i))->label != NULL;

  return n;
}

/* What is counted has no ticks between whole numbers, what is measured has. */
static void
test_fractional_x (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();

  ov_chart_set_horizon (chart, 0.02, 0.02);
  g_assert_cmpuint (count_labels (ov_layout_get (chart, 600, 300)->x_ticks), ==, 1);
  ov_chart_set_fractional_x (chart, TRUE);
  g_assert_cmpuint (count_labels (ov_layout_get (chart, 600, 300)->x_ticks), >, 2);
}

/* Whether some step of 1, 2, 4 or 5 times a power of ten leaves from four to nine ticks as far
 * apart as their labels need. */
static gboolean
could_have_four (const OvLayout *layout)
{
  static const double steps[] = {0.01, 0.02, 0.04, 0.05, 0.1, 0.2, 0.4, 0.5,
                                 1, 2, 4, 5, 10, 20, 40, 50};
  const OvScale *y = &layout->geometry.y;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const double n = floor (y->high / steps[i]) - ceil (y->low / steps[i]) + 1;
      const double distance = layout->geometry.plot.height * steps[i] / (y->high - y->low);

      if (n >= 4 && n <= 9 && distance >= 1.26 * layout->label_height)
        return TRUE;
    }

  return FALSE;
}

/* Type grows as the reader wants it, until no more than four ticks have room, or three where it is
 * to be very large. */
static void
test_text_scale (void)
{
  static const double ranges[][2] = {{0.86, 1.02}, {0, 100}, {12, 48}, {0.93, 2.31}, {31, 33}};
  guint train, test, n_four = 0;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  const double usual = ov_layout_get (chart, 800, 350)->label_size;

  ov_chart_set_text_scale (chart, 2);
  g_assert_cmpfloat_with_epsilon (ov_layout_get (chart, 800, 350)->label_size, 2 * usual, 1e-9);
  ov_chart_set_type_scale (chart, 1.1);
  g_assert_cmpfloat_with_epsilon (ov_layout_get (chart, 800, 450)->label_size, 2.2 * usual, 1e-9);
  ov_chart_set_type_scale (chart, 1);

  /* A large chart has larger type, unless its scale has the screen's size in it. */
  g_assert_cmpfloat (ov_layout_get (chart, 2200, 960)->label_size, >, 2.5 * usual);
  ov_chart_set_steady_type (chart, TRUE);
  g_assert_cmpfloat_with_epsilon (ov_layout_get (chart, 2200, 960)->label_size, 2 * usual, 1e-9);
  ov_chart_set_steady_type (chart, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (double scale = 1; scale <= 2; scale += 0.25)
      for (double height = 100; height < 400; height += 12)
        {
          const OvLayout *layout;
          double before;

          ov_chart_set_y_fixed (chart, ranges[i][0], ranges[i][1]);
          ov_chart_set_text_scale (chart, 1);
          before = ov_layout_get (chart, 600, height)->label_size;
          ov_chart_set_text_scale (chart, scale);
          layout = ov_layout_get (chart, 600, height);
          g_assert_cmpfloat (layout->label_size, >=, before);
          g_assert_cmpfloat (layout->label_size, <=, scale * before + 1e-9);
          if (layout->label_size > before)
            g_assert_cmpfloat (layout->geometry.plot.height, >=,
                               (scale > 1.5 ? 3.0 : 4.9) * layout->label_height);
          /* Where there is no room for the words there are at least strokes. */
          g_assert_cmpuint (layout->y_ticks->len, >=, 4);
          if (could_have_four (layout))
            {
              g_assert_cmpuint (count_labels (layout->y_ticks), >=, 4);
              n_four++;
            }
        }
  g_assert_cmpuint (n_four, >, 200);
}

/* By one label nothing can be read off: a low chart has more as soon as they can stand above each
 * other, at steps of 200 and at each decade. */
static void
test_low_chart (void)
{
  static const double ranges[][2] = {{150, 920}, {0.025, 12}};
  static const double least_heights[] = {4.1, 2.9};
  guint train, test;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (double height = 80; height < 160; height += 2)
      {
        const OvLayout *layout;

        ov_chart_set_log_y (chart, i == 1);
        ov_chart_set_y_fixed (chart, ranges[i][0], ranges[i][1]);
        layout = ov_layout_get (chart, 600, height);
        if (layout->geometry.plot.height >= least_heights[i] * layout->label_height)
          g_assert_cmpuint (count_labels (layout->y_ticks), >=, 2);
      }
}

/* Each axis says what it shows in the most words that have room at it. */
static void
test_x_title (void)
{
  static const char *const forms[] = {"Step length (learning rate)", "Step length", NULL};
  static const double widths[] = {600, 150, 60};
  g_autoptr (OvChart) chart = ov_chart_new ();

  ov_chart_zoom_x (chart, 0, 10);
  ov_chart_set_x_title (chart, "Step length (learning rate)\nStep length");
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    g_assert_cmpstr (ov_layout_get (chart, widths[i], 300)->x_title, ==, forms[i]);
}

static void
test_y_title (void)
{
  static const char *const titles[] = {"Loss (squared error)", "Squared error", "Loss"};
  guint train, test, n_met = 0;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);

  ov_chart_set_y_title (chart, "Loss (squared error)\nSquared error\nLoss");
  for (double height = 400; height >= 90; height -= 2)
    {
      const char *title = ov_layout_get (chart, 600, height)->y_title;

      if (g_strcmp0 (title, titles[n_met]) == 0)
        continue;
      n_met++;
      if (n_met == G_N_ELEMENTS (titles))
        break;
      g_assert_cmpstr (title, ==, titles[n_met]);
    }
  g_assert_cmpuint (n_met, >=, 1);
  g_assert_null (ov_layout_get (chart, 150, 200)->y_title);
}

static void
test_geometry (void)
{
  guint train, test;
  g_autoptr (OvChart) chart = make_chart (&train, &test, N);
  OvGeometry geometry;
  double left;

  ov_chart_set_x_title (chart, "Epoch");
  ov_chart_get_geometry (chart, 800, 350, &geometry);
  g_assert_cmpfloat (geometry.plot.width, >, 600);
  g_assert_cmpfloat (geometry.plot.height, >, 200);
  g_assert_cmpfloat (ov_scale_to_position (&geometry.x, 0), ==, geometry.plot.x);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&geometry.x, 300),
                                  geometry.plot.x + geometry.plot.width, 1e-9);

  for (double x = geometry.plot.x; x < geometry.plot.x + geometry.plot.width; x += 37)
    g_assert_cmpfloat_with_epsilon (
      ov_scale_to_position (&geometry.x, ov_scale_to_value (&geometry.x, x)), x, 1e-9);

  left = ov_chart_measure_left (chart, 800, 350);
  g_assert_cmpfloat (geometry.plot.x, ==, left);
  ov_chart_set_minimum_left (chart, left + 30);
  ov_chart_get_geometry (chart, 800, 350, &geometry);
  g_assert_cmpfloat (geometry.plot.x, ==, left + 30);
  g_assert_cmpfloat (ov_chart_measure_left (chart, 800, 350), ==, left);
}

static void
test_removal (void)
{
  guint train, test, next;
  g_autoptr (OvChart) chart = make_chart (&train, &test, 20);
  g_autoptr (GPtrArray) readings = NULL;

  ov_chart_remove_series (chart, train);
  ov_chart_remove_series (chart, 12345);
  next = ov_chart_add_series (chart, "next", 2, OV_LINE_SOLID);
  g_assert_cmpuint (next, !=, train);
  g_assert_cmpuint (next, !=, test);
  readings = ov_chart_read_out (chart, 5, NAN);
  g_assert_cmpuint (readings->len, ==, 1);
  g_assert_cmpuint (((OvReading *) g_ptr_array_index (readings, 0))->series, ==, test);

  ov_chart_remove_all_series (chart);
  g_assert_cmpfloat (ov_chart_find_nearest_x (chart, 7.25), ==, 7.25);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/chart/horizon", test_horizon);
  g_test_add_func ("/plot/chart/zoom-and-fit", test_zoom_and_fit);
  g_test_add_func ("/plot/chart/limits", test_limits);
  g_test_add_func ("/plot/chart/cut-off", test_cut_off);
  g_test_add_func ("/plot/chart/logarithmic", test_logarithmic);
  g_test_add_func ("/plot/chart/ghosts-do-not-crush", test_ghosts_do_not_crush);
  g_test_add_func ("/plot/chart/lower-ghosts", test_lower_ghosts);
  g_test_add_func ("/plot/chart/stray-does-not-flatten", test_stray_does_not_flatten);
  g_test_add_func ("/plot/chart/stray-near-or-alone", test_stray_near_or_alone);
  g_test_add_func ("/plot/chart/bounded-is-whole", test_bounded_is_whole);
  g_test_add_func ("/plot/chart/log-x", test_log_x);
  g_test_add_func ("/plot/chart/fractional-x", test_fractional_x);
  g_test_add_func ("/plot/chart/text-scale", test_text_scale);
  g_test_add_func ("/plot/chart/low-chart", test_low_chart);
  g_test_add_func ("/plot/chart/x-title", test_x_title);
  g_test_add_func ("/plot/chart/y-title", test_y_title);
  g_test_add_func ("/plot/chart/geometry", test_geometry);
  g_test_add_func ("/plot/chart/removal", test_removal);

  return g_test_run ();
}

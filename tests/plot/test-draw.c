/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas.h"
#include "chart.h"
#include "layout.h"
#include "text.h"

#define N 60

static OvChart *
make_chart (OvTheme theme)
{
  OvChart *chart = ov_chart_new ();
  double x[N], y[N];
  guint train = ov_chart_add_series (chart, "train", OV_SLOT_TRAIN, OV_LINE_SOLID);
  guint test = ov_chart_add_series (chart, "test", OV_SLOT_TEST, OV_LINE_SOLID);
  guint ghost = ov_chart_add_series (chart, "learning rate 0.003, decay 0.99", 2, OV_LINE_SOLID);

  for (guint i = 0; i < N; i++)
    {
      x[i] = i + 1;
      y[i] = 1.0 / (1 + i * 0.1);
    }

  ov_chart_set_points (chart, train, x, y, N);
  for (guint i = 0; i < N; i++)
    y[i] += 0.3;
  ov_chart_set_points (chart, test, x, y, N);
  for (guint i = 0; i < N; i++)
    y[i] += 0.3;
  ov_chart_set_points (chart, ghost, x, y, N);
  ov_chart_set_series_faint (chart, ghost, TRUE);
  ov_chart_set_series_width (chart, ghost, 4);

  ov_chart_set_theme (chart, theme);
  ov_chart_set_title (chart, "Loss");
  ov_chart_set_x_title (chart, "Epoch");
  ov_chart_set_y_title (chart, "loss");

  return chart;
}

static void
test_curves_are_where_they_should_be (void)
{
  for (guint theme = OV_THEME_LIGHT; theme <= OV_THEME_PAPER; theme++)
    {
      g_autoptr (OvChart) chart = make_chart (theme);
      Canvas canvas = canvas_open (800, 350);
      OvGeometry geometry;

      ov_chart_draw (chart, canvas.cr, 800, 350);
      ov_chart_get_geometry (chart, 800, 350, &geometry);

      for (guint i = 5; i < N - 1; i += 7)
        {
          double x = ov_scale_to_position (&geometry.x, i + 1), y = 1.0 / (1 + i * 0.1);

          g_assert_true (canvas_shows (&canvas, x, ov_scale_to_position (&geometry.y, y), 1,
                                       ov_palette_get_slot (theme, OV_SLOT_TRAIN)));
          g_assert_true (canvas_shows (&canvas, x, ov_scale_to_position (&geometry.y, y + 0.3), 1,
                                       ov_palette_get_slot (theme, OV_SLOT_TEST)));
          g_assert_true (canvas_shows (&canvas, x, ov_scale_to_position (&geometry.y, y + 0.6), 1,
                                       ov_palette_get_ghost (theme, 2)));
          g_assert_false (canvas_shows (&canvas, x, ov_scale_to_position (&geometry.y, y + 0.15), 1,
                                        ov_palette_get_slot (theme, OV_SLOT_TRAIN)));
        }

      g_assert_true (
        canvas_shows (&canvas, 2, 2, 0, ov_palette_get_role (theme, OV_ROLE_BACKGROUND)));
      canvas_close (&canvas);
    }
}

static void
test_broken_line (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x[] = {0, 1, 2, 3, 4}, y[] = {1, 1, NAN, 1, 1};
  guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TRAIN, OV_LINE_SOLID);
  OvColour ink = ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TRAIN);
  Canvas canvas = canvas_open (600, 300);
  OvGeometry geometry;
  double middle;

  ov_chart_set_points (chart, series, x, y, 5);
  ov_chart_draw (chart, canvas.cr, 600, 300);
  ov_chart_get_geometry (chart, 600, 300, &geometry);
  middle = ov_scale_to_position (&geometry.y, 1);
  g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 0.5), middle, 1, ink));
  g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 3.5), middle, 1, ink));
  g_assert_false (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 1.5), middle, 1, ink));
  g_assert_false (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 2), middle, 3, ink));
  /* The cross at the top edge says that something was there. */
  g_assert_true (
    canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 2), geometry.plot.y + 8, 3, ink));
  canvas_close (&canvas);
}

static void
test_single_point (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  double x = 1, y = 0.5;
  guint series = ov_chart_add_series (chart, "train", OV_SLOT_TRAIN, OV_LINE_SOLID);
  Canvas canvas = canvas_open (600, 300);
  OvGeometry geometry;

  ov_chart_set_horizon (chart, 10, 300);
  ov_chart_set_points (chart, series, &x, &y, 1);
  ov_chart_draw (chart, canvas.cr, 600, 300);
  ov_chart_get_geometry (chart, 600, 300, &geometry);
  g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, x),
                               ov_scale_to_position (&geometry.y, y), 1,
                               ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TRAIN)));
  canvas_close (&canvas);
}

/* Where a curve stops being finite a cross stands at its end, not at the edge of the chart. */
static void
test_cross (void)
{
  const double x[] = {0, 1, 2, 3}, y[] = {1, 2, 3, INFINITY}, tops[] = {3.1, 10, 1400};
  g_autoptr (OvChart) chart = ov_chart_new ();
  const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TEST, OV_LINE_SOLID);
  OvColour colour = ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TEST);
  OvGeometry geometry;
  double cross, end;

  ov_chart_set_points (chart, series, x, y, 4);
  ov_chart_zoom_x (chart, 0, 4);
  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      Canvas canvas = canvas_open (600, 300);

      ov_chart_zoom_y (chart, 0, tops[i]);
      ov_chart_draw (chart, canvas.cr, 600, 300);
      ov_chart_get_geometry (chart, 600, 300, &geometry);
      cross = ov_scale_to_position (&geometry.x, 3);
      end = ov_scale_to_position (&geometry.y, 3);
      g_assert_true (canvas_shows (&canvas, cross, end, 2, colour));
      for (double at = geometry.plot.y + 2; at < end - 12; at += 2)
        g_assert_false (canvas_shows (&canvas, cross, at, 2, colour));
      canvas_close (&canvas);
    }
}

/* A ring is hollow and a dot is not; what is not finite stands in the strip at the foot, and only
 * there. */
static void
test_symbols (void)
{
  static const OvSymbol symbols[] = {OV_SYMBOL_DOT, OV_SYMBOL_RING, OV_SYMBOL_CROSS};
  const double x[] = {1, 2, 3}, y[] = {5, 5, INFINITY};
  const OvColour ink = ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TEST);
  g_autoptr (OvChart) chart = ov_chart_new ();
  g_autoptr (GPtrArray) readings = NULL;
  OvGeometry geometry;
  Canvas canvas = canvas_open (600, 300);
  double middle, at;

  for (guint i = 0; i < 3; i++)
    {
      const guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TEST, OV_LINE_SOLID);

      ov_chart_set_series_symbol (chart, series, symbols[i]);
      ov_chart_set_points (chart, series, x + i, y + i, 1);
    }
  ov_chart_zoom_x (chart, 0, 4);
  ov_chart_zoom_y (chart, 0, 10);
  ov_chart_get_geometry (chart, 600, 300, &geometry);
  g_assert_true (isnan (geometry.foot));
  ov_chart_set_foot (chart, "diverged");
  ov_chart_get_geometry (chart, 600, 300, &geometry);
  g_assert_cmpfloat (geometry.foot, >, geometry.y.start);
  g_assert_cmpfloat (geometry.foot, <, geometry.plot.y + geometry.plot.height);
  ov_chart_draw (chart, canvas.cr, 600, 300);
  middle = ov_scale_to_position (&geometry.y, 5);
  g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&geometry.x, 1), middle, 1, ink));
  at = ov_scale_to_position (&geometry.x, 2);
  g_assert_false (canvas_shows (&canvas, at, middle, 1, ink));
  g_assert_true (canvas_shows (&canvas, at, middle, 6, ink));
  at = ov_scale_to_position (&geometry.x, 3);
  g_assert_true (canvas_shows (&canvas, at, geometry.foot, 1, ink));
  g_assert_false (canvas_shows (&canvas, at, geometry.plot.y + 10, 10, ink));
  readings = ov_chart_read_out (chart, 3, NAN);
  g_assert_cmpstr (((OvReading *) readings->pdata[0])->text, ==, "diverged");
  canvas_close (&canvas);
}

/* What is counted has no tick between two numbers, however short its axis; what is zoomed into may
 * have. */
static void
test_whole_ticks (void)
{
  for (guint horizon = 1; horizon < 20; horizon++)
    {
      g_autoptr (OvChart) chart = ov_chart_new ();
      double x[] = {0, horizon}, y[] = {1, 2};
      guint series = ov_chart_add_series (chart, NULL, OV_SLOT_TRAIN, OV_LINE_SOLID);
      const OvLayout *layout;
      const OvTick *last;

      ov_chart_set_points (chart, series, x, y, 2);
      ov_chart_set_horizon (chart, horizon, horizon);
      layout = ov_layout_get (chart, 1200, 300);
      g_assert_cmpuint (layout->x_ticks->len, >=, 2);
      for (guint i = 0; i < layout->x_ticks->len; i++)
        {
          const OvTick *tick = g_ptr_array_index (layout->x_ticks, i);

          g_assert_cmpfloat (tick->value, ==, floor (tick->value));
        }
      last = g_ptr_array_index (layout->x_ticks, layout->x_ticks->len - 1);
      g_assert_cmpfloat (last->value, <=, horizon);
      g_assert_cmpfloat (layout->geometry.x.high, ==, horizon);
    }
}

/* No label leaves the chart or touches its neighbour. */
static void
check_labels (const OvLayout *layout)
{
  const cairo_rectangle_t *plot = &layout->geometry.plot;
  double right = -INFINITY, top = INFINITY, width;

  for (guint i = 0; i < layout->x_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->x_ticks, i);
      double x = ov_scale_to_position (&layout->geometry.x, tick->value);

      if (tick->label == NULL)
        continue;

      ov_text_measure (tick->label, layout->label_size, OV_TEXT_PLAIN, 0, &width, NULL);
      g_assert_cmpfloat (x - width / 2, >, right);
      g_assert_cmpfloat (x - width / 2, >=, 0);
      g_assert_cmpfloat (x + width / 2, <=, layout->width);
      right = x + width / 2;
    }

  for (guint i = 0; i < layout->y_ticks->len; i++)
    {
      const OvTick *tick = g_ptr_array_index (layout->y_ticks, i);
      double y = ov_scale_to_position (&layout->geometry.y, tick->value);

      if (tick->label == NULL)
        continue;

      ov_text_measure (tick->label, layout->label_size, OV_TEXT_PLAIN, 0, &width, NULL);
      g_assert_cmpfloat (y + layout->label_height / 2, <, top);
      g_assert_cmpfloat (y - layout->label_height / 2, >=, 0);
      g_assert_cmpfloat (plot->x - width, >, 0);
      top = y - layout->label_height / 2;
    }

  g_assert_cmpfloat (plot->x + plot->width, <=, layout->width);
  g_assert_cmpfloat (plot->width, >, layout->width / 3);
  g_assert_cmpfloat (plot->height, >, layout->height / 3);
}

static void
test_sizes (void)
{
  static const int sizes[][2] = {
    {240, 140},
    {240, 600},
    {340, 420},
    {800, 140},
    {800, 350},
    {1200, 400},
    {4000, 2000},
  };

  for (guint theme = OV_THEME_LIGHT; theme <= OV_THEME_PAPER; theme++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint state = 0; state < 8; state++)
        {
          g_autoptr (OvChart) chart = make_chart (theme);
          int width = sizes[i][0], height = sizes[i][1];
          Canvas canvas = canvas_open (width, height);

          ov_chart_set_log_x (chart, (state & 1) != 0);
          ov_chart_set_log_y (chart, (state & 2) != 0);
          if (state & 4)
            {
              static const double x[] = {1, 20}, y[] = {1, 1e40};
              guint stray = ov_chart_add_series (chart, "stray", 3, OV_LINE_SOLID);

              ov_chart_set_points (chart, stray, x, y, 2);
              ov_chart_set_series_stray (chart, stray, TRUE);
              ov_chart_set_crosshair (chart, 58, 0.7, TRUE);
              ov_chart_add_marker (chart, 59, "diverged at epoch 59");
              ov_chart_add_guide (chart, 40, "guide");
              ov_chart_add_reference (chart, 0.9, "chance");
              ov_chart_add_band (chart, 10, 20, "band");
              ov_chart_set_message (
                chart, "A message that is longer than the narrowest of these charts is wide");
            }

          ov_chart_draw (chart, canvas.cr, width, height);
          check_labels (ov_layout_get (chart, width, height));
          canvas_close (&canvas);
        }
}

/* Names stand at the ends of their curves, in the legend's place, and do not hide each other. */
static void
test_end_labels (void)
{
  for (guint theme = OV_THEME_LIGHT; theme <= OV_THEME_PAPER; theme++)
    {
      g_autoptr (OvChart) chart = make_chart (theme);
      Canvas canvas = canvas_open (800, 350);
      OvGeometry before, after;

      ov_chart_get_geometry (chart, 800, 350, &before);
      ov_chart_set_end_labels (chart, TRUE);
      ov_chart_add_point (chart, 30, 0.6, "here");
      ov_chart_get_geometry (chart, 800, 350, &after);
      g_assert_cmpfloat (after.plot.width, <, before.plot.width);
      g_assert_cmpfloat (after.plot.y, <=, before.plot.y);
      g_assert_null (ov_layout_get (chart, 800, 350)->legend);

      ov_chart_draw (chart, canvas.cr, 800, 350);
      g_assert_true (canvas_shows (&canvas, after.plot.x + after.plot.width,
                                   ov_scale_to_position (&after.y, 1.0 / (1 + (N - 1) * 0.1)), 2,
                                   ov_palette_get_slot (theme, OV_SLOT_TRAIN)));
      g_assert_true (canvas_shows (&canvas, ov_scale_to_position (&after.x, 30),
                                   ov_scale_to_position (&after.y, 0.6), 8,
                                   ov_palette_get_role (theme, OV_ROLE_TEXT)));
      canvas_close (&canvas);
    }
}

static void
test_hostile_data (void)
{
  static const double values[] = {0, -0.0, 1e308, -1e308, NAN, INFINITY,
                                  -INFINITY, 1e-308, 5e-324, 1, -1};
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (OvChart) chart = ov_chart_new ();
      Canvas canvas = canvas_open (300, 200);
      double x[20], y[20];
      guint series = ov_chart_add_series (chart, "hostile", round, round % 3);

      for (guint i = 0; i < 20; i++)
        {
          x[i] = round % 2 ? i : values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))];
          y[i] = values[g_rand_int_range (random, 0, G_N_ELEMENTS (values))];
        }

      ov_chart_set_log_x (chart, round % 5 == 0);
      ov_chart_set_log_x_shift (chart, round % 10 == 0);
      ov_chart_set_end_labels (chart, round % 3 == 0);
      ov_chart_set_series_stray (chart, ov_chart_add_series (chart, "s", 1, OV_LINE_SOLID), TRUE);
      ov_chart_set_points (chart, series + 1, x, y, 20);
      ov_chart_add_point (chart, x[11], y[11], "point");
      ov_chart_set_log_y (chart, round % 7 == 0);
      ov_chart_set_points (chart, series, x, y, 20);
      ov_chart_set_crosshair (chart, x[3], y[4], TRUE);
      ov_chart_add_marker (chart, x[5], "marker");
      ov_chart_add_guide (chart, x[6], "guide");
      ov_chart_add_reference (chart, y[6], "reference");
      ov_chart_add_band (chart, x[7], x[8], "band");
      ov_chart_set_selection (chart, x[9], x[10]);
      ov_chart_draw (chart, canvas.cr, 300, 200);
      canvas_close (&canvas);
    }
}

static void
test_tiny_sizes (void)
{
  for (int size = 1; size < 120; size += 7)
    {
      g_autoptr (OvChart) chart = make_chart (OV_THEME_LIGHT);
      Canvas canvas = canvas_open (size, size);

      ov_chart_set_crosshair (chart, 30, NAN, TRUE);
      ov_chart_draw (chart, canvas.cr, size, size);
      canvas_close (&canvas);
    }
}

/* What lies above a bound is shaded; what lies below it is not, and neither is what lies beside. */
static void
test_bound (void)
{
  static const OvTheme themes[] = {OV_THEME_LIGHT, OV_THEME_DARK, OV_THEME_PAPER};
  const double x[] = {0, 10}, y[] = {2, 4};

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      OvChart *chart = ov_chart_new ();
      const guint bound = ov_chart_add_series (chart, "limit", 7, OV_LINE_DASHED);
      Canvas canvas = canvas_open (600, 300);
      const OvColour role = ov_palette_get_role (themes[i], OV_ROLE_BEYOND);
      const OvColour shade = canvas_blend (themes[i], role);
      const OvColour ground = ov_palette_get_role (themes[i], OV_ROLE_BACKGROUND);
      OvGeometry geometry;
      double left, right, above, below;

      ov_chart_set_theme (chart, themes[i]);
      ov_chart_set_points (chart, bound, x, y, 2);
      ov_chart_set_horizon (chart, 20, 20);
      ov_chart_set_y_fixed (chart, 0, 6);
      ov_chart_set_series_bounding (chart, bound, TRUE);
      ov_chart_draw (chart, canvas.cr, 600, 300);
      cairo_surface_flush (canvas.surface);
      ov_chart_get_geometry (chart, 600, 300, &geometry);

      left = ov_scale_to_position (&geometry.x, 4.6);
      right = ov_scale_to_position (&geometry.x, 14.6);
      above = ov_scale_to_position (&geometry.y, 4.5);
      below = ov_scale_to_position (&geometry.y, 1.5);
      g_assert_cmpfloat (canvas_compare (&canvas, left, above, shade), <, 0.03);
      g_assert_cmpfloat (canvas_compare (&canvas, left, below, ground), <, 0.03);
      g_assert_cmpfloat (canvas_compare (&canvas, right, above, ground), <, 0.03);
      g_assert_cmpfloat (canvas_compare (&canvas, left, above, ground), >, 0.1);

      canvas_close (&canvas);
      ov_chart_free (chart);
    }
}

/* Points have dots while there is room for them. */
static void
test_marks (void)
{
  const OvColour ink = ov_palette_get_slot (OV_THEME_LIGHT, OV_SLOT_TRAIN);
  double x[200], y[200];

  for (guint i = 0; i < 200; i++)
    {
      x[i] = i;
      y[i] = 3;
    }

  for (guint n = 5; n <= 200; n += 195)
    {
      OvChart *chart = ov_chart_new ();
      const guint series = ov_chart_add_series (chart, "measured", OV_SLOT_TRAIN, OV_LINE_SOLID);
      Canvas canvas = canvas_open (600, 300);
      OvGeometry geometry;
      double at, height;

      ov_chart_set_points (chart, series, x, y, n);
      ov_chart_set_y_fixed (chart, 0, 6);
      ov_chart_set_series_marked (chart, series, TRUE);
      ov_chart_draw (chart, canvas.cr, 600, 300);
      cairo_surface_flush (canvas.surface);
      ov_chart_get_geometry (chart, 600, 300, &geometry);

      at = ov_scale_to_position (&geometry.x, 2);
      height = ov_scale_to_position (&geometry.y, 3);
      if (n == 5)
        g_assert_cmpfloat (canvas_compare (&canvas, at, height - 2, ink), <, 0.1);
      else
        g_assert_cmpfloat (canvas_compare (&canvas, at, height - 2, ink), >, 0.3);

      /* Between two points there is only the line. */
      at = ov_scale_to_position (&geometry.x, 2.5);
      g_assert_cmpfloat (canvas_compare (&canvas, at, height - 2, ink), >, 0.3);

      canvas_close (&canvas);
      ov_chart_free (chart);
    }
}

/* A note stands beside the legend where both have room, and costs the plot nothing. */
static void
test_note (void)
{
  OvChart *chart = ov_chart_new ();
  OvGeometry without, with;

  ov_chart_add_series (chart, "Sharpness", OV_SLOT_TRAIN, OV_LINE_SOLID);
  ov_chart_get_geometry (chart, 600, 150, &without);
  ov_chart_set_note (chart, "0.18 s each, 12 % of the time\n0.18 s each");
  g_assert_cmpstr (ov_layout_get (chart, 600, 150)->note, ==, "0.18 s each, 12 % of the time");
  ov_chart_get_geometry (chart, 600, 150, &with);
  g_assert_cmpmem (&with, sizeof with, &without, sizeof without);
  g_assert_cmpstr (ov_layout_get (chart, 270, 150)->note, ==, "0.18 s each");
  g_assert_null (ov_layout_get (chart, 150, 150)->note);
  ov_chart_set_note (chart, NULL);
  g_assert_null (ov_layout_get (chart, 600, 150)->note);
  ov_chart_free (chart);
}

/* No marker goes through the words in an empty chart. */
static void
test_message (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const OvColour line = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_WARNING);
  Canvas canvas = canvas_open (600, 300);
  OvGeometry geometry;
  double x, middle;

  ov_chart_set_type_scale (chart, 2);
  ov_chart_zoom_x (chart, 0, 10);
  ov_chart_add_marker (chart, 5, NULL);
  ov_chart_set_message (chart, "Nothing was sought yet: a run of it shows here.");
  ov_chart_draw (chart, canvas.cr, 600, 300);
  ov_chart_get_geometry (chart, 600, 300, &geometry);
  x = ov_scale_to_position (&geometry.x, 5);
  middle = geometry.plot.y + geometry.plot.height / 2;
  g_assert_true (canvas_shows (&canvas, x, geometry.plot.y + 8, 2, line));
  for (double y = middle - 8; y <= middle + 8; y++)
    g_assert_false (canvas_shows (&canvas, x, y, 2, line));
  canvas_close (&canvas);
}

/* An axis of which nothing is known yet has no scale, and its marks have no place. */
static void
test_unknown_scale (void)
{
  g_autoptr (OvChart) chart = ov_chart_new ();
  const double x[] = {0, 10};
  const double y[] = {1, 2};
  const guint series = ov_chart_add_series (chart, "loss", OV_SLOT_TRAIN, OV_LINE_SOLID);
  const OvColour line = ov_palette_get_role (OV_THEME_LIGHT, OV_ROLE_WARNING);
  Canvas canvas = canvas_open (600, 300);

  ov_chart_add_marker (chart, 0.5, NULL);
  ov_chart_set_x_title (chart, "Epoch");
  ov_chart_set_y_title (chart, "loss");
  ov_chart_draw (chart, canvas.cr, 600, 300);
  for (double column = 0; column < 600; column++)
    g_assert_false (canvas_shows (&canvas, column, 150, 0, line));
  g_assert_cmpuint (ov_layout_get (chart, 600, 300)->x_ticks->len, ==, 0);
  g_assert_cmpuint (ov_layout_get (chart, 600, 300)->y_ticks->len, ==, 0);
  g_assert_false (ov_layout_get (chart, 600, 300)->with_x_title);
  g_assert_null (ov_layout_get (chart, 600, 300)->y_title);
  canvas_close (&canvas);

  ov_chart_set_horizon (chart, 10, 10);
  g_assert_cmpuint (ov_layout_get (chart, 600, 300)->x_ticks->len, >, 2);
  g_assert_cmpuint (ov_layout_get (chart, 600, 300)->y_ticks->len, ==, 0);
  ov_chart_set_points (chart, series, x, y, G_N_ELEMENTS (x));
  g_assert_cmpuint (ov_layout_get (chart, 600, 300)->y_ticks->len, >, 2);
  g_assert_nonnull (ov_layout_get (chart, 600, 300)->y_title);
}

/* A low chart beside a higher one has its margins, so that both plots end at the same place. */
static void
test_type_height (void)
{
  OvChart *chart = make_chart (OV_THEME_LIGHT);
  OvGeometry high, low;

  ov_chart_get_geometry (chart, 500, 400, &high);
  ov_chart_get_geometry (chart, 500, 110, &low);
  g_assert_cmpfloat (low.x.end, !=, high.x.end);
  ov_chart_set_type_height (chart, 400);
  ov_chart_get_geometry (chart, 500, 110, &low);
  g_assert_cmpfloat (low.x.end, ==, high.x.end);
  ov_chart_set_type_height (chart, 0);
  ov_chart_get_geometry (chart, 500, 110, &low);
  g_assert_cmpfloat (low.x.end, !=, high.x.end);
  ov_chart_free (chart);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/draw/cross", test_cross);
  g_test_add_func ("/plot/draw/end-labels", test_end_labels);
  g_test_add_func ("/plot/draw/curves-are-where-they-should-be",
                   test_curves_are_where_they_should_be);
  g_test_add_func ("/plot/draw/broken-line", test_broken_line);
  g_test_add_func ("/plot/draw/single-point", test_single_point);
  g_test_add_func ("/plot/draw/symbols", test_symbols);
  g_test_add_func ("/plot/draw/whole-ticks", test_whole_ticks);
  g_test_add_func ("/plot/draw/sizes", test_sizes);
  g_test_add_func ("/plot/draw/hostile-data", test_hostile_data);
  g_test_add_func ("/plot/draw/tiny-sizes", test_tiny_sizes);

  g_test_add_func ("/plot/draw/bound", test_bound);
  g_test_add_func ("/plot/draw/marks", test_marks);
  g_test_add_func ("/plot/draw/message", test_message);
  g_test_add_func ("/plot/draw/unknown-scale", test_unknown_scale);
  g_test_add_func ("/plot/draw/note", test_note);
  g_test_add_func ("/plot/draw/type-height", test_type_height);

  return g_test_run ();
}

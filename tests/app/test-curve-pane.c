/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve-pane.h"

#include <math.h>
#include <string.h>

#include "app-fixture.h"
#include "chart-view.h"
#include "naive.h"
#include "palette.h"
#include "run-item.h"

#define N_EPOCHS 30

typedef struct
{
  OvCurvePane *pane;
  OvChartView *loss_view;
  OvChartView *accuracy_view;
  OvChart     *loss;
  OvChart     *accuracy;
  GtkWidget   *window;
  GListStore  *ghosts;
  OvDataset   *dataset;
  OvRun       *run;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (N_EPOCHS);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->run = fixture_run (&recipe, fixture->dataset);
  fixture->ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);
  fixture->pane = g_object_new (OV_TYPE_CURVE_PANE, NULL);
  fixture->loss_view = fixture_child (fixture->pane, "loss_view");
  fixture->accuracy_view = fixture_child (fixture->pane, "accuracy_view");
  fixture->loss = ov_chart_view_get_chart (fixture->loss_view);
  fixture->accuracy = ov_chart_view_get_chart (fixture->accuracy_view);
  ov_curve_pane_set_ghosts (fixture->pane, G_LIST_MODEL (fixture->ghosts));
  ov_curve_pane_set_run (fixture->pane, fixture->run);
  fixture->window = fixture_show (fixture->pane);
  g_object_add_weak_pointer (G_OBJECT (fixture->pane), (gpointer *) &fixture->pane);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->pane);
  g_assert_finalize_object (fixture->ghosts);
  g_assert_finalize_object (fixture->run);
  ov_dataset_unref (fixture->dataset);
}

static void
get_geometry (OvChartView *view, OvGeometry *geometry)
{
  ov_chart_get_geometry (ov_chart_view_get_chart (view), gtk_widget_get_width (GTK_WIDGET (view)),
                         gtk_widget_get_height (GTK_WIDGET (view)), geometry);
}

static void
point_at (OvChartView *view, double x, double y)
{
  g_signal_emit_by_name (fixture_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                         x, y);
}

static void
drag (OvChartView *view, double x, double offset)
{
  GtkGesture *gesture = fixture_controller (view, GTK_TYPE_GESTURE_DRAG);
  OvGeometry geometry;

  get_geometry (view, &geometry);
  g_signal_emit_by_name (gesture, "drag-begin", x, geometry.plot.y + 5.0);
  g_signal_emit_by_name (gesture, "drag-update", offset / 2.0, 0.0);
  g_signal_emit_by_name (gesture, "drag-update", offset, 0.0);
  g_signal_emit_by_name (gesture, "drag-end", offset, 0.0);
}

static void
assert_range (OvChart *chart, double low, double high, double tolerance)
{
  double shown_low;
  double shown_high;

  ov_chart_get_x_range (chart, &shown_low, &shown_high);
  g_assert_cmpfloat_with_epsilon (shown_low, low, tolerance);
  g_assert_cmpfloat_with_epsilon (shown_high, high, tolerance);
}

/* What a view looks like, to see whether anything changed in it. */
static char *
take_picture (gpointer widget)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  OvChart *chart = ov_chart_view_get_chart (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  char *sum;

  ov_chart_draw (chart, cr, width, height);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     (gsize) cairo_image_surface_get_stride (surface)
                                       * (gsize) height);
  cairo_surface_destroy (surface);

  return sum;
}

static void
test_curves (Fixture *fixture, gconstpointer unused)
{
  const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (fixture->run), 7);
  g_autoptr (GPtrArray) losses = ov_chart_read_out (fixture->loss, 7.0, NAN);
  g_autoptr (GPtrArray) accuracies = ov_chart_read_out (fixture->accuracy, 7.0, NAN);

  g_assert_cmpuint (losses->len, ==, 2);
  g_assert_cmpuint (accuracies->len, ==, 2);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (losses, 0))->value, ==, epoch->train_loss);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (losses, 1))->value, ==, epoch->test_loss);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (accuracies, 0))->value, ==,
                     epoch->train_accuracy);
}

/* An epoch stands at the same place in both charts. */
static void
test_aligned (Fixture *fixture, gconstpointer unused)
{
  OvGeometry loss;
  OvGeometry accuracy;

  get_geometry (fixture->loss_view, &loss);
  get_geometry (fixture->accuracy_view, &accuracy);
  g_assert_cmpfloat_with_epsilon (loss.plot.x, accuracy.plot.x, 0.5);
  g_assert_cmpfloat_with_epsilon (ov_scale_to_position (&loss.x, 12.0),
                                  ov_scale_to_position (&accuracy.x, 12.0), 0.5);
}

static void
test_crosshair (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *loss_before = take_picture (fixture->loss_view);
  g_autofree char *accuracy_before = take_picture (fixture->accuracy_view);
  g_autofree char *loss_pointed = NULL;
  g_autofree char *accuracy_pointed = NULL;
  g_autofree char *loss_after = NULL;
  g_autofree char *accuracy_after = NULL;
  OvGeometry geometry;

  get_geometry (fixture->loss_view, &geometry);
  point_at (fixture->loss_view, ov_scale_to_position (&geometry.x, 9.8),
            geometry.plot.y + geometry.plot.height / 2.0);
  loss_pointed = take_picture (fixture->loss_view);
  accuracy_pointed = take_picture (fixture->accuracy_view);
  g_assert_cmpstr (loss_pointed, !=, loss_before);
  g_assert_cmpstr (accuracy_pointed, !=, accuracy_before);

  g_signal_emit_by_name (fixture_controller (fixture->loss_view,
                                             GTK_TYPE_EVENT_CONTROLLER_MOTION),
                         "leave");
  loss_after = take_picture (fixture->loss_view);
  accuracy_after = take_picture (fixture->accuracy_view);
  g_assert_cmpstr (loss_after, ==, loss_before);
  g_assert_cmpstr (accuracy_after, ==, accuracy_before);

  /* Beside the plot there is nothing to point at. */
  point_at (fixture->accuracy_view, 1.0, 1.0);
  g_free (g_steal_pointer (&loss_after));
  loss_after = take_picture (fixture->loss_view);
  g_assert_cmpstr (loss_after, ==, loss_before);
}

static void
crosshair_cb (OvChartView *view, double x, double y, double *pointed)
{
  *pointed = x;
}

static void
test_crosshair_by_keys (Fixture *fixture, gconstpointer unused)
{
  double x = NAN;

  g_signal_connect (fixture->accuracy_view, "crosshair-moved", G_CALLBACK (crosshair_cb), &x);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Home, 0));
  g_assert_cmpfloat (x, ==, 0.0);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Right, 0));
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Right, 0));
  g_assert_cmpfloat (x, ==, 2.0);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpfloat (x, ==, 12.0);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Left, 0));
  g_assert_cmpfloat (x, ==, 11.0);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Page_Up, 0));
  g_assert_cmpfloat (x, ==, 1.0);
  g_assert_true (fixture_press (fixture->accuracy_view, GDK_KEY_Escape, 0));
  g_assert_true (isnan (x));
  g_assert_false (fixture_press (fixture->accuracy_view, GDK_KEY_q, 0));
}

/* That keys have led to the newest epoch of a run says nothing about another run. */
static void
test_crosshair_of_another_run (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (N_EPOCHS);
  g_autoptr (OvRun) other = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvPlayhead) playhead = ov_playhead_new ();
  g_autofree char *before = take_picture (fixture->loss_view);
  g_autofree char *pointed = NULL;
  g_autofree char *after = NULL;

  ov_curve_pane_set_playhead (fixture->pane, playhead);
  ov_playhead_set_run (playhead, fixture->run);
  g_assert_true (fixture_press (fixture->loss_view, GDK_KEY_End, 0));
  g_assert_true (fixture_press (fixture->loss_view, GDK_KEY_Left, 0));
  g_assert_true (fixture_press (fixture->loss_view, GDK_KEY_Right, 0));
  pointed = take_picture (fixture->loss_view);
  g_assert_cmpstr (pointed, !=, before);

  ov_curve_pane_set_run (fixture->pane, other);
  ov_playhead_set_run (playhead, other);
  fixture_wait_for_frames (fixture->window, 2);
  after = take_picture (fixture->loss_view);
  g_assert_cmpstr (after, ==, before);
}

static void
test_zoom (Fixture *fixture, gconstpointer unused)
{
  GtkGesture *click = fixture_controller (fixture->loss_view, GTK_TYPE_GESTURE_CLICK);
  OvGeometry geometry;
  double from;
  double to;
  double low;
  double high;

  ov_chart_get_x_range (fixture->loss, &low, &high);
  get_geometry (fixture->accuracy_view, &geometry);
  from = ov_scale_to_position (&geometry.x, 5.0);
  to = ov_scale_to_position (&geometry.x, 15.0);
  drag (fixture->accuracy_view, from, to - from);
  g_assert_true (ov_chart_is_zoomed (fixture->loss));
  g_assert_true (ov_chart_is_zoomed (fixture->accuracy));
  assert_range (fixture->loss, 5.0, 15.0, 1.0);
  assert_range (fixture->accuracy, 5.0, 15.0, 1.0);

  g_signal_emit_by_name (click, "pressed", 1, 100.0, 100.0);
  g_assert_true (ov_chart_is_zoomed (fixture->loss));
  g_signal_emit_by_name (click, "pressed", 2, 100.0, 100.0);
  g_assert_false (ov_chart_is_zoomed (fixture->loss));
  g_assert_false (ov_chart_is_zoomed (fixture->accuracy));
  assert_range (fixture->accuracy, low, high, 1e-9);

  /* From right to left, and beyond the edge. */
  drag (fixture->loss_view, to, -5000.0);
  g_assert_true (ov_chart_is_zoomed (fixture->accuracy));
  assert_range (fixture->accuracy, low, 15.0, 1.0);
  fixture_press (fixture->loss_view, GDK_KEY_Escape, 0);
  g_assert_false (ov_chart_is_zoomed (fixture->accuracy));
}

static void
test_small_drag_is_no_zoom (Fixture *fixture, gconstpointer unused)
{
  OvGeometry geometry;

  get_geometry (fixture->loss_view, &geometry);
  drag (fixture->loss_view, geometry.plot.x + 50.0, 3.0);
  g_assert_false (ov_chart_is_zoomed (fixture->loss));
}

static void
test_log_loss (Fixture *fixture, gconstpointer unused)
{
  gboolean is_log;

  g_assert_false (ov_chart_get_log_y (fixture->loss));
  g_object_set (fixture->pane, "log-loss", TRUE, NULL);
  g_assert_true (ov_chart_get_log_y (fixture->loss));
  g_assert_false (ov_chart_get_log_y (fixture->accuracy));
  g_object_get (fixture->pane, "log-loss", &is_log, NULL);
  g_assert_true (is_log);
  fixture_wait_for_frames (fixture->window, 2);
  test_aligned (fixture, NULL);
  g_object_set (fixture->pane, "log-loss", FALSE, NULL);
  g_assert_false (ov_chart_get_log_y (fixture->loss));
}

static void
test_smooth (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = take_picture (fixture->loss_view);
  g_autofree char *smoothed = NULL;
  g_autofree char *after = NULL;

  g_object_set (fixture->pane, "smooth", TRUE, NULL);
  smoothed = take_picture (fixture->loss_view);
  g_assert_cmpstr (smoothed, !=, before);
  g_object_set (fixture->pane, "smooth", FALSE, NULL);
  after = take_picture (fixture->loss_view);
  g_assert_cmpstr (after, ==, before);
}

/* The names that a chart's ghosts have, in the order of the read-out. */
static guint
count_faint (OvChart *chart, const char *part)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, 2.0, NAN);
  guint n = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);

      n += reading->faint && (part == NULL || strstr (reading->name, part) != NULL);
    }

  return n;
}

static void
test_ghosts (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (6);
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRunItem) ghost = NULL;

  recipe.learning_rate = 0.0037;
  run = fixture_run (&recipe, fixture->dataset);
  ghost = fixture_item (run, OV_SLOT_FIRST_FREE);
  g_list_store_append (fixture->ghosts, ghost);
  g_assert_cmpuint (count_faint (fixture->loss, "0.0037"), >=, 1);
  g_assert_cmpuint (count_faint (fixture->accuracy, "0.0037"), >=, 1);
  g_assert_cmpuint (count_faint (fixture->loss, "0.999"), ==, 0);

  /* They stay when another run becomes the current one, and go when they are taken off. */
  ov_curve_pane_set_run (fixture->pane, run);
  ov_curve_pane_set_run (fixture->pane, fixture->run);
  g_assert_cmpuint (count_faint (fixture->loss, "0.0037"), >=, 1);
  g_list_store_remove_all (fixture->ghosts);
  g_assert_cmpuint (count_faint (fixture->loss, NULL), ==, 0);
  g_assert_cmpuint (count_faint (fixture->accuracy, NULL), ==, 0);
}

static double
get_right_margin (Fixture *fixture)
{
  OvGeometry geometry;

  ov_chart_get_geometry (fixture->accuracy, 900, 300, &geometry);

  return 900.0 - geometry.plot.x - geometry.plot.width;
}

/* Where the names stand at the ends of the curves, an earlier run has its own, which takes
 * no room from them. */
static void
test_named_ghosts (Fixture *fixture, gconstpointer unused)
{
  OvFigureStyle style = {.with_names = TRUE};
  OvRecipe recipe = fixture_recipe (6);
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvRunItem) ghost = NULL;
  double without, with;

  ov_curve_pane_set_style (fixture->pane, &style);
  without = get_right_margin (fixture);
  recipe.learning_rate = 0.0037;
  run = fixture_run (&recipe, fixture->dataset);
  ghost = fixture_item (run, OV_SLOT_FIRST_FREE);
  g_list_store_append (fixture->ghosts, ghost);
  with = get_right_margin (fixture);
  g_assert_cmpfloat_with_epsilon (with, without, 0.5);

  style.with_names = FALSE;
  ov_curve_pane_set_style (fixture->pane, &style);
  g_assert_cmpfloat (get_right_margin (fixture), <, without);
  style.with_names = TRUE;
  ov_curve_pane_set_style (fixture->pane, &style);
  g_assert_cmpfloat_with_epsilon (get_right_margin (fixture), with, 0.5);
}

/* However many epochs arrive, the charts have them in the next frame. */
static void
test_follows (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (50);
  OvRun *run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (GPtrArray) readings = NULL;

  ov_curve_pane_set_run (fixture->pane, run);
  readings = ov_chart_read_out (fixture->loss, 0.0, NAN);
  g_assert_cmpuint (readings->len, ==, 0);
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));
  fixture_wait_for_frames (fixture->window, 2);
  g_clear_pointer (&readings, g_ptr_array_unref);
  readings = ov_chart_read_out (fixture->loss, 49.0, NAN);
  g_assert_cmpfloat (((OvReading *) g_ptr_array_index (readings, 0))->x, ==, 49.0);
  ov_curve_pane_set_run (fixture->pane, fixture->run);
  g_assert_finalize_object (run);
}

static void
test_dark (Fixture *fixture, gconstpointer unused)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmpint (ov_chart_get_theme (fixture->loss), ==, OV_THEME_DARK);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_cmpint (ov_chart_get_theme (fixture->loss), ==, OV_THEME_LIGHT);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* One look holds for all charts; another x axis moves every point, and back again. */
static void
test_style (Fixture *fixture, gconstpointer unused)
{
  OvFigureStyle style = {.log_x = TRUE, .smoothing = 0.9, .with_rate = TRUE};
  g_autofree char *before = take_picture (fixture->loss_view);
  g_autofree char *after = NULL;
  GtkWidget *strip = NULL;
  double high;

  ov_curve_pane_set_style (fixture->pane, &style);
  g_assert_true (ov_chart_get_log_x (fixture->loss));
  g_assert_true (ov_chart_get_log_x (fixture->accuracy));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->pane)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_name (child), "rate"))
      strip = child;
  g_assert_true (gtk_widget_get_visible (strip));

  style.abscissa = OV_ABSCISSA_IMAGES;
  style.with_best = TRUE;
  style.ranges[OV_QUANTITY_ACCURACY] = (OvRange) {20.0, 80.0};
  ov_curve_pane_set_style (fixture->pane, &style);
  wait_for (!isnan (ov_chart_find_nearest_x (fixture->loss, 0.0))
            && ov_chart_find_nearest_x (fixture->loss, 1e9) > 0.0);
  wait_for (ov_chart_find_nearest_x (fixture->loss, 1e9) < 1.0);
  g_assert_cmpfloat_with_epsilon (ov_chart_find_nearest_x (fixture->loss, 1e9),
                                  N_EPOCHS * 40.0 / 1e6, 1e-12);
  ov_chart_get_y_range (fixture->accuracy, NULL, &high);
  g_assert_cmpfloat (high, ==, 80.0);

  style = (OvFigureStyle) {0};
  ov_curve_pane_set_style (fixture->pane, &style);
  wait_for (ov_chart_find_nearest_x (fixture->loss, 1e9) == N_EPOCHS - 1.0);
  g_assert_false (gtk_widget_get_visible (strip));
  gtk_test_widget_wait_for_draw (fixture->window);
  after = take_picture (fixture->loss_view);
  g_assert_cmpstr (after, ==, before);
}

static guint
count_readings (Fixture *fixture, double x)
{
  g_autoptr (GPtrArray) readings = ov_chart_read_out (fixture->loss, x, NAN);

  return readings->len;
}

/* A forecast stays on the chart, whatever the axis counts. */
static void
test_forecast (Fixture *fixture, gconstpointer unused)
{
  double epochs[N_EPOCHS], losses[N_EPOCHS];
  const OvForecastResult forecast = {
    .n_epochs = N_EPOCHS,
    .epochs = epochs,
    .train_loss = losses,
    .n_test = N_EPOCHS,
    .test_epochs = epochs,
    .test_loss = losses,
  };
  const double images = 40.0 / 1e6;
  OvFigureStyle style = {0};
  double last;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      epochs[i] = i;
      losses[i] = 1.0 / (1.0 + i);
    }
  ov_curve_pane_set_forecast (fixture->pane, &forecast);
  g_assert_cmpuint (count_readings (fixture, 3.0), ==, 4);
  style.abscissa = OV_ABSCISSA_IMAGES;
  ov_curve_pane_set_style (fixture->pane, &style);
  fixture_wait_for_frames (fixture->window, 2);
  g_assert_cmpuint (count_readings (fixture, 4.0 * images), ==, 4);
  ov_chart_get_x_range (fixture->loss, NULL, &last);
  g_assert_cmpfloat_with_epsilon (last, N_EPOCHS * images, 1e-9);
  style.abscissa = OV_ABSCISSA_SECONDS;
  ov_curve_pane_set_style (fixture->pane, &style);
  fixture_wait_for_frames (fixture->window, 2);
  last = ov_chart_find_nearest_x (fixture->loss, G_MAXDOUBLE);
  g_assert_cmpuint (count_readings (fixture, last), ==, 4);
  ov_curve_pane_set_forecast (fixture->pane, NULL);
  g_assert_cmpuint (count_readings (fixture, last), ==, 2);
}

/* Between the epochs there are losses of batches; the crosshair stands at an epoch all the same. */
static void
test_crosshair_at_epoch (Fixture *fixture, gconstpointer unused)
{
  static const double x[] = {9.3, 9.4, 9.45}, y[] = {1.0, 1.0, 1.0};
  const guint batches = ov_chart_add_series (fixture->loss, "Batches", 0, OV_LINE_SOLID);
  g_autofree char *pointed = NULL;
  g_autofree char *expected = NULL;
  OvGeometry geometry;

  ov_chart_set_points (fixture->loss, batches, x, y, 3);
  get_geometry (fixture->loss_view, &geometry);
  point_at (fixture->loss_view, ov_scale_to_position (&geometry.x, 9.42), geometry.plot.y + 5.0);
  pointed = take_picture (fixture->accuracy_view);
  point_at (fixture->loss_view, ov_scale_to_position (&geometry.x, 9.0), geometry.plot.y + 5.0);
  expected = take_picture (fixture->accuracy_view);
  g_assert_cmpstr (pointed, ==, expected);
}

/* A hidden earlier run is neither drawn nor read out. */
static void
test_hidden_ghost (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRunItem) ghost = fixture_item (fixture->run, OV_SLOT_FIRST_FREE);
  guint lengths[3];

  g_list_store_append (fixture->ghosts, ghost);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GPtrArray) readings = NULL;

      ov_curve_pane_set_ghost_visible (fixture->pane, fixture->run, i != 1);
      readings = ov_chart_read_out (fixture->loss, 3.0, NAN);
      lengths[i] = readings->len;
    }
  g_assert_cmpuint (lengths[0], ==, 4);
  g_assert_cmpuint (lengths[1], ==, 2);
  g_assert_cmpuint (lengths[2], ==, 4);
  g_list_store_remove_all (fixture->ghosts);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  add ("/curve-pane/curves", test_curves);
  add ("/curve-pane/aligned", test_aligned);
  add ("/curve-pane/crosshair", test_crosshair);
  add ("/curve-pane/crosshair-by-keys", test_crosshair_by_keys);
  add ("/curve-pane/crosshair-of-another-run", test_crosshair_of_another_run);
  add ("/curve-pane/zoom", test_zoom);
  add ("/curve-pane/small-drag-is-no-zoom", test_small_drag_is_no_zoom);
  add ("/curve-pane/log-loss", test_log_loss);
  add ("/curve-pane/style", test_style);
  add ("/curve-pane/forecast", test_forecast);
  add ("/curve-pane/crosshair-at-epoch", test_crosshair_at_epoch);
  add ("/curve-pane/hidden-ghost", test_hidden_ghost);
  add ("/curve-pane/smooth", test_smooth);
  add ("/curve-pane/ghosts", test_ghosts);
  add ("/curve-pane/named-ghosts", test_named_ghosts);
  add ("/curve-pane/follows", test_follows);
  add ("/curve-pane/dark", test_dark);

  return g_test_run ();
}

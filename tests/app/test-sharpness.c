/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "curve-pane.h"
#include "run-figures.h"
#include "sharpness-row.h"
#include "sharpness-strip.h"
#include "window-fixture.h"

/* The sharpness in the window: the choice, the strip, and what it costs. */

static OvRecipe
make_recipe (guint n_epochs)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));
  recipe.hidden_units = 5;
  recipe.pixel_scale = 1.0;
  recipe.weight_std = 0.1;
  recipe.epochs = n_epochs;

  return recipe;
}

/* A chart of the pane; a strip is found by its own name. */
static GtkWidget *
get_view (WindowFixture *fixture, const char *name)
{
  GtkWidget *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);

  for (GtkWidget *child = gtk_widget_get_first_child (pane); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (gtk_widget_get_name (child), name))
      return child;

  return fixture_child (pane, name);
}

static OvChart *
get_chart (WindowFixture *fixture, const char *name)
{
  return ov_chart_view_get_chart (OV_CHART_VIEW (get_view (fixture, name)));
}

static OvSharpnessRow *
get_row (WindowFixture *fixture)
{
  return fixture_find_type (fixture_child (fixture->window, "recipe_panel"),
                            OV_TYPE_SHARPNESS_ROW);
}

static gsize
count_points (WindowFixture *fixture)
{
  const OvRunRecord *record = ov_run_get_record (window_fixture_get_run (fixture));

  return record->sharpness->points->len;
}

/* Chooses the second choice of the row, which is every epoch, and then a recipe: a short run could
 * be over before it is told. */
static void
measure (WindowFixture *fixture, guint n_epochs)
{
  OvRecipe recipe = make_recipe (n_epochs);

  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (fixture)), 1);
  window_fixture_set_recipe (fixture, &recipe);
}

static void
wait_for_end (WindowFixture *fixture)
{
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  fixture_wait_for_frames (fixture->window, 3);
}

static void
test_off_at_first (WindowFixture *fixture)
{
  OvRecipe recipe = make_recipe (5);

  g_assert_cmpint (g_settings_get_int (fixture->settings, "sharpness-interval"), ==, 0);
  window_fixture_set_recipe (fixture, &recipe);
  wait_for_end (fixture);
  g_assert_cmpuint (count_points (fixture), ==, 0);
  g_assert_false (gtk_widget_get_visible (get_view (fixture, "sharpness")));
}

/* The choice applies to the running run, and is remembered. */
static void
test_choice (WindowFixture *fixture)
{
  OvRecipe recipe = make_recipe (100000);

  window_fixture_set_recipe (fixture, &recipe);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (fixture)), 1);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "sharpness-interval"), ==, 1);
  g_assert_true (gtk_widget_get_visible (get_view (fixture, "sharpness")));
  wait_for (count_points (fixture) >= 3);

  /* What was measured stays on the screen when no more is. */
  g_settings_set_int (fixture->settings, "sharpness-interval", 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_row (fixture))), ==, 0);
  g_assert_cmpuint (ov_run_get_sharpness_interval (window_fixture_get_run (fixture)), ==, 0);
  g_assert_true (gtk_widget_get_visible (get_view (fixture, "sharpness")));

  /* The next run has nothing to show. */
  window_fixture_act (fixture, "win.restart");
  wait_for (!gtk_widget_get_visible (get_view (fixture, "sharpness")));
}

static void
test_cost (WindowFixture *fixture)
{
  const char *hint = adw_action_row_get_subtitle (ADW_ACTION_ROW (get_row (fixture)));

  g_assert_null (strstr (hint, "% of the time"));
  measure (fixture, 100000);
  wait_for (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (get_row (fixture))),
                    "% of the time")
            != NULL);
  g_assert_cmpuint (count_points (fixture), >, 0);
  hint = adw_action_row_get_subtitle (ADW_ACTION_ROW (get_row (fixture)));
  g_assert_nonnull (strstr (hint, "s each"));
  g_assert_nonnull (strstr (hint, "% of the time"));
}

/* The linear classifier's row is insensitive and says why; the choice waits for another recipe. */
static void
test_linear (WindowFixture *fixture)
{
  OvRecipe linear = fixture_recipe (5);
  GtkWidget *row = GTK_WIDGET (get_row (fixture));

  measure (fixture, 5);
  g_assert_true (gtk_widget_get_sensitive (row));
  g_assert_null (gtk_widget_get_tooltip_text (row));
  window_fixture_set_recipe (fixture, &linear);
  g_assert_false (gtk_widget_get_sensitive (row));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (row), "slider"));
  wait_for_end (fixture);
  g_assert_cmpuint (count_points (fixture), ==, 0);
  g_assert_false (gtk_widget_get_visible (get_view (fixture, "sharpness")));
  g_assert_cmpint (g_settings_get_int (fixture->settings, "sharpness-interval"), ==, 1);
}

static void
get_geometry (WindowFixture *fixture, const char *name, OvGeometry *geometry)
{
  GtkWidget *view = get_view (fixture, name);

  ov_chart_get_geometry (get_chart (fixture, name), gtk_widget_get_width (view),
                         gtk_widget_get_height (view), geometry);
}

/* An epoch is at the same place in all three charts, and one zoom holds for all. */
static void
test_aligned (WindowFixture *fixture)
{
  static const char *const names[] = {"loss_view", "accuracy_view", "sharpness"};
  OvGeometry loss;
  double low;
  double high;

  measure (fixture, 30);
  wait_for_end (fixture);
  get_geometry (fixture, "loss_view", &loss);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OvGeometry geometry;

      get_geometry (fixture, names[i], &geometry);
      g_assert_cmpfloat (geometry.x.start, ==, loss.x.start);
      g_assert_cmpfloat (geometry.x.end, ==, loss.x.end);
      g_assert_cmpfloat (geometry.x.low, ==, loss.x.low);
      g_assert_cmpfloat (geometry.x.high, ==, loss.x.high);
    }

  g_signal_emit_by_name (get_view (fixture, "sharpness"), "zoomed", 3.0, 9.0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ov_chart_get_x_range (get_chart (fixture, names[i]), &low, &high);
      g_assert_cmpfloat (low, ==, 3.0);
      g_assert_cmpfloat (high, ==, 9.0);
    }
  g_signal_emit_by_name (get_view (fixture, "accuracy_view"), "zoomed", (double) NAN, (double) NAN);
  ov_chart_get_x_range (get_chart (fixture, "sharpness"), &low, &high);
  g_assert_cmpfloat (high, ==, loss.x.high);
}

static void
crosshair_cb (OvChartView *view, double x, double y, double *pointed)
{
  *pointed = x;
}

/* The arrow keys move the crosshair from the strip as well. */
static void
test_keys (WindowFixture *fixture)
{
  GtkWidget *view = get_view (fixture, "sharpness");
  double x = NAN;

  measure (fixture, 30);
  wait_for_end (fixture);
  g_assert_true (gtk_widget_get_focusable (view));
  g_signal_connect (view, "crosshair-moved", G_CALLBACK (crosshair_cb), &x);
  fixture_press (view, GDK_KEY_Home, 0);
  fixture_press (view, GDK_KEY_Right, GDK_SHIFT_MASK);
  fixture_press (view, GDK_KEY_Right, 0);
  g_assert_cmpfloat (x, ==, 11.0);

  /* Beyond the last epoch there is only the limit, which nobody asks for. */
  fixture_press (view, GDK_KEY_End, 0);
  fixture_press (view, GDK_KEY_Left, 0);
  g_assert_cmpfloat (x, ==, 28.0);
}

/* The read-out names the sharpness and its limit, and an earlier run's by what differs. */
static void
test_read_out (WindowFixture *fixture)
{
  OvRecipe slower = make_recipe (6);
  g_autoptr (GPtrArray) readings = NULL;
  const OvReading *ghost;

  measure (fixture, 6);
  wait_for_end (fixture);
  readings = ov_chart_read_out (get_chart (fixture, "sharpness"), 3.0, NAN);
  g_assert_cmpuint (readings->len, ==, 2);
  g_assert_cmpstr (((OvReading *) readings->pdata[0])->name, ==, "Sharpness");
  g_assert_nonnull (strstr (((OvReading *) readings->pdata[1])->name, "Limit"));

  slower.learning_rate = 0.0037;
  window_fixture_set_recipe (fixture, &slower);
  wait_for_end (fixture);
  g_clear_pointer (&readings, g_ptr_array_unref);
  readings = ov_chart_read_out (get_chart (fixture, "sharpness"), 3.0, NAN);
  g_assert_cmpuint (readings->len, ==, 3);
  ghost = readings->pdata[2];
  g_assert_true (ghost->faint);
  g_assert_nonnull (strstr (ghost->name, "0.01"));

  window_fixture_act (fixture, "win.clear-runs");
  g_clear_pointer (&readings, g_ptr_array_unref);
  readings = ov_chart_read_out (get_chart (fixture, "sharpness"), 3.0, NAN);
  g_assert_cmpuint (readings->len, ==, 2);
}

/* A run that starts while the charts are zoomed into has its limit as well. */
static void
test_zoomed (WindowFixture *fixture)
{
  OvRecipe slower = make_recipe (6);
  g_autoptr (GPtrArray) readings = NULL;
  gboolean has_limit = FALSE;

  measure (fixture, 6);
  wait_for_end (fixture);
  g_signal_emit_by_name (get_view (fixture, "loss_view"), "zoomed", 1.0, 4.0);

  slower.learning_rate = 0.0037;
  window_fixture_set_recipe (fixture, &slower);
  wait_for_end (fixture);
  readings = ov_chart_read_out (get_chart (fixture, "sharpness"), 3.0, NAN);
  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = readings->pdata[i];

      has_limit = has_limit || strstr (reading->name, "Limit") != NULL;
    }
  g_assert_true (has_limit);
}

/* All that can be drawn of the run that is shown now. */
static OvFigureSet *
list_figures (WindowFixture *fixture)
{
  OvFigureSet *set = ov_figure_set_new ();

  ov_run_figures_add_to (ov_run_figures_new (window_fixture_get_run (fixture), NULL, NULL, TRUE),
                         set);

  return set;
}

static char *
draw (OvFigureSet *set, const char *name)
{
  OvFigurePage page = {.n = 1};
  guint place;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 400);
  cairo_t *cr = cairo_create (surface);
  char *sum;

  g_assert_true (ov_figure_set_find (set, name, &place));
  page.figures[0] = ov_figure_set_get (set, place)->figure;
  ov_figure_page_draw (cr, 600.0, 400.0, &page);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     (gsize) cairo_image_surface_get_stride (surface) * 400);
  cairo_surface_destroy (surface);

  return sum;
}

/* The strip is in the picture of the losses when it was measured, in no other, and then there is
 * one of it alone. */
static void
test_export (WindowFixture *fixture)
{
  static const char *const names[] = {"loss", "curves", "accuracy"};
  OvRecipe recipe = make_recipe (6);
  g_autoptr (OvFigureSet) without = NULL;
  g_autoptr (OvFigureSet) with = NULL;
  guint place;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for_end (fixture);
  without = list_figures (fixture);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (fixture)), 1);
  window_fixture_act (fixture, "win.restart");
  wait_for (count_points (fixture) > 0);
  wait_for_end (fixture);
  with = list_figures (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *plain = draw (without, names[i]);
      g_autofree char *measured = draw (with, names[i]);

      g_assert_cmpint (g_str_equal (plain, measured), ==, g_str_equal (names[i], "accuracy"));
    }
  g_assert_false (ov_figure_set_find (without, "sharpness", &place));
  g_assert_true (ov_figure_set_find (with, "sharpness", &place));
}

static void
test_remembered (WindowFixture *fixture)
{
  measure (fixture, 100000);
  window_fixture_reopen (fixture);
  wait_for (count_points (fixture) > 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_row (fixture))), ==, 1);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/sharpness/off-at-first", test_off_at_first);
  window_fixture_add ("/sharpness/choice", test_choice);
  window_fixture_add ("/sharpness/cost", test_cost);
  window_fixture_add ("/sharpness/linear", test_linear);
  window_fixture_add ("/sharpness/aligned", test_aligned);
  window_fixture_add ("/sharpness/keys", test_keys);
  window_fixture_add ("/sharpness/read-out", test_read_out);
  window_fixture_add ("/sharpness/zoomed", test_zoomed);
  window_fixture_add ("/sharpness/export", test_export);
  window_fixture_add ("/sharpness/remembered", test_remembered);

  return g_test_run ();
}

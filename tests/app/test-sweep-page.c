/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep-page.h"

#include <math.h>

#include "app-fixture.h"
#include "chart-grid.h"
#include "layout.h"
#include "naive.h"
#include "number-entry.h"
#include "quadratic-fixture.h"

typedef struct
{
  OvSweepPage *page;
  OvRateSweep *sweep;
  GtkWidget   *window;
  OvDataset   *dataset;
  guint        n_busy;
  guint        n_idle;
} Fixture;

static const OvHistory *
get_history (OvRateSweep *sweep,
             guint        trial)
{
  return ov_trial_get_history (ov_rate_sweep_get_trial (sweep, trial));
}

static guint
count_children (GtkWidget *widget)
{
  g_autoptr (GListModel) children = gtk_widget_observe_children (widget);

  return g_list_model_get_n_items (children);
}

static void
busy_cb (OvSweepPage *page, gboolean is_busy, Fixture *fixture)
{
  g_assert_false (is_busy && ov_rate_sweep_is_forecast (fixture->sweep));
  if (is_busy)
    fixture->n_busy++;
  else
    fixture->n_idle++;
  g_assert_cmpint (is_busy, ==, ov_rate_sweep_is_running (fixture->sweep));
  g_assert_cmpuint (fixture->n_busy - fixture->n_idle, ==, is_busy ? 1 : 0);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (5);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->page = g_object_new (OV_TYPE_SWEEP_PAGE, NULL);
  fixture->sweep = ov_sweep_page_get_sweep (fixture->page);
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_signal_connect (fixture->page, "busy", G_CALLBACK (busy_cb), fixture);
  fixture->window = fixture_show (fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->sweep), (gpointer *) &fixture->sweep);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
  g_assert_null (fixture->sweep);
  ov_dataset_unref (fixture->dataset);
}

static gpointer
get_child (Fixture *fixture, const char *name)
{
  return fixture_child (fixture->page, name);
}

static gpointer
get_view_child (Fixture *fixture, const char *name)
{
  return fixture_child (get_child (fixture, "view"), name);
}

static void
press_run (Fixture *fixture)
{
  g_signal_emit_by_name (get_child (fixture, "run_button"), "clicked");
}

static const char *
get_status (Fixture *fixture)
{
  fixture_wait_for_frames (fixture->page, 2);

  return gtk_label_get_text (get_child (fixture, "status"));
}

static gpointer
get_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child (get_view_child (fixture, "stack"));
}

static void
run_to_end (Fixture *fixture)
{
  ov_page_set_dataset (OV_PAGE (fixture->page), fixture->dataset);
  press_run (fixture);
  g_assert_true (ov_rate_sweep_is_running (fixture->sweep));
  wait_for (!ov_rate_sweep_is_running (fixture->sweep));
  fixture_wait_for_frames (fixture->page, 2);
}

/* The range follows the recipe until it is typed, and follows again after another preset. */
static void
test_defaults (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (123);

  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "from_entry")), ==, 1e-4);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "to_entry")), ==, 0.1);

  recipe.learning_rate = 0.003;
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "from_entry")), ==, 3e-5);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "to_entry")), ==, 0.03);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "epochs_entry")), ==, 123.0);

  fixture_type (get_child (fixture, "from_entry"), "2e-6");
  fixture_type (get_child (fixture, "epochs_entry"), "7");
  recipe.learning_rate = 1.0;
  recipe.epochs = 50;
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "from_entry")), ==, 2e-6);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "to_entry")), ==, 0.03);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "epochs_entry")), ==, 7.0);

  /* An epoch of the large network takes seconds. */
  g_assert_true (ov_recipe_init_preset (&recipe, "cnn", NULL));
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "from_entry")), ==, 1e-5);
  g_assert_cmpfloat (ov_number_entry_get_value (get_child (fixture, "epochs_entry")), <, 10.0);
}

static void
test_empty (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "empty"));
  g_assert_false (gtk_widget_get_sensitive (get_child (fixture, "export_button")));

  /* There is no data yet. */
  press_run (fixture);
  g_assert_false (ov_rate_sweep_is_running (fixture->sweep));
  g_assert_nonnull (strstr (get_status (fixture), "data"));
  g_assert_cmpuint (fixture->n_busy, ==, 0);
}

static void
test_run (Fixture *fixture, gconstpointer unused)
{
  OvChartGrid *grid = get_view_child (fixture, "grid");

  gtk_spin_button_set_value (get_child (fixture, "count_spin"), 4.0);
  fixture_type (get_child (fixture, "from_entry"), "1e-3");
  fixture_type (get_child (fixture, "to_entry"), "1e-2");
  fixture_type (get_child (fixture, "epochs_entry"), "6");
  run_to_end (fixture);

  g_assert_cmpuint (fixture->n_busy, ==, 1);
  g_assert_cmpuint (fixture->n_idle, ==, 1);
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (fixture->sweep), ==, 4);
  g_assert_cmpuint (count_children (GTK_WIDGET (grid)), ==, 4);
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "grid_page"));
  g_assert_true (gtk_widget_get_sensitive (get_child (fixture, "export_button")));
  g_assert_nonnull (strstr (get_status (fixture), "Lowest test loss"));
  for (guint i = 0; i < 4; i++)
    {
      OvChart *chart = ov_chart_view_get_chart (ov_chart_grid_get_view (grid, i));
      OvChart *first = ov_chart_view_get_chart (ov_chart_grid_get_view (grid, 0));
      g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, 5.0, NAN);
      double range[2];
      double shared[2];

      g_assert_cmpuint (readings->len, ==, 2);
      ov_chart_get_y_range (chart, &range[0], &range[1]);
      ov_chart_get_y_range (first, &shared[0], &shared[1]);
      g_assert_cmpfloat (range[0], ==, shared[0]);
      g_assert_cmpfloat (range[1], ==, shared[1]);
      g_assert_cmpuint (ov_history_get_n_epochs (get_history (fixture->sweep, i)), ==,
                        6);
    }

  /* The same charts show the accuracies, and all of it in one. */
  gtk_drop_down_set_selected (get_child (fixture, "quantity_choice"), 1);
  g_assert_nonnull (strstr (get_status (fixture), "Highest test accuracy"));
  gtk_toggle_button_set_active (get_child (fixture, "overlay_button"), TRUE);
  fixture_wait_for_frames (fixture->page, 2);
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "overlay"));
  {
    g_autoptr (GPtrArray) readings =
      ov_chart_read_out (ov_chart_view_get_chart (get_view_child (fixture, "overlay")), 5.0, NAN);

    g_assert_cmpuint (readings->len, ==, 4);
  }
}

/* With a quadratic form the losses need no run, and the processors stay free. Who wants to see
 * accuracies is told how. */
static void
test_forecast (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvDataset) dataset = fixture_make_images (230, 20);
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);

  ov_page_set_dataset (OV_PAGE (fixture->page), dataset);
  ov_page_set_quadratic (OV_PAGE (fixture->page), quadratic);
  run_to_end (fixture);
  g_assert_true (ov_rate_sweep_is_forecast (fixture->sweep));
  g_assert_cmpuint (fixture->n_busy, ==, 0);
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "grid_page"));
  g_assert_nonnull (strstr (get_status (fixture), "Lowest test loss"));
  g_assert_true (g_str_has_prefix (get_status (fixture), "Forecasts, without a run. "));

  gtk_drop_down_set_selected (get_child (fixture, "quantity_choice"), 1);
  g_assert_cmpstr (get_status (fixture), ==, "");
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "unknown"));
  g_assert_false (gtk_widget_get_sensitive (get_child (fixture, "export_button")));

  run_to_end (fixture);
  g_assert_false (ov_rate_sweep_is_forecast (fixture->sweep));
  g_assert_cmpuint (fixture->n_busy, ==, 1);
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "grid_page"));
  g_assert_nonnull (strstr (get_status (fixture), "Highest test accuracy"));
  g_assert_null (strstr (get_status (fixture), "Forecast"));
}

static void
test_diverged (Fixture *fixture, gconstpointer unused)
{
  OvChartGrid *grid = get_view_child (fixture, "grid");
  OvChartView *view;

  gtk_spin_button_set_value (get_child (fixture, "count_spin"), 3.0);
  fixture_type (get_child (fixture, "from_entry"), "1e-3");
  fixture_type (get_child (fixture, "to_entry"), "100");
  fixture_type (get_child (fixture, "epochs_entry"), "40");
  run_to_end (fixture);
  g_assert_cmpint (ov_rate_sweep_get_trial (fixture->sweep, 2)->outcome, ==, OV_OUTCOME_DIVERGED);
  g_assert_nonnull (strstr (get_status (fixture), "diverged"));
  view = ov_chart_grid_get_view (grid, 2);
  g_assert_cmpuint (ov_chart_count_non_finite (ov_chart_view_get_chart (view)), ==, 1);
}

static void
test_stop (Fixture *fixture, gconstpointer unused)
{
  fixture_type (get_child (fixture, "epochs_entry"), "100000");
  ov_page_set_dataset (OV_PAGE (fixture->page), fixture->dataset);
  press_run (fixture);
  g_assert_nonnull (strstr (gtk_button_get_label (get_child (fixture, "run_button")), "Stop"));
  wait_for (ov_history_get_n_epochs (get_history (fixture->sweep, 0)) > 3);
  g_assert_nonnull (strstr (get_status (fixture), "1 of 7"));
  press_run (fixture);
  wait_for (!ov_rate_sweep_is_running (fixture->sweep));
  g_assert_null (strstr (gtk_button_get_label (get_child (fixture, "run_button")), "Stop"));
  g_assert_cmpuint (fixture->n_idle, ==, 1);

  /* Other data ends a sweep on the way, and the page is empty again. */
  press_run (fixture);
  g_assert_true (ov_rate_sweep_is_running (fixture->sweep));
  ov_page_set_dataset (OV_PAGE (fixture->page), NULL);
  g_assert_false (ov_rate_sweep_is_running (fixture->sweep));
  g_assert_cmpuint (fixture->n_idle, ==, 2);
  g_assert_true (get_shown (fixture) == get_view_child (fixture, "empty"));
  g_assert_cmpstr (get_status (fixture), ==, "");
}

/* The window is closed in the middle of it. */
static void
test_close (Fixture *fixture, gconstpointer unused)
{
  fixture_type (get_child (fixture, "epochs_entry"), "100000");
  ov_page_set_dataset (OV_PAGE (fixture->page), fixture->dataset);
  press_run (fixture);
  fixture_wait_for_frames (fixture->page, 2);
  g_assert_true (ov_rate_sweep_is_running (fixture->sweep));
}

static void
test_bad_ranges (Fixture *fixture, gconstpointer unused)
{
  ov_page_set_dataset (OV_PAGE (fixture->page), fixture->dataset);
  fixture_type (get_child (fixture, "from_entry"), "1");
  press_run (fixture);
  g_assert_false (ov_rate_sweep_is_running (fixture->sweep));
  g_assert_nonnull (strstr (get_status (fixture), "empty"));
  g_assert_true (gtk_widget_has_css_class (get_child (fixture, "status"), "error"));

  fixture_type (get_child (fixture, "from_entry"), "much");
  g_assert_cmpstr (get_status (fixture), !=, "");
  fixture_type (get_child (fixture, "from_entry"), "1e-4");
  g_assert_cmpstr (get_status (fixture), ==, "");
  g_assert_false (gtk_widget_has_css_class (get_child (fixture, "status"), "error"));
}

/* What it shows can be drawn on paper, or it says what is missing. */
static void
test_figure (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvFigureSet) without = ov_figure_set_new ();
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();
  guint place;

  ov_page_add_figures (OV_PAGE (fixture->page), without);
  g_assert_true (ov_figure_set_find (without, "ladder", &place));
  g_assert_nonnull (ov_figure_set_get (without, place)->problem);
  g_assert_false (gtk_widget_get_sensitive (get_child (fixture, "export_button")));

  run_to_end (fixture);
  ov_page_add_figures (OV_PAGE (fixture->page), set);
  g_assert_true (ov_figure_set_find (set, "ladder", &place));
  g_assert_null (ov_figure_set_get (set, place)->problem);
  g_assert_true (gtk_widget_get_sensitive (get_child (fixture, "export_button")));
}

/* Of type on the chart that a grid adds. */
static double
add_chart (OvChartGrid *grid)
{
  OvChartView *view;

  ov_chart_grid_set_n_views (grid, 0);
  ov_chart_grid_set_n_views (grid, 1);
  view = ov_chart_grid_get_view (grid, 0);

  return ov_layout_get (ov_chart_view_get_chart (view), 400, 300)->label_size;
}

/* A chart that comes during a lecture has large type as well. */
static void
test_lecture (Fixture *fixture, gconstpointer unused)
{
  OvChartGrid *grid = fixture_find_type (fixture->page, OV_TYPE_CHART_GRID);
  const double usual = add_chart (grid);

  ov_page_set_lecture (OV_PAGE (fixture->page), 1.5);
  g_assert_cmpfloat_with_epsilon (add_chart (grid), 1.5 * usual, 1e-6);
  ov_page_set_lecture (OV_PAGE (fixture->page), 0.0);
  g_assert_cmpfloat_with_epsilon (add_chart (grid), usual, 1e-6);
  ov_chart_grid_set_n_views (grid, ov_rate_sweep_get_n_trials (fixture->sweep));
}

static double
get_left (OvChartGrid *grid)
{
  graphene_rect_t bounds;

  fixture_wait_for_frames (grid, 2);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (ov_chart_grid_get_view (grid, 0)),
                                            GTK_WIDGET (grid), &bounds));

  return (double) bounds.origin.x;
}

/* What the charts show upwards stands beside each row, where it takes room from them. */
static void
test_title (Fixture *fixture, gconstpointer unused)
{
  OvChartGrid *grid = get_view_child (fixture, "grid");

  run_to_end (fixture);
  g_assert_cmpfloat (get_left (grid), >, 10.0);
  ov_chart_grid_set_y_title (grid, NULL);
  g_assert_cmpfloat_with_epsilon (get_left (grid), 0.0, 0.5);
}

/* On any width the charts stand side by side without a gap in a row, and are equally large. */
static void
test_grid (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *grid = get_view_child (fixture, "grid");

  run_to_end (fixture);
  for (guint n = 1; n <= OV_RATE_SWEEP_MOST; n++)
    {
      GtkWidget *first;
      int minimum;

      ov_chart_grid_set_n_views (OV_CHART_GRID (grid), n);
      fixture_wait_for_frames (fixture->page, 2);
      first = GTK_WIDGET (ov_chart_grid_get_view (OV_CHART_GRID (grid), 0));
      gtk_widget_measure (grid, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (gtk_widget_get_width (first), >=, minimum);
      for (guint i = 0; i < n; i++)
        {
          GtkWidget *view = GTK_WIDGET (ov_chart_grid_get_view (OV_CHART_GRID (grid), i));
          graphene_rect_t bounds;

          g_assert_true (gtk_widget_compute_bounds (view, grid, &bounds));
          g_assert_cmpint (gtk_widget_get_width (view), ==, gtk_widget_get_width (first));
          g_assert_cmpint (gtk_widget_get_height (view), ==, gtk_widget_get_height (first));
          g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                             gtk_widget_get_width (grid));
          g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                             gtk_widget_get_height (grid));
        }
    }
  ov_chart_grid_set_n_views (OV_CHART_GRID (grid), ov_rate_sweep_get_n_trials (fixture->sweep));
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

  add ("/sweep-page/defaults", test_defaults);
  add ("/sweep-page/empty", test_empty);
  add ("/sweep-page/run", test_run);
  add ("/sweep-page/forecast", test_forecast);
  add ("/sweep-page/diverged", test_diverged);
  add ("/sweep-page/stop", test_stop);
  add ("/sweep-page/close", test_close);
  add ("/sweep-page/bad-ranges", test_bad_ranges);
  add ("/sweep-page/figure", test_figure);
  add ("/sweep-page/title", test_title);
  add ("/sweep-page/grid", test_grid);
  add ("/sweep-page/lecture", test_lecture);

  return g_test_run ();
}

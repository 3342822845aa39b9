/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map-page.h"

#include <math.h>

#include "app-fixture.h"
#include "chart-private.h"
#include "chart-view.h"
#include "map-figure.h"
#include "naive.h"
#include "run-collection.h"

typedef struct
{
  OvPage    *page;
  GtkWidget *window;
  OvDataset *dataset;
  OvRunItem *wanted;
} Fixture;

static void
run_wanted_cb (OvPage *page, OvRunItem *item, Fixture *fixture)
{
  fixture->wanted = item;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dataset = naive_dataset_new (40, 20);
  fixture->page = g_object_new (OV_TYPE_MAP_PAGE, NULL);
  fixture->window = fixture_show (fixture->page);
  g_signal_connect (fixture->page, "run-wanted", G_CALLBACK (run_wanted_cb), fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
  ov_dataset_unref (fixture->dataset);
}

/* The number of curves that the map reads out at a rate. */
static guint
count_curves (Fixture *fixture)
{
  OvChart *chart = ov_chart_view_get_chart (fixture_child (fixture->page, "view"));
  g_autoptr (GPtrArray) readings = NULL;

  fixture_wait_for_frames (fixture->page, 2);
  readings = ov_chart_read_out (chart, 1e-3, NAN);

  return readings->len;
}

/* The finder's curve belongs to the losses, not to the accuracies. */
static void
test_finding (Fixture *fixture, gconstpointer unused)
{
  double rates[] = {1e-4, 1e-3, 1e-2, 1e-1};
  double losses[] = {1.0, 0.9, 0.7, 5.0};
  const OvFinding finding = {
    .n_points = G_N_ELEMENTS (rates),
    .learning_rates = rates,
    .smoothed = losses,
  };

  ov_page_set_finding (fixture->page, &finding);
  g_assert_cmpuint (count_curves (fixture), ==, 0);
  gtk_drop_down_set_selected (fixture_child (fixture->page, "quantity_choice"), 1);
  g_assert_cmpuint (count_curves (fixture), ==, 1);
  ov_page_set_finding (fixture->page, NULL);
  g_assert_cmpuint (count_curves (fixture), ==, 0);
}

/* A run has its dot at its learning rate as soon as it has an epoch, and clicking that asks for the
 * run. */
static void
test_dot (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  OvChartView *view = fixture_child (fixture->page, "view");
  GtkEventController *click = fixture_controller (view, GTK_TYPE_GESTURE_CLICK);
  OvGeometry geometry;
  double x;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (runs));
  ov_run_collection_begin (runs, run, "data");
  fixture_wait_for_frames (fixture->page, 3);
  ov_chart_get_geometry (ov_chart_view_get_chart (view), gtk_widget_get_width (GTK_WIDGET (view)),
                         gtk_widget_get_height (GTK_WIDGET (view)), &geometry);
  x = ov_scale_to_position (&geometry.x, recipe.learning_rate);
  for (double y = 0.0; y < gtk_widget_get_height (GTK_WIDGET (view)); y += 8.0)
    g_signal_emit_by_name (click, "released", 1, x, y);
  g_assert_true (fixture->wanted == ov_run_collection_get_current (runs));
}

static void
set_best (OvRunItem *item, double best)
{
  OvRunFacts facts = *ov_run_item_get_facts (item);

  facts.best_accuracy = best;
  ov_run_item_set_facts (item, &facts);
}

/* Whether the map takes a key before its chart does. */
static gboolean
press (gpointer view, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  gboolean is_taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_taken);
    }

  return is_taken;
}

/* How many dots have a ring. */
static guint
count_rings (OvChart *chart)
{
  guint n = 0;

  for (guint i = 0; i < chart->series->len; i++)
    n += ((OvSeries *) chart->series->pdata[i])->emphasis == OV_EMPHASIS_RAISED;

  return n;
}

/* Keys go from dot to dot, the one that they have led to has a ring, and Enter asks for its run. */
static void
test_keys (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) right = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvRun) left = NULL;
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  GtkWidget *view = fixture_child (fixture->page, "view");
  OvChart *chart = ov_chart_view_get_chart (OV_CHART_VIEW (view));
  OvRunItem *right_item, *left_item;

  recipe.learning_rate = 1e-3;
  left = fixture_run (&recipe, fixture->dataset);
  ov_page_set_runs (fixture->page, G_LIST_MODEL (runs));
  ov_run_collection_begin (runs, right, "data");
  right_item = ov_run_collection_get_current (runs);
  ov_run_collection_begin (runs, left, "data");
  left_item = ov_run_collection_get_current (runs);
  set_best (right_item, 38.24);
  set_best (left_item, 50.0);
  fixture_wait_for_frames (fixture->page, 3);

  gtk_widget_grab_focus (view);
  g_assert_false (press (view, GDK_KEY_Return));
  g_assert_cmpuint (count_rings (chart), ==, 0);
  g_assert_true (press (view, GDK_KEY_Right));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_true (fixture->wanted == left_item);
  for (guint i = 0; i < 2; i++)
    g_assert_true (press (view, GDK_KEY_Right));
  g_assert_cmpuint (count_rings (chart), ==, 1);
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_true (fixture->wanted == right_item);

  /* The higher one, and the last one across. */
  g_assert_true (press (view, GDK_KEY_Up));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_true (fixture->wanted == left_item);
  press (view, GDK_KEY_End);
  press (view, GDK_KEY_Return);
  g_assert_true (fixture->wanted == right_item);

  g_assert_false (press (view, GDK_KEY_Escape));
  g_assert_cmpuint (count_rings (chart), ==, 0);
  g_assert_false (press (view, GDK_KEY_Return));
}

/* As a person would say it. */
static void
test_words (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvMapFigure) map = ov_map_figure_new ();
  const OvRecipe recipe = fixture_recipe (3);
  static const struct
  {
    gboolean shows_losses;
    double best;
    const char *words;
  } cases[] = {
    {FALSE, 38.24, "Linear 2. Learning rate 0.01, decay 0.999, test accuracy 38.2 %"},
    {TRUE, 0.78901, "Linear 2. Learning rate 0.01, decay 0.999, test loss 0.789"},
    {FALSE, INFINITY, "Linear 2. Learning rate 0.01, decay 0.999, diverged"},
  };
  OvMapRun run = {.recipe = recipe, .n_epochs = 3, .is_complete = TRUE};

  run.name = g_strdup ("Linear 2");
  g_array_append_val (map->runs, run);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      map->shows_losses = cases[i].shows_losses;
      g_array_index (map->runs, OvMapRun, 0).best = cases[i].best;
      words = ov_map_figure_describe_run (map, 0);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* What the map shows of its one run. */
static double
get_height (Fixture *fixture, const OvRecipe *recipe)
{
  OvChart *chart = ov_chart_view_get_chart (fixture_child (fixture->page, "view"));
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, recipe->learning_rate, NAN);

  g_assert_cmpuint (readings->len, ==, 1);

  return ((OvReading *) readings->pdata[0])->value;
}

/* Tells all that watch the pointer over a widget. */
static void
move_pointer (gpointer widget, gboolean enters)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller) && enters)
        g_signal_emit_by_name (controller, "enter", 10.0, 10.0);
      else if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "leave");
    }
}

/* What arrives while the pointer is on the map is drawn when it has left; what the user wants to
 * see is drawn at once. */
static void
test_still (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  GtkWidget *view = fixture_child (fixture->page, "view");
  OvRunItem *item;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (runs));
  ov_run_collection_begin (runs, run, "data");
  item = ov_run_collection_get_current (runs);
  set_best (item, 20.0);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_cmpfloat (get_height (fixture, &recipe), ==, 20.0);

  move_pointer (view, TRUE);
  set_best (item, 90.0);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_cmpfloat (get_height (fixture, &recipe), ==, 20.0);
  move_pointer (view, FALSE);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_cmpfloat (get_height (fixture, &recipe), ==, 90.0);

  /* What is due when the pointer comes is not held back by it. */
  set_best (item, 30.0);
  move_pointer (view, TRUE);
  g_assert_cmpfloat (get_height (fixture, &recipe), ==, 30.0);
  gtk_drop_down_set_selected (fixture_child (fixture->page, "quantity_choice"), 1);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_cmpfloat (get_height (fixture, &recipe), <, 10.0);
}

/* A run that was still diverging in its last epoch stands at the foot, whatever it had reached. */
static void
test_diverging (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  OvRunFacts facts;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (runs));
  ov_run_collection_begin (runs, run, "data");
  facts = *ov_run_item_get_facts (ov_run_collection_get_current (runs));
  g_assert_cmpint (facts.outcome, ==, OV_OUTCOME_FINISHED);
  facts.diagnosis = OV_DIAGNOSIS_DIVERGING;
  ov_run_item_set_facts (ov_run_collection_get_current (runs), &facts);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_true (isinf (get_height (fixture, &recipe)));

  /* So was one that was broken off; one that is running may still come back. */
  facts.outcome = OV_OUTCOME_NONE;
  ov_run_item_set_facts (ov_run_collection_get_current (runs), &facts);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_false (isinf (get_height (fixture, &recipe)));
  facts.outcome = OV_OUTCOME_CANCELLED;
  ov_run_item_set_facts (ov_run_collection_get_current (runs), &facts);
  fixture_wait_for_frames (fixture->page, 3);
  g_assert_true (isinf (get_height (fixture, &recipe)));
}

/* A zoom stays when an epoch arrives. */
static void
test_zoom (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = fixture_run (&recipe, fixture->dataset);
  g_autoptr (OvRunCollection) runs = ov_run_collection_new (2, 6);
  OvChartView *view = fixture_child (fixture->page, "view");
  double low;
  double high;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (runs));
  ov_run_collection_begin (runs, run, "data");
  fixture_wait_for_frames (fixture->page, 3);
  g_signal_emit_by_name (view, "zoomed", 1e-3, 2e-3);
  set_best (ov_run_collection_get_current (runs), 90.0);
  fixture_wait_for_frames (fixture->page, 3);
  ov_chart_get_x_range (ov_chart_view_get_chart (view), &low, &high);
  g_assert_cmpfloat (high, <, 3e-3);
  g_signal_emit_by_name (view, "zoomed", (double) NAN, (double) NAN);
  ov_chart_get_x_range (ov_chart_view_get_chart (view), &low, &high);
  g_assert_cmpfloat (high, >=, 1.0);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/map-page/finding", test_finding);
  add ("/map-page/dot", test_dot);
  add ("/map-page/keys", test_keys);
  add ("/map-page/words", test_words);
  add ("/map-page/still", test_still);
  add ("/map-page/diverging", test_diverging);
  add ("/map-page/zoom", test_zoom);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map-page.h"

#include <math.h>

#include "app-fixture.h"
#include "chart-view.h"
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

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  add ("/map-page/finding", test_finding);
  add ("/map-page/dot", test_dot);

  return g_test_run ();
}

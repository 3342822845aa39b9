/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-page.h"

#include <string.h>

#include "app-fixture.h"
#include "naive.h"

/* What is left beside the sliders on a screen of 900 pixels, with the window's frame. */
#define MOST_WIDTH 589

typedef struct
{
  OvPage    *page;
  GtkWidget *window;
  OvDataset *dataset;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dataset = naive_dataset_new (40, 20);
  fixture->page = g_object_new (OV_TYPE_MODEL_PAGE, NULL);
  fixture->window = fixture_show (fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
  ov_dataset_unref (fixture->dataset);
}

static const char *
get_cell (Fixture *fixture, int column, int row)
{
  GtkGrid *table = fixture_child (fixture->page, "table");
  GtkWidget *label = gtk_grid_get_child_at (table, column, row);

  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

/* A layer a row, and the number of all parameters under them; another run has its own. */
static void
test_table (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (1);
  g_autoptr (OvRun) linear = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvRun) two_layer = NULL;

  g_assert_null (get_cell (fixture, 0, 0));
  ov_page_show_run (fixture->page, linear);
  g_assert_cmpstr (get_cell (fixture, 0, 0), ==, "Layer");
  g_assert_cmpstr (get_cell (fixture, 0, 2), ==, "Total");
  g_assert_cmpstr (get_cell (fixture, 3, 2), ==, "30730");
  g_assert_nonnull (
    strstr (gtk_label_get_text (fixture_child (fixture->page, "features_title")), "no hidden"));

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  two_layer = ov_run_new (&recipe, fixture->dataset, 1);
  ov_page_show_run (fixture->page, two_layer);
  g_assert_cmpstr (get_cell (fixture, 0, 4), ==, "Total");
  g_assert_cmpstr (get_cell (fixture, 3, 4), ==, "616610");
  g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->page, "title")), ==,
                   ov_recipe_get_title (&recipe));
}

/* On a screen of 900 pixels the sliders have room beside it, whatever the network. */
static void
test_width (Fixture *fixture, gconstpointer unused)
{
  const char *const *presets = ov_recipe_list_presets ();
  OvRecipe recipe;
  int least;

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (OvRun) run = NULL;

      g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
      run = ov_run_new (&recipe, fixture->dataset, 1);
      ov_page_show_run (fixture->page, run);
      gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                          NULL, NULL);
      g_assert_cmpint (least, <=, MOST_WIDTH);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/model-page/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/model-page/width", Fixture, NULL, set_up, test_width, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-page.h"

#include <string.h>

#include "app-fixture.h"
#include "feature-view.h"
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

/* Beside the pictures, which are in the first column. */
static const char *
get_cell (Fixture *fixture, int column, int row)
{
  GtkGrid *table = fixture_child (fixture->page, "table");
  GtkWidget *label = gtk_grid_get_child_at (table, column + 1, row);

  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

/* Between two columns, in pixels. */
static int
get_gap (Fixture *fixture)
{
  GtkGrid *table = fixture_child (fixture->page, "table");
  GtkAllocation left, right;

  fixture_wait_for_frames (fixture->page, 3);
  gtk_widget_get_allocation (gtk_grid_get_child_at (table, 1, 1), &left);
  gtk_widget_get_allocation (gtk_grid_get_child_at (table, 2, 1), &right);

  return right.x - left.x - left.width;
}

/* The columns stay apart in larger type. */
static void
test_gap (Fixture *fixture, gconstpointer unused)
{
  const OvRecipe recipe = fixture_recipe (1);
  g_autoptr (OvRun) run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  GdkDisplay *display = gdk_display_get_default ();
  int usual;

  /* As the application does. */
  gtk_css_provider_load_from_resource (provider, "/io/github/overshoot/Overshoot/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  ov_page_show_run (fixture->page, run);
  usual = get_gap (fixture);
  g_assert_cmpint (usual, >, 6);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  g_assert_cmpint (get_gap (fixture), >, 3 * usual / 2);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

/* The input and each layer with its picture, and the number of all parameters under them; another
 * run has its own. */
static void
test_table (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (1);
  g_autoptr (OvRun) linear = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvRun) two_layer = NULL;
  GtkGrid *table = fixture_child (fixture->page, "table");

  g_assert_null (get_cell (fixture, 0, 0));
  ov_page_show_run (fixture->page, linear);
  g_assert_cmpstr (get_cell (fixture, 0, 0), ==, "Layer");
  g_assert_cmpstr (get_cell (fixture, 0, 1), ==, "input");
  g_assert_cmpstr (get_cell (fixture, 2, 1), ==, "3 × 32 × 32");
  g_assert_nonnull (gtk_grid_get_child_at (table, 0, 1));
  g_assert_cmpstr (get_cell (fixture, 3, 2), ==, "30,730");
  g_assert_nonnull (gtk_grid_get_child_at (table, 0, 2));
  g_assert_cmpstr (get_cell (fixture, 0, 3), ==, "10 × 3,072 + 10");
  g_assert_cmpstr (get_cell (fixture, 0, 4), ==, "Total");
  g_assert_cmpstr (get_cell (fixture, 3, 4), ==, "30,730");

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  two_layer = ov_run_new (&recipe, fixture->dataset, 1);
  ov_page_show_run (fixture->page, two_layer);
  g_assert_cmpstr (get_cell (fixture, 0, 7), ==, "Total");
  g_assert_cmpstr (get_cell (fixture, 3, 7), ==, "616,610");
  g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->page, "title")), ==,
                   ov_recipe_get_title (&recipe));
}

/* There is something to see of every recipe, before a run as well. */
static void
test_recipes (Fixture *fixture, gconstpointer unused)
{
  const char *const *presets = ov_recipe_list_presets ();
  GtkWidget *templates = fixture_child (fixture->page, "template_view");
  GtkWidget *scroller = fixture_child (fixture->page, "features_scroller");
  OvRecipe recipe;

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
      ov_page_set_recipe (fixture->page, &recipe);
      g_assert_cmpstr (get_cell (fixture, 0, 1), ==, "input");
      g_assert_cmpstr (gtk_label_get_text (fixture_child (fixture->page, "features_title")), !=,
                       "");
    }
  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (OvRun) run = NULL;

      g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
      run = ov_run_new (&recipe, fixture->dataset, 1);
      ov_page_show_run (fixture->page, run);
      g_assert_cmpint (gtk_widget_get_visible (templates), ==, i == 0);
      g_assert_cmpint (gtk_widget_get_visible (scroller), ==, i != 0);
    }
}

static void
assert_label (OvFeatureView *view, guint place, gboolean is_for, const char *expected)
{
  g_autofree char *label = ov_feature_view_get_label (view, place, is_for);

  g_assert_cmpstr (label, ==, expected);
}

/* Under each unit stands the class that it speaks for and the one that it speaks against; they are
 * sorted by their influence on the class that is chosen, and all of them have room. */
static void
test_influence (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (1);
  g_autoptr (OvRun) run = NULL;
  g_autofree char *plane = g_strdup_printf ("+ %s", fixture->dataset->class_names[0]);
  g_autofree char *against = g_strdup_printf ("− %s", fixture->dataset->class_names[1]);
  g_autofree char *bird = g_strdup_printf ("+ %s", fixture->dataset->class_names[2]);
  OvFeatureView *view = fixture_child (fixture->page, "feature_view");
  GtkDropDown *choice = fixture_child (fixture->page, "class_choice");
  OvFeatures *features;
  int height;
  int width;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.epochs = 1;
  recipe.hidden_units = 200;
  run = fixture_run (&recipe, fixture->dataset);
  ov_page_show_run (fixture->page, run);
  g_assert_true (gtk_widget_get_visible (fixture_child (fixture->page, "features_head")));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (choice)), ==, 11);
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, 320, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >, 200 / 5 * 64);
  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                      NULL, NULL);
  g_assert_cmpint (width, <=, MOST_WIDTH);

  features = ov_features_copy (ov_run_get_features (run));
  for (guint i = 0; i < features->n_units * OV_N_CLASSES; i++)
    features->by_class[i] = 0.0;
  features->by_class[0] = 3.0;
  features->by_class[1] = -1.0;
  features->by_class[OV_N_CLASSES + 2] = 1.0;
  ov_feature_view_set_features (view, features, fixture->dataset->class_names);
  assert_label (view, 0, TRUE, plane);
  assert_label (view, 0, FALSE, against);
  assert_label (view, 1, TRUE, bird);
  assert_label (view, 1, FALSE, NULL);
  gtk_drop_down_set_selected (choice, 3);
  assert_label (view, 0, TRUE, bird);
  assert_label (view, 1, TRUE, plane);
  ov_features_free (features);
}

static double
get_top (Fixture *fixture, GtkWidget *child)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (fixture->page), &bounds));

  return (double) bounds.origin.y;
}

/* In a narrow window what the network has learned stands beneath its layers, and the keys scroll
 * both together. */
static void
test_narrow (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;
  GtkWidget *table = fixture_child (fixture->page, "table");
  GtkWidget *view = fixture_child (fixture->page, "feature_view");

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.epochs = 1;
  run = fixture_run (&recipe, fixture->dataset);
  ov_page_show_run (fixture->page, run);
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_cmpfloat (get_top (fixture, view), <, gtk_widget_get_height (table));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 420, 300);
  wait_for (gtk_widget_get_width (GTK_WIDGET (fixture->page)) <= 420);
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_cmpfloat (get_top (fixture, view), >, gtk_widget_get_height (table));

  g_assert_true (fixture_press (view, GDK_KEY_End, 0));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_cmpfloat (get_top (fixture, table), <, -gtk_widget_get_height (table));
  g_assert_cmpfloat_with_epsilon (get_top (fixture, view) + gtk_widget_get_height (view),
                                  gtk_widget_get_height (GTK_WIDGET (fixture->page)), 2.0);
}

/* A run that diverged is not said to look for anything now. */
static void
test_diverged (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (50);
  g_autoptr (OvRun) run = NULL;
  const char *title;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 5;
  recipe.batch_size = 10;
  recipe.learning_rate = 100.0;
  recipe.weight_std = 1.0;
  recipe.regularisation = 1.0;
  run = fixture_run (&recipe, fixture->dataset);
  ov_page_show_run (fixture->page, run);
  title = gtk_label_get_text (fixture_child (fixture->page, "features_title"));
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_DIVERGED);
  g_assert_nonnull (strstr (title, "diverged"));
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
  g_test_add ("/model-page/gap", Fixture, NULL, set_up, test_gap, tear_down);
  g_test_add ("/model-page/recipes", Fixture, NULL, set_up, test_recipes, tear_down);
  g_test_add ("/model-page/influence", Fixture, NULL, set_up, test_influence, tear_down);
  g_test_add ("/model-page/diverged", Fixture, NULL, set_up, test_diverged, tear_down);
  g_test_add ("/model-page/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/model-page/width", Fixture, NULL, set_up, test_width, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page.h"

#include <string.h>

#include "app-fixture.h"
#include "chart-view.h"
#include "curve-pane.h"
#include "naive.h"
#include "run-collection.h"
#include "run-figure.h"

GType ov_curves_page_get_type (void);

/* Runs, more than the table has room for. */
#define N_MANY 6

typedef struct
{
  OvPage    *page;
  GtkWidget *window;
  OvDataset *dataset;
  GSettings *settings;
  char      *told; /* the last that the page told */
} Fixture;

static void
told_cb (OvPage *page, const char *text, Fixture *fixture)
{
  g_free (fixture->told);
  fixture->told = g_strdup (text);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GListStore) ghosts = g_list_store_new (OV_TYPE_RUN_ITEM);

  fixture->dataset = naive_dataset_new (40, 20);
  fixture->settings = g_settings_new (APPLICATION_ID);
  fixture->page = g_object_new (ov_curves_page_get_type (), NULL);
  ov_page_set_settings (fixture->page, fixture->settings);
  ov_page_set_ghosts (fixture->page, G_LIST_MODEL (ghosts));
  g_signal_connect (fixture->page, "told", G_CALLBACK (told_cb), fixture);
  fixture->window = fixture_show (fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_destroy (fixture->window);
  g_assert_null (fixture->page);
  g_object_unref (fixture->settings);
  ov_dataset_unref (fixture->dataset);
  g_free (fixture->told);
}

/* Before the first run there is nothing to draw; the log may be copied. */
static void
test_no_run (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();

  ov_page_add_figures (fixture->page, set);
  g_assert_cmpuint (set->choices->len, ==, 0);
  g_assert_true (ov_page_can_copy_text (fixture->page));
}

/* The picture and the log are those of the run that is shown. */
static void
test_copy (Fixture *fixture, gconstpointer unused)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = ov_run_new (&recipe, fixture->dataset, 1);
  g_autoptr (OvFigureSet) set = ov_figure_set_new ();
  const OvRunFigure *figure;
  guint place;

  ov_page_show_run (fixture->page, run);
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));

  ov_page_add_figures (fixture->page, set);
  g_assert_true (ov_figure_set_find (set, "curves", &place));
  figure = ov_figure_set_get (set, place)->figure.data;
  g_assert_cmpuint (ov_history_get_n_epochs (figure->run->history), ==, 3);
  ov_page_copy_text (fixture->page);
  g_assert_nonnull (strstr (fixture->told, "log"));
}

/* A guess is drawn on the page's pad, which is hidden until one is wanted. */
static void
test_guess_pad (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *pad = ov_page_get_guess_pad (fixture->page);

  g_assert_true (OV_IS_GUESS_PAD (pad));
  g_assert_false (gtk_widget_get_visible (pad));
}

/* The switches of the menu are settings. */
static void
test_settings (Fixture *fixture, gconstpointer unused)
{
  OvCurvePane *pane = fixture_find_type (fixture->page, OV_TYPE_CURVE_PANE);
  gboolean log_loss;

  g_settings_set_boolean (fixture->settings, "log-loss", TRUE);
  g_object_get (pane, "log-loss", &log_loss, NULL);
  g_assert_true (log_loss);
  g_settings_reset (fixture->settings, "log-loss");
}

/* The charts look as the settings say, from the next moment on. */
static void
test_style (Fixture *fixture, gconstpointer unused)
{
  OvCurvePane *pane = fixture_child (fixture->page, "curve_pane");
  OvChart *loss = ov_chart_view_get_chart (fixture_child (pane, "loss_view"));
  double high;

  g_assert_false (ov_chart_get_log_x (loss));
  g_settings_set_boolean (fixture->settings, "log-x", TRUE);
  g_settings_set_double (fixture->settings, "loss-maximum", 7.0);
  g_settings_set_boolean (fixture->settings, "loss-range", TRUE);
  g_assert_true (ov_chart_get_log_x (loss));
  ov_chart_get_y_range (loss, NULL, &high);
  g_assert_cmpfloat (high, ==, 7.0);
  g_settings_reset (fixture->settings, "log-x");
  g_settings_reset (fixture->settings, "loss-maximum");
  g_settings_reset (fixture->settings, "loss-range");
  g_assert_false (ov_chart_get_log_x (loss));
}

static void
add_run (Fixture *fixture, OvRunCollection *collection, double learning_rate)
{
  OvRecipe recipe = fixture_recipe (3);
  g_autoptr (OvRun) run = NULL;

  recipe.learning_rate = learning_rate;
  run = ov_run_new (&recipe, fixture->dataset, 1);
  ov_run_collection_begin (collection, run, "data");
  ov_run_start (run);
  wait_for (ov_run_has_ended (run));
  fixture_wait_for_frames (fixture->window, 3);
}

static gboolean
is_table_open (Fixture *fixture)
{
  gboolean is_open;

  g_object_get (fixture_child (fixture->page, "run_table"), "open", &is_open, NULL);

  return is_open;
}

/* In a low window the charts have the height while there is but one run, unless somebody wants the
 * table to be open; and that is no wish for it to be closed. */
static void
test_table_of_one (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);
  GtkWidget *table = fixture_child (fixture->page, "run_table");
  int height;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (collection));
  add_run (fixture, collection, 1e-3);
  g_assert_false (is_table_open (fixture));
  g_assert_true (g_settings_get_boolean (fixture->settings, "runs-visible"));
  height = gtk_widget_get_height (table);
  add_run (fixture, collection, 2e-3);
  g_assert_true (is_table_open (fixture));
  g_assert_cmpint (gtk_widget_get_height (table), >, height);

  /* With two rows it is not as high as it may get. */
  g_assert_cmpint (gtk_widget_get_height (table), <,
                   g_settings_get_int (fixture->settings, "runs-height"));
  g_object_set (table, "open", FALSE, NULL);
  g_assert_false (g_settings_get_boolean (fixture->settings, "runs-visible"));
  add_run (fixture, collection, 3e-3);
  g_assert_false (is_table_open (fixture));
  g_settings_reset (fixture->settings, "runs-visible");
}

/* The border that nobody has moved stays from one start to the next, and makes room for rows. */
static void
test_table_height (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);
  const int chosen = g_settings_get_int (fixture->settings, "runs-height");
  GtkWidget *table = fixture_child (fixture->page, "run_table");
  int height;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (collection));
  add_run (fixture, collection, 1e-3);
  add_run (fixture, collection, 2e-3);
  height = gtk_widget_get_height (table);
  add_run (fixture, collection, 3e-3);
  wait_for (gtk_widget_get_height (table) > height);
  for (guint i = 0; i < N_MANY; i++)
    add_run (fixture, collection, 1e-2 * (i + 1));
  wait_for (gtk_widget_get_height (table) == chosen);
  g_object_set (table, "open", FALSE, NULL);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "runs-height"), ==, chosen);
  g_settings_reset (fixture->settings, "runs-visible");
}

/* In a yet lower window the charts have the height of several rows, until it is higher again. */
static void
test_table_of_low_page (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);

  ov_page_set_runs (fixture->page, G_LIST_MODEL (collection));
  add_run (fixture, collection, 1e-3);
  add_run (fixture, collection, 2e-3);
  g_assert_true (is_table_open (fixture));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 460);
  wait_for (!is_table_open (fixture));
  g_assert_true (g_settings_get_boolean (fixture->settings, "runs-visible"));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 620);
  wait_for (is_table_open (fixture));
}

/* However many lines a sentence takes at the width that there is, the table lies beneath them. */
static void
test_whole_sentence (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);
  g_autofree char *words = g_strnfill (600, 'm');
  GtkWidget *side = fixture_child (fixture->page, "side");
  GtkWidget *bar = fixture_child (fixture->page, "diagnosis_bar");
  GtkWidget *evidence = fixture_child (bar, "evidence");
  graphene_rect_t bounds;

  ov_page_set_runs (fixture->page, G_LIST_MODEL (collection));
  add_run (fixture, collection, 1e-3);
  add_run (fixture, collection, 2e-3);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 300);
  fixture_wait_for_frames (fixture->window, 3);
  g_object_set (fixture_child (fixture->page, "run_table"), "open", TRUE, NULL);
  gtk_widget_set_visible (bar, TRUE);
  gtk_label_set_text (GTK_LABEL (evidence), words);
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_true (gtk_widget_compute_bounds (evidence, side, &bounds));
  g_assert_cmpfloat (bounds.size.height, >, 40);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (side));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add ("/curves-page/no-run", Fixture, NULL, set_up, test_no_run, tear_down);
  g_test_add ("/curves-page/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/curves-page/guess-pad", Fixture, NULL, set_up, test_guess_pad, tear_down);
  g_test_add ("/curves-page/style", Fixture, NULL, set_up, test_style, tear_down);
  g_test_add ("/curves-page/table-height", Fixture, NULL, set_up, test_table_height, tear_down);
  g_test_add ("/curves-page/table-of-low-page", Fixture, NULL, set_up, test_table_of_low_page,
              tear_down);
  g_test_add ("/curves-page/table-of-one", Fixture, NULL, set_up, test_table_of_one, tear_down);
  g_test_add ("/curves-page/whole-sentence", Fixture, NULL, set_up, test_whole_sentence, tear_down);
  g_test_add ("/curves-page/settings", Fixture, NULL, set_up, test_settings, tear_down);

  return g_test_run ();
}

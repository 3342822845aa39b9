/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "finder-fixture.h"
#include "naive.h"
#include "sweep-page.h"
#include "window-fixture.h"

/* Whether words stand in place of the chart. */
static gboolean
is_empty (FinderFixture *fixture)
{
  return gtk_stack_get_visible_child (fixture_child (fixture->page, "stack"))
         == fixture_child (fixture->page, "empty");
}

static void
find (FinderFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (300);
  guint n_findings;

  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  n_findings = fixture->n_findings;
  finder_click (fixture, "run_button");
  wait_for (fixture->n_findings > n_findings);
  g_assert_nonnull (ov_finder_page_get_finding (fixture->page));
}

/* A ramp that takes far longer than any test waits. */
static OvRecipe
make_long_recipe (void)
{
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-gd", NULL));
  recipe.batch_size = 0;
  recipe.hidden_units = 2000;

  return recipe;
}

static void
test_empty (FinderFixture *fixture, gconstpointer data)
{
  g_assert_false (finder_is_sensitive (fixture, "run_button"));
  g_assert_false (finder_is_sensitive (fixture, "steepest_button"));
  g_assert_cmpstr (finder_get_text (fixture, "status"), ==, "");
  g_assert_null (ov_finder_page_get_finding (fixture->page));
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  g_assert_true (finder_is_sensitive (fixture, "run_button"));
  g_assert_true (is_empty (fixture));
  find (fixture);
  g_assert_false (is_empty (fixture));
}

/* The suggestions are those of the finding, to two digits, and the buttons tell just them. */
static void
test_suggestions (FinderFixture *fixture, gconstpointer data)
{
  const OvFinding *finding;

  find (fixture);
  finding = ov_finder_page_get_finding (fixture->page);
  g_assert_true (finding->has_suggestions);
  g_assert_cmpstr (fixture->busy->str, ==, "+-");
  g_assert_nonnull (strstr (finder_get_text (fixture, "status"), "The loss is lowest"));

  finder_click (fixture, "steepest_button");
  g_assert_cmpuint (fixture->n_applied, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->applied, finding->steepest, 0.05 * finding->steepest);
  g_assert_cmpfloat (fixture->applied, ==,
                     g_strtod (finder_get_text (fixture, "steepest_label"), NULL));

  finder_click (fixture, "tenth_button");
  g_assert_cmpuint (fixture->n_applied, ==, 2);
  g_assert_cmpfloat_with_epsilon (fixture->applied, finding->tenth, 0.05 * finding->tenth);
  g_assert_cmpfloat (fixture->applied, ==,
                     g_strtod (finder_get_text (fixture, "tenth_label"), NULL));
}

/* Beyond the limit nothing settles, so it is rounded down. */
static void
test_limit (FinderFixture *fixture, gconstpointer data)
{
  GtkWidget *button = fixture_child (fixture->page, "limit_button");

  g_assert_false (gtk_widget_get_visible (button));
  ov_page_set_limit (OV_PAGE (fixture->page), 0.0195582);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_cmpstr (finder_get_text (fixture, "limit_label"), ==, "0.0195");
  finder_click (fixture, "limit_button");
  g_assert_cmpfloat (fixture->applied, ==, 0.0195);
  ov_page_set_limit (OV_PAGE (fixture->page), 1e-9);
  find (fixture);
  g_assert_nonnull (strstr (finder_get_text (fixture, "steepest_reason"),
                            "Beyond the stability limit"));
  ov_page_set_limit (OV_PAGE (fixture->page), NAN);
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_null (strstr (finder_get_text (fixture, "steepest_reason"), "Beyond"));
}

/* A finding is for every learning rate, but not for another momentum. */
static void
test_other_recipe (FinderFixture *fixture, gconstpointer data)
{
  OvRecipe recipe = fixture_recipe (7);

  find (fixture);
  recipe.learning_rate = 0.3;
  recipe.decay = 0.95;
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_assert_true (finder_is_sensitive (fixture, "steepest_button"));
  g_assert_null (strstr (finder_get_text (fixture, "status"), "another recipe"));

  recipe.momentum = 0.9;
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  g_assert_nonnull (strstr (finder_get_text (fixture, "status"), "another recipe (momentum 0)"));
  g_assert_false (finder_is_sensitive (fixture, "steepest_button"));
  g_assert_nonnull (ov_finder_page_get_finding (fixture->page));
}

static void
test_other_data (FinderFixture *fixture, gconstpointer data)
{
  OvDataset *other = naive_dataset_new (30, 10);

  find (fixture);
  ov_page_set_dataset (OV_PAGE (fixture->page), other);
  g_assert_null (ov_finder_page_get_finding (fixture->page));
  g_assert_cmpstr (finder_get_text (fixture, "status"), ==, "");
  g_assert_false (finder_is_sensitive (fixture, "tenth_button"));
  ov_dataset_unref (other);
}

/* Points come while the ramp is running. After a stop they stay, and suggest nothing. */
static void
test_stop (FinderFixture *fixture, gconstpointer data)
{
  const OvRecipe recipe = make_long_recipe ();

  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  finder_click (fixture, "run_button");
  wait_for (g_str_has_prefix (finder_get_text (fixture, "status"), "Rate "));
  g_assert_cmpstr (gtk_button_get_label (fixture_child (fixture->page, "run_button")), ==,
                   "_Stop");
  g_assert_cmpstr (fixture->busy->str, ==, "+");
  finder_click (fixture, "run_button");
  g_assert_cmpstr (fixture->busy->str, ==, "+-");
  g_assert_nonnull (strstr (finder_get_text (fixture, "status"), "Stopped at a rate of"));
  g_assert_false (finder_is_sensitive (fixture, "steepest_button"));
  g_assert_null (ov_finder_page_get_finding (fixture->page));
  window_fixture_assert_no_threads ();

  /* What the stopped one may still have told is not taken for the next one's. */
  find (fixture);
  g_assert_cmpstr (fixture->busy->str, ==, "+-+-");
}

static void
test_dispose (FinderFixture *fixture, gconstpointer data)
{
  const OvRecipe recipe = make_long_recipe ();

  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  finder_click (fixture, "run_button");
  wait_for (g_str_has_prefix (finder_get_text (fixture, "status"), "Rate "));
}

static void
test_error (FinderFixture *fixture, gconstpointer data)
{
  OvRecipe recipe = fixture_recipe (300);

  recipe.momentum = 2.0;
  ov_page_set_recipe (OV_PAGE (fixture->page), &recipe);
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  finder_click (fixture, "run_button");
  wait_for (g_strcmp0 (fixture->busy->str, "+-") == 0);
  g_assert_nonnull (strstr (finder_get_text (fixture, "status"), "Momentum"));
  g_assert_true (gtk_widget_has_css_class (fixture_child (fixture->page, "status"), "error"));
  find (fixture);
  g_assert_false (gtk_widget_has_css_class (fixture_child (fixture->page, "status"), "error"));
}

static void
moved_cb (OvChartView *view, double x, double y, double *moved)
{
  *moved = x;
}

/* The arrow keys go from one rate to another in either direction, and through all of them. */
static void
test_keys (FinderFixture *fixture, gconstpointer data)
{
  OvChartView *view = fixture_child (fixture->page, "view");
  double before = 0.0;
  double moved = 0.0;

  find (fixture);
  g_signal_connect (view, "crosshair-moved", G_CALLBACK (moved_cb), &moved);
  for (guint i = 0; i < 20; i++)
    {
      before = moved;
      g_assert_true (fixture_press (view, GDK_KEY_Right, 0));
      g_assert_cmpfloat (moved, >, 1.05 * before);
    }
  g_assert_cmpfloat (moved, >, 1e-7);
  g_assert_cmpfloat (moved, <, 1e-5);
  before = moved;
  g_assert_true (fixture_press (view, GDK_KEY_Left, 0));
  g_assert_cmpfloat (moved, <, before);
  g_assert_true (fixture_press (view, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpfloat (moved, >, 4.0 * before);
}

/* In the window: the run rests while the finder is at work, and a suggestion starts a new one. */
static void
test_window (WindowFixture *fixture)
{
  OvFinderPage *page = fixture_find_type (fixture->window, OV_TYPE_FINDER_PAGE);
  GtkWidget *stack = fixture_child (fixture->window, "stack");
  g_autoptr (OvRun) before = NULL;

  before = g_object_ref (window_fixture_restart (fixture));
  window_fixture_wait_for_epochs (fixture, 1);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "finder");
  g_signal_emit_by_name (fixture_child (page, "run_button"), "clicked");
  wait_for (ov_finder_page_get_finding (page) != NULL);
  wait_for (ov_run_get_state (before) != OV_RUN_PAUSED);

  g_signal_emit_by_name (page, "rate-wanted", 0.0042);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)), ==, "curves");
  window_fixture_wait_for_other (fixture, before);
  g_assert_cmpfloat (ov_run_get_recipe (window_fixture_get_run (fixture))->learning_rate, ==,
                     0.0042);
}

/* The current run rests as long as anybody is busy. */
static void
test_rest (WindowFixture *fixture)
{
  OvFinderPage *page = fixture_find_type (fixture->window, OV_TYPE_FINDER_PAGE);
  gpointer sweep = fixture_find_type (fixture->window, OV_TYPE_SWEEP_PAGE);
  OvRun *run = window_fixture_get_run (fixture);

  g_signal_emit_by_name (page, "busy", TRUE);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
  g_signal_emit_by_name (sweep, "busy", TRUE);
  g_signal_emit_by_name (page, "busy", FALSE);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
  g_signal_emit_by_name (sweep, "busy", FALSE);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
}

int
main (int argc, char **argv)
{
  finder_fixture_start (&argc, &argv);

  finder_fixture_add ("/finder-page/empty", test_empty);
  finder_fixture_add ("/finder-page/suggestions", test_suggestions);
  finder_fixture_add ("/finder-page/limit", test_limit);
  finder_fixture_add ("/finder-page/other-recipe", test_other_recipe);
  finder_fixture_add ("/finder-page/other-data", test_other_data);
  finder_fixture_add ("/finder-page/stop", test_stop);
  finder_fixture_add ("/finder-page/dispose", test_dispose);
  finder_fixture_add ("/finder-page/error", test_error);
  finder_fixture_add ("/finder-page/keys", test_keys);
  window_fixture_add ("/finder-page/window", test_window);
  window_fixture_add ("/finder-page/rest", test_rest);

  return finder_fixture_finish ();
}

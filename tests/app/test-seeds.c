/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "chart-view.h"
#include "curve-pane.h"
#include "window-fixture.h"
#include "window-private.h"

/* The seeds of a recipe in the window, on the built-in sample. */

#define N_EPOCHS 4

static OvRecipe
make_recipe (guint seed)
{
  OvRecipe recipe = fixture_recipe (N_EPOCHS);

  recipe.seed = seed;

  return recipe;
}

/* Whether the accuracies have a curve by this name that has a value in epoch 0. */
static gboolean
has_curve (WindowFixture *fixture,
           const char    *name)
{
  OvCurvePane *pane = fixture_find_type (fixture->window, OV_TYPE_CURVE_PANE);
  OvChart *chart = ov_chart_view_get_chart (fixture_child (pane, "accuracy_view"));
  g_autoptr (GPtrArray) readings = ov_chart_read_out (chart, 0.0, NAN);

  for (guint i = 0; i < readings->len; i++)
    if (g_str_equal (((OvReading *) readings->pdata[i])->name, name))
      return TRUE;

  return FALSE;
}

static void
run_seeds (WindowFixture *fixture,
           const char    *json)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.run-seeds", "s",
                                             json));
}

static const char *
get_banner (WindowFixture *fixture)
{
  return ov_banner_get_text (fixture_child (fixture->window, "seeds_banner"));
}

/* Whether the session runs this recipe, and not the one that the window began with. */
static gboolean
is_run (WindowFixture  *fixture,
        const OvRecipe *recipe)
{
  OvRun *run = window_fixture_get_run (fixture);

  return run != NULL && ov_recipe_equal (ov_run_get_recipe (run), recipe);
}

/* Whether a label somewhere within begins with @start. */
static gboolean
has_label (GtkWidget  *widget,
           const char *start)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), start))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, start))
      return TRUE;

  return FALSE;
}

/* The recipe of the panel: five runs, of which there is then one mean with a band. */
static void
test_panel (WindowFixture *fixture)
{
  const OvRecipe recipe = make_recipe (3);
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *json = NULL;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (is_run (fixture, &recipe));
  run_seeds (fixture, "");
  g_assert_cmpstr (get_banner (fixture), ==, "Running the recipe with 5 seeds: this is number 1");
  wait_for (!ov_seed_series_is_running (fixture->window->seeds));
  g_assert_null (get_banner (fixture));
  items = ov_seed_series_list_items (fixture->window->seeds);
  g_assert_cmpuint (items->len, ==, 5);
  g_assert_cmpuint (ov_run_get_recipe (window_fixture_get_run (fixture))->seed, ==, 7);
  g_assert_cmpuint (ov_recipe_panel_get_recipe (fixture->window->recipe_panel)->seed, ==, 7);

  json = g_settings_get_string (fixture->settings, "seeds");
  g_assert_cmpstr (json, ==, "range");
  wait_for (has_curve (fixture, "Training, mean of 5 seeds, min–max"));
  g_assert_true (has_curve (fixture, "This run"));

  g_settings_set_string (fixture->settings, "seeds", "deviation");
  g_assert_true (has_curve (fixture, "Training, mean ± standard deviation of 5 seeds"));
  g_settings_set_string (fixture->settings, "seeds", "single");
  g_assert_true (has_curve (fixture, "Training"));
  g_assert_false (has_curve (fixture, "This run"));
}

/* The recipe of a run in the table, which another one in the panel does not matter to; its runs
 * that are there stay as they are, and a stop begins no more. */
static void
test_stop (WindowFixture *fixture)
{
  OvRecipe recipe = make_recipe (0);
  g_autofree char *json = ov_recipe_to_json (&recipe);

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (is_run (fixture, &recipe) && ov_run_has_ended (window_fixture_get_run (fixture)));
  recipe.learning_rate *= 0.5;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (is_run (fixture, &recipe));

  run_seeds (fixture, json);
  g_assert_cmpstr (get_banner (fixture), ==, "Running the recipe with 5 seeds: this is number 2");
  window_fixture_act (fixture, "win.stop-seeds");
  g_assert_null (get_banner (fixture));
  wait_for (ov_run_get_recipe (window_fixture_get_run (fixture))->seed == 1
            && ov_run_has_ended (window_fixture_get_run (fixture)));
  fixture_wait_for_frames (fixture->window, 3);
  g_assert_cmpuint (ov_run_get_recipe (window_fixture_get_run (fixture))->seed, ==, 1);
}

/* Once all are there nothing is run, and what came out is said. */
static void
test_again (WindowFixture *fixture)
{
  const OvRecipe recipe = make_recipe (0);
  g_autofree char *json = ov_recipe_to_json (&recipe);
  OvRun *run;

  window_fixture_set_recipe (fixture, &recipe);
  wait_for (is_run (fixture, &recipe));
  run_seeds (fixture, "");
  wait_for (!ov_seed_series_is_running (fixture->window->seeds));
  run = window_fixture_get_run (fixture);
  run_seeds (fixture, json);
  g_assert_false (ov_seed_series_is_running (fixture->window->seeds));
  g_assert_true (window_fixture_get_run (fixture) == run);
  wait_for (has_label (fixture_child (fixture->window, "toasts"), "5 seeds"));

  /* What is no recipe runs nothing. */
  run_seeds (fixture, "{}");
  g_assert_false (ov_seed_series_is_running (fixture->window->seeds));
}

int
main (int   argc,
      char *argv[])
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/seeds/panel", test_panel);
  window_fixture_add ("/seeds/stop", test_stop);
  window_fixture_add ("/seeds/again", test_again);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "start-choice.h"

#include <math.h>
#include <string.h>

#include "chart-view.h"
#include "finder-fixture.h"
#include "map-page.h"
#include "window-fixture.h"

/* Hidden units, or images of a batch, where it does not matter how many. */
#define FEW 10

/* The choice of the weights that the finder starts from, on the finder's page. */

static void
choose_run (FinderFixture *fixture, gboolean wants_run)
{
  gpointer choice = fixture_child (fixture->page, "start_choice");

  gtk_toggle_button_set_active (fixture_child (choice, wants_run ? "run_button" : "first_button"),
                                TRUE);
}

static gboolean
can_choose_run (FinderFixture *fixture)
{
  gpointer choice = fixture_child (fixture->page, "start_choice");

  return gtk_widget_is_sensitive (fixture_child (choice, "run_button"));
}

static const char *
get_choice_tooltip (FinderFixture *fixture)
{
  gpointer choice = fixture_child (fixture->page, "start_choice");

  return gtk_widget_get_tooltip_text (fixture_child (choice, "run_button"));
}

static void
set_run (FinderFixture *fixture, OvRun *run)
{
  ov_page_set_recipe (OV_PAGE (fixture->page), ov_run_get_recipe (run));
  ov_page_set_dataset (OV_PAGE (fixture->page), finder_get_dataset ());
  ov_page_set_run (OV_PAGE (fixture->page), run);
}

static void
run_finder (FinderFixture *fixture)
{
  const guint n_findings = fixture->n_findings;

  finder_click (fixture, "run_button");
  wait_for (fixture->n_findings > n_findings);
}

/* What is found from the weights that a recipe has after some epochs. */
static OvFinding *
find_after (const OvRecipe *recipe, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, finder_get_dataset (), 1, &error);
  OvEpoch epoch;

  g_assert_no_error (error);
  for (guint i = 0; i < n_epochs; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));

  return ov_trainer_test_range (trainer, NULL, NULL, NULL, NULL, &error);
}

/* From a finished run's weights the ramp begins at a lower loss, and says where it began. */
static void
test_from_run (FinderFixture *fixture, gconstpointer data)
{
  const OvRecipe recipe = fixture_recipe (12);
  g_autoptr (OvRun) run = fixture_run (&recipe, finder_get_dataset ());
  g_autoptr (OvRun) other = fixture_run (&recipe, finder_get_dataset ());
  g_autoptr (OvFinding) expected = find_after (&recipe, 12);
  const OvFinding *finding;
  GtkWidget *button;

  set_run (fixture, run);
  choose_run (fixture, TRUE);
  run_finder (fixture);
  finding = ov_finder_page_get_finding (fixture->page);
  g_assert_nonnull (finding);
  g_assert_true (ov_finder_page_is_from_run (fixture->page));
  g_assert_cmpstr (fixture->busy->str, ==, "+-");
  for (guint i = 0; i < 20; i++)
    g_assert_cmpfloat_with_epsilon (finding->losses[i], expected->losses[i], 1e-4);
  g_assert_true (g_str_has_prefix (finder_get_text (fixture, "status"),
                                   "From epoch 12 of the run: "));
  button = fixture_child (fixture->page, "steepest_button");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "from its first weights"));

  set_run (fixture, other);
  g_assert_true (g_str_has_prefix (finder_get_text (fixture, "status"),
                                   "From epoch 12 of an earlier run: "));
  choose_run (fixture, FALSE);
  run_finder (fixture);
  g_assert_false (ov_finder_page_is_from_run (fixture->page));
  g_assert_null (gtk_widget_get_tooltip_text (button));
  g_assert_true (g_str_has_prefix (finder_get_text (fixture, "status"), "The loss "));
  g_assert_cmpfloat (ov_finder_page_get_finding (fixture->page)->losses[0], >,
                     expected->losses[0] + 0.01);
}

/* Every recipe's run can be started from, while it is running and while it rests, and is left so.
 * The networks that take long rest, since nobody else lets them. */
static void
test_from_every_recipe (FinderFixture *fixture, gconstpointer data)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (OvRun) run = NULL;
      OvRecipe recipe;

      g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
      recipe.epochs = 100000;
      recipe.hidden_units = FEW;
      if (recipe.batch_size > 0)
        recipe.batch_size = FEW;
      run = ov_run_new (&recipe, finder_get_dataset (), 1);
      set_run (fixture, run);
      choose_run (fixture, TRUE);
      ov_run_start (run);
      wait_for (ov_history_get_n_epochs (ov_run_get_history (run)) > 0);
      if (i > 0)
        ov_run_pause (run);
      run_finder (fixture);
      g_assert_cmpstr (finder_get_text (fixture, "status"), !=, "");
      g_assert_nonnull (ov_finder_page_get_finding (fixture->page));
      g_assert_true (g_str_has_prefix (finder_get_text (fixture, "status"), "From epoch "));
      g_assert_cmpint (ov_run_get_state (run), ==, i > 0 ? OV_RUN_PAUSED : OV_RUN_RUNNING);
      ov_page_set_run (OV_PAGE (fixture->page), NULL);
      g_assert_finalize_object (g_steal_pointer (&run));
    }
}

/* Without weights of any use the choice is the other one, and comes back with the next run. */
static void
test_no_weights (FinderFixture *fixture, gconstpointer data)
{
  OvRecipe recipe = fixture_recipe (50);
  g_autoptr (OvRun) good = fixture_run (&recipe, finder_get_dataset ());
  g_autoptr (OvRun) diverged = NULL;

  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  diverged = fixture_run (&recipe, finder_get_dataset ());
  g_assert_cmpint (ov_run_get_outcome (diverged), ==, OV_OUTCOME_DIVERGED);

  g_assert_false (can_choose_run (fixture));
  g_assert_nonnull (strstr (get_choice_tooltip (fixture), "no run yet"));
  set_run (fixture, good);
  g_assert_true (can_choose_run (fixture));
  choose_run (fixture, TRUE);

  set_run (fixture, diverged);
  g_assert_false (can_choose_run (fixture));
  g_assert_nonnull (strstr (get_choice_tooltip (fixture), "diverged"));
  run_finder (fixture);
  g_assert_false (ov_finder_page_is_from_run (fixture->page));

  set_run (fixture, good);
  g_assert_true (can_choose_run (fixture));
  run_finder (fixture);
  g_assert_true (ov_finder_page_is_from_run (fixture->page));
}

/* A run that ends before it has answered is told in a sentence; one that is gone is not. */
static void
test_run_ends_first (FinderFixture *fixture, gconstpointer data)
{
  const OvRecipe recipe = fixture_recipe (100000);
  g_autoptr (OvRun) idle = ov_run_new (&recipe, finder_get_dataset (), 1);

  set_run (fixture, idle);
  choose_run (fixture, TRUE);
  finder_click (fixture, "run_button");
  g_assert_cmpstr (fixture->busy->str, ==, "+");
  ov_run_cancel (idle);
  wait_for (g_strcmp0 (fixture->busy->str, "+-") == 0);
  g_assert_nonnull (strstr (finder_get_text (fixture, "status"), "ended before"));
  g_assert_true (gtk_widget_has_css_class (fixture_child (fixture->page, "status"), "error"));

  g_clear_object (&idle);
  idle = ov_run_new (&recipe, finder_get_dataset (), 1);
  set_run (fixture, idle);
  finder_click (fixture, "run_button");
  ov_page_set_run (OV_PAGE (fixture->page), NULL);
  g_clear_object (&idle);
  wait_for (g_strcmp0 (fixture->busy->str, "+-+-") == 0);
  g_assert_cmpstr (finder_get_text (fixture, "status"), ==, "");
}

/* The answer comes when nobody waits for it any more. */
static void
test_stop_before_the_weights (FinderFixture *fixture, gconstpointer data)
{
  const OvRecipe recipe = fixture_recipe (100000);
  g_autoptr (OvRun) run = ov_run_new (&recipe, finder_get_dataset (), 1);

  set_run (fixture, run);
  choose_run (fixture, TRUE);
  finder_click (fixture, "run_button");
  finder_click (fixture, "run_button");
  g_assert_cmpstr (fixture->busy->str, ==, "+-");
  ov_run_start (run);
  wait_for (ov_history_get_n_epochs (ov_run_get_history (run)) > 2);
  g_assert_cmpstr (fixture->busy->str, ==, "+-");
  g_assert_null (ov_finder_page_get_finding (fixture->page));
}

/* Whether the map draws what the finder saw beneath its dots. */
static gboolean
has_map_finding (OvMapPage *map)
{
  OvChart *chart = ov_chart_view_get_chart (fixture_child (map, "view"));
  g_autoptr (GPtrArray) readings = NULL;

  fixture_wait_for_frames (map, 2);
  readings = ov_chart_read_out (chart, 1e-6, NAN);
  for (guint i = 0; i < readings->len; i++)
    {
      const OvReading *reading = g_ptr_array_index (readings, i);

      if (g_str_equal (reading->name, "Learning-rate finder (training loss)"))
        return TRUE;
    }

  return FALSE;
}

/* In the window: the current run rests at the weights that the finder starts from, and then
 * continues. The map, which is about whole runs, is not told. */
static void
test_window_from_run (WindowFixture *fixture)
{
  OvFinderPage *page = fixture_find_type (fixture->window, OV_TYPE_FINDER_PAGE);
  GtkWidget *stack = fixture_child (fixture->window, "stack");
  gpointer choice = fixture_child (page, "start_choice");
  GtkLabel *status = fixture_child (page, "status");
  g_autofree char *expected = NULL;
  OvMapPage *map = fixture_find_type (fixture->window, OV_TYPE_MAP_PAGE);
  const OvRecipe recipe = fixture_recipe (100000);
  OvRun *run;
  guint n_epochs;

  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 3);
  run = window_fixture_get_run (fixture);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "finder");
  gtk_toggle_button_set_active (fixture_child (choice, "run_button"), TRUE);
  g_signal_emit_by_name (fixture_child (page, "run_button"), "clicked");
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
  wait_for (g_str_has_prefix (gtk_label_get_text (status), "From epoch "));
  n_epochs = window_fixture_get_n_epochs (fixture);
  expected = g_strdup_printf ("From epoch %u", n_epochs);
  g_assert_true (g_str_has_prefix (gtk_label_get_text (status), expected));
  wait_for (ov_finder_page_get_finding (page) != NULL);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  window_fixture_wait_for_epochs (fixture, n_epochs + 2);

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "map");
  gtk_drop_down_set_selected (fixture_child (map, "quantity_choice"), 1);
  g_assert_false (has_map_finding (map));
  gtk_toggle_button_set_active (fixture_child (choice, "first_button"), TRUE);
  g_signal_emit_by_name (fixture_child (page, "run_button"), "clicked");
  wait_for (ov_finder_page_get_finding (page) != NULL);
  g_assert_true (has_map_finding (map));
}

int
main (int argc, char **argv)
{
  finder_fixture_start (&argc, &argv);

  finder_fixture_add ("/start-choice/from-run", test_from_run);
  finder_fixture_add ("/start-choice/from-every-recipe", test_from_every_recipe);
  finder_fixture_add ("/start-choice/no-weights", test_no_weights);
  finder_fixture_add ("/start-choice/run-ends-first", test_run_ends_first);
  finder_fixture_add ("/start-choice/stop-before-the-weights", test_stop_before_the_weights);
  window_fixture_add ("/start-choice/window", test_window_from_run);

  return finder_fixture_finish ();
}

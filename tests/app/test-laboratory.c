/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "diagnosis-bar.h"
#include "number.h"
#include "window-fixture.h"
#include "window-private.h"

/* How far a forecast may be from the run that it is of. */
#define TOLERANCE 1e-3

/* How often a window is opened for a run that is exact from its first epoch: none waits for the
 * form, which has a hundred megabytes, as long as a busy machine may need to read it. */
#define MOST_STARTS 10

static void
ask_for_forecasts (WindowFixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
  wait_for (ov_forecaster_get_result (fixture->window->forecaster) != NULL);
}

static void
set_rate (WindowFixture *fixture,
          double         rate)
{
  OvRecipe recipe = *ov_session_get_recipe (ov_window_get_session (fixture->window));

  recipe.learning_rate = rate;
  ov_recipe_panel_set_recipe (fixture->window->recipe_panel, &recipe);
  g_signal_emit_by_name (fixture->window->recipe_panel, "recipe-changed");
}

static gboolean
is_forecast (WindowFixture *fixture,
             double         rate)
{
  const OvForecastResult *result = ov_forecaster_get_result (fixture->window->forecaster);

  return result != NULL && result->recipe.learning_rate == rate;
}

/* Nothing is prepared for those who do not want it. */
static void
test_unwanted (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 3);
  g_assert_null (ov_quadratic_store_get_quadratic (fixture->window->quadratics));
  g_assert_null (ov_forecaster_get_result (fixture->window->forecaster));

  ask_for_forecasts (fixture);
  g_settings_set_boolean (fixture->settings, "forecast", FALSE);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) == NULL);
  g_assert_null (ov_forecaster_get_result (fixture->window->forecaster));
}

/* The run lands on the curve that was drawn before it began. */
static void
test_forecast (WindowFixture *fixture)
{
  const OvForecastResult *result;
  const OvHistory *history;
  OvRun *run = window_fixture_get_run (fixture);

  ask_for_forecasts (fixture);
  set_rate (fixture, 0.005);
  run = window_fixture_wait_for_other (fixture, run);
  wait_for (is_forecast (fixture, 0.005));
  window_fixture_wait_for_epochs (fixture, 40);

  result = ov_forecaster_get_result (fixture->window->forecaster);
  history = ov_run_get_history (run);
  for (guint i = 1; i < 40; i++)
    g_assert_cmpfloat_with_epsilon (ov_history_get_epoch (history, i)->train_loss,
                                    result->train_loss[i], TOLERANCE);
}

/* What cannot be forecast takes the old forecast away. */
static void
test_other_model (WindowFixture *fixture)
{
  OvRecipe recipe;

  ask_for_forecasts (fixture);
  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_forecaster_get_result (fixture->window->forecaster) == NULL);
}

static void
assert_remedy (OvDiagnosisBar *bar,
               double          rate)
{
  const OvDiagnosis *diagnosis = ov_diagnosis_bar_get_diagnosis (bar);

  g_assert_cmpint (diagnosis->kind, ==, OV_DIAGNOSIS_DIVERGING);
  g_assert_true (diagnosis->has_remedy);
  g_assert_cmpfloat (diagnosis->remedy.learning_rate, ==, ov_number_round (rate, 3));
}

/* The limit of the window's data lies near 0.0196: a little below it a run comes through, a little
 * above it grows. What is said of a run goes by its own limit, whatever recipe the panel has by
 * then. */
static void
test_limit (WindowFixture *fixture)
{
  OvDiagnosisBar *bar = fixture_find_type (fixture->window, OV_TYPE_DIAGNOSIS_BAR);
  OvQuadratic *quadratic;
  OvRecipe recipe;
  double limit;

  ask_for_forecasts (fixture);
  quadratic = ov_quadratic_store_get_quadratic (fixture->window->quadratics);
  ov_recipe_init_preset (&recipe, "linear", NULL);
  limit = ov_quadratic_get_limit (quadratic, &recipe);
  g_assert_cmpfloat_with_epsilon (limit, 0.0196, 5e-4);
  recipe.learning_rate = 0.98 * limit;
  g_assert_cmpfloat (ov_quadratic_get_growth (quadratic, &recipe), <, 1.0);
  recipe.learning_rate = 1.02 * limit;
  g_assert_cmpfloat (ov_quadratic_get_growth (quadratic, &recipe), >, 1.0);

  recipe.learning_rate = 3.0 * limit;
  recipe.decay = 1.0;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_get_record (window_fixture_get_run (fixture))->outcome == OV_OUTCOME_DIVERGED);
  wait_for (ov_diagnosis_bar_get_diagnosis (bar)->kind == OV_DIAGNOSIS_DIVERGING);
  assert_remedy (bar, limit / 2.0);

  /* Its limit is nearly twice as high. */
  recipe.momentum = 0.9;
  ov_recipe_panel_set_recipe (fixture->window->recipe_panel, &recipe);
  g_signal_emit_by_name (fixture->window->recipe_panel, "recipe-previewed");
  assert_remedy (bar, limit / 2.0);
}

/* What the slider shows of the preparation. */
typedef struct
{
  WindowFixture *fixture;
  GtkWidget     *bar;
  GtkWidget     *progress_bar;
  guint          n_shown; /* how often the progress came into sight */
  double         last;
} Watch;

static void
visible_cb (Watch *watch)
{
  if (!gtk_widget_get_visible (watch->progress_bar))
    return;

  g_assert_null (ov_quadratic_store_get_quadratic (watch->fixture->window->quadratics));
  watch->n_shown++;
}

static void
fraction_cb (Watch *watch)
{
  const double fraction = gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (watch->progress_bar));

  g_assert_cmpfloat (fraction, <=, 1.0);
  g_assert_true (fraction >= watch->last || fraction == 0.0);
  watch->last = fraction;
}

/* With the run paused: while the charts are drawn on a busy machine, a form may be ready before its
 * progress has been seen. */
static void
watch_init (Watch         *watch,
            WindowFixture *fixture)
{
  gpointer row = fixture_child (fixture->window->recipe_panel, "learning_rate_row");

  window_fixture_wait_for_epochs (fixture, 1);
  ov_run_pause (window_fixture_get_run (fixture));
  *watch = (Watch) {.fixture = fixture, .bar = fixture_child (row, "limit_bar")};
  watch->progress_bar = fixture_find_type (watch->bar, GTK_TYPE_PROGRESS_BAR);
  g_signal_connect_swapped (watch->progress_bar, "notify::visible", G_CALLBACK (visible_cb), watch);
  g_signal_connect_swapped (watch->progress_bar, "notify::fraction", G_CALLBACK (fraction_cb),
                            watch);
}

static void
watch_clear (Watch *watch)
{
  g_signal_handlers_disconnect_by_data (watch->progress_bar, watch);
}

/* The cache of this test's own folder is emptied, so that there is something to be done. */
static void
empty_cache (void)
{
  g_autoptr (GFile) folder = ov_quadratic_default_folder ();
  g_autofree char *path = g_file_get_path (folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_remove (file), ==, 0);
    }
}

/* While the form is computed the slider says how far that is; when it is read, there is nothing to
 * be said. In either case the place is kept from the beginning. */
static void
test_preparation (WindowFixture *fixture)
{
  Watch watch;

  watch_init (&watch, fixture);
  empty_cache ();
  g_assert_false (gtk_widget_get_visible (watch.bar));
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  g_assert_true (gtk_widget_get_visible (watch.bar));
  wait_for (gtk_widget_get_visible (watch.progress_bar));
  wait_for (watch.last > 0.0);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
  g_assert_false (gtk_widget_get_visible (watch.progress_bar));
  g_assert_true (gtk_widget_get_visible (watch.bar));
  g_assert_cmpuint (watch.n_shown, ==, 1);

  g_settings_set_boolean (fixture->settings, "forecast", FALSE);
  g_assert_false (gtk_widget_get_visible (watch.bar));
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  g_assert_true (gtk_widget_get_visible (watch.bar));
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
  g_assert_true (gtk_widget_get_visible (watch.bar));
  g_assert_cmpuint (watch.n_shown, ==, 1);
  watch_clear (&watch);
}

/* A preparation that is given up leaves nothing behind, and a recipe that has no limit waits for
 * none. */
static void
test_preparation_for_others (WindowFixture *fixture)
{
  OvRecipe linear = *ov_session_get_recipe (ov_window_get_session (fixture->window));
  OvRecipe network;
  Watch watch;

  watch_init (&watch, fixture);
  empty_cache ();
  g_assert_true (ov_recipe_init_preset (&network, "two-layer-sgd", NULL));
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  wait_for (gtk_widget_get_visible (watch.progress_bar));
  ov_recipe_panel_set_recipe (fixture->window->recipe_panel, &network);
  g_assert_false (gtk_widget_get_visible (watch.bar));
  ov_recipe_panel_set_recipe (fixture->window->recipe_panel, &linear);
  g_assert_true (gtk_widget_get_visible (watch.bar));
  g_assert_true (gtk_widget_get_visible (watch.progress_bar));

  g_settings_set_boolean (fixture->settings, "forecast", FALSE);
  fixture_let_pass (300);
  g_assert_false (gtk_widget_get_visible (watch.bar));
  g_assert_cmpfloat (ov_quadratic_store_get_progress (fixture->window->quadratics), ==, 0.0);
  watch_clear (&watch);
}

static guint
get_exact_from (WindowFixture *fixture)
{
  return ov_run_get_record (window_fixture_get_run (fixture))->exact_from;
}

static gboolean
says (WindowFixture *fixture,
      const char    *text)
{
  GtkLabel *details = fixture_child (fixture->window->status_bar, "details");

  return strstr (gtk_label_get_text (details), text) != NULL;
}

/* Epochs a second, of which no more than a few are needed while the form takes its time. */
#define PACE 20.0

/* Without a cache the run begins the plain way, and changes over when the form is ready. The next
 * window finds the form in the cache, so that it continues the run with exact steps, and a run that
 * it begins is exact from its first epoch. */
static void
test_first_run (WindowFixture *fixture)
{
  OvRecipe recipe = *ov_session_get_recipe (ov_window_get_session (fixture->window));
  g_autofree char *from = NULL;
  guint exact_from;

  empty_cache ();
  g_settings_set_double (fixture->settings, "pace", PACE);
  recipe.epochs = 100000;
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 1);
  g_assert_cmpuint (get_exact_from (fixture), ==, OV_EPOCH_NEVER);
  g_assert_false (says (fixture, "exact steps"));
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  wait_for (get_exact_from (fixture) != OV_EPOCH_NEVER);
  exact_from = get_exact_from (fixture);
  g_assert_cmpuint (exact_from, >=, 1);
  from = g_strdup_printf ("exact steps from epoch %u", exact_from);
  wait_for (says (fixture, from));
  wait_for (ov_run_keeper_can_write (fixture->window->keeper));

  window_fixture_reopen (fixture);
  g_assert_nonnull (ov_run_get_origin (window_fixture_get_run (fixture)));
  wait_for (get_exact_from (fixture) == exact_from);

  g_settings_reset (fixture->settings, "pace");
  recipe.epochs = 5;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
  for (guint i = 0; i == 0 || (i < MOST_STARTS && get_exact_from (fixture) != 0); i++)
    {
      window_fixture_reopen (fixture);
      g_assert_null (ov_run_get_origin (window_fixture_get_run (fixture)));
      wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
    }
  g_assert_cmpuint (get_exact_from (fixture), ==, 0);
  wait_for (says (fixture, "exact steps"));
  g_assert_false (says (fixture, "from epoch"));
}

/* A recipe that has no use for the form does not wait for it. */
static void
test_first_run_of_others (WindowFixture *fixture)
{
  OvRecipe recipe;

  ask_for_forecasts (fixture);
  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_reopen (fixture);
  window_fixture_wait_for_epochs (fixture, 1);
  g_assert_cmpuint (get_exact_from (fixture), ==, OV_EPOCH_NEVER);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
}

/* A linear run is left at any epoch, also where no state is kept: the closed form has it. */
static void
test_branch (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (300);
  OvWindow *window = fixture->window;

  ask_for_forecasts (fixture);
  recipe.learning_rate = 0.005;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));

  /* Of at most one epoch in a row of three a state is kept. */
  for (guint n_epochs = 100; n_epochs < 103; n_epochs++)
    {
      g_autofree char *text = g_strdup_printf ("from epoch %u", n_epochs);

      ov_playhead_set_epoch (window->playhead, n_epochs - 1);
      ov_window_branch_run (window, ov_run_collection_get_current (window->collection), n_epochs);
      wait_for (ov_banner_get_text (window->branch_banner) != NULL);
      g_assert_true (g_str_has_suffix (ov_banner_get_text (window->branch_banner), text));
      window_fixture_act (fixture, "win.cancel-branch");
      g_assert_null (ov_banner_get_text (window->branch_banner));
    }
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  /* A form takes seconds: those that want none come first and last, and the others read it. */
  window_fixture_add ("/laboratory/first-run", test_first_run);
  window_fixture_add ("/laboratory/preparation", test_preparation);
  window_fixture_add ("/laboratory/unwanted", test_unwanted);
  window_fixture_add ("/laboratory/forecast", test_forecast);
  window_fixture_add ("/laboratory/other-model", test_other_model);
  window_fixture_add ("/laboratory/limit", test_limit);
  window_fixture_add ("/laboratory/branch", test_branch);
  window_fixture_add ("/laboratory/first-run-of-others", test_first_run_of_others);
  window_fixture_add ("/laboratory/preparation-for-others", test_preparation_for_others);

  return g_test_run ();
}

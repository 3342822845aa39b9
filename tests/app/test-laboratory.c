/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "window-fixture.h"
#include "window-private.h"

/* How far a forecast may be from the run that it foretold. */
#define TOLERANCE 1e-3

static void
ask_for_forecasts (WindowFixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "forecast", TRUE);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) != NULL);
  wait_for (ov_forecaster_get_outlook (fixture->window->forecaster) != NULL);
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
is_foretold (WindowFixture *fixture,
             double         rate)
{
  const OvOutlook *outlook = ov_forecaster_get_outlook (fixture->window->forecaster);

  return outlook != NULL && outlook->recipe.learning_rate == rate;
}

/* Nothing is prepared for those who do not want it. */
static void
test_unwanted (WindowFixture *fixture)
{
  window_fixture_wait_for_epochs (fixture, 3);
  g_assert_null (ov_quadratic_store_get_quadratic (fixture->window->quadratics));
  g_assert_null (ov_forecaster_get_outlook (fixture->window->forecaster));

  ask_for_forecasts (fixture);
  g_settings_set_boolean (fixture->settings, "forecast", FALSE);
  wait_for (ov_quadratic_store_get_quadratic (fixture->window->quadratics) == NULL);
  g_assert_null (ov_forecaster_get_outlook (fixture->window->forecaster));
}

/* The run lands on the curve that was drawn before it began. */
static void
test_forecast (WindowFixture *fixture)
{
  const OvOutlook *outlook;
  const OvHistory *history;
  OvRun *run = window_fixture_get_run (fixture);

  ask_for_forecasts (fixture);
  set_rate (fixture, 0.005);
  run = window_fixture_wait_for_other (fixture, run);
  wait_for (is_foretold (fixture, 0.005));
  window_fixture_wait_for_epochs (fixture, 40);

  outlook = ov_forecaster_get_outlook (fixture->window->forecaster);
  history = ov_run_get_history (run);
  for (guint i = 1; i < 40; i++)
    g_assert_cmpfloat_with_epsilon (ov_history_get_epoch (history, i)->train_loss,
                                    outlook->train_loss[i], TOLERANCE);
}

/* What cannot be foretold takes the old forecast away. */
static void
test_other_model (WindowFixture *fixture)
{
  OvRecipe recipe;

  ask_for_forecasts (fixture);
  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_forecaster_get_outlook (fixture->window->forecaster) == NULL);
}

/* The sample's limit lies near 0.0196: a little below it a run comes through, a little above it
 * grows. */
static void
test_limit (WindowFixture *fixture)
{
  OvQuadratic *quadratic;
  double limit;

  ask_for_forecasts (fixture);
  quadratic = ov_quadratic_store_get_quadratic (fixture->window->quadratics);
  limit = ov_quadratic_get_limit (quadratic, 5e-6, 0.0);
  g_assert_cmpfloat_with_epsilon (limit, 0.0196, 5e-4);
  g_assert_cmpfloat (ov_quadratic_get_growth (quadratic, 0.98 * limit, 5e-6, 0.0), <, 1.0);
  g_assert_cmpfloat (ov_quadratic_get_growth (quadratic, 1.02 * limit, 5e-6, 0.0), >, 1.0);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  window_fixture_add ("/laboratory/unwanted", test_unwanted);
  window_fixture_add ("/laboratory/forecast", test_forecast);
  window_fixture_add ("/laboratory/other-model", test_other_model);
  window_fixture_add ("/laboratory/limit", test_limit);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-finder.h"

#include <math.h>

#include "quadratic-fixture.h"
#include "run-witness.h"
#include "trainer-step.h"
#include "trajectory.h"

#define N_REQUESTS 50

/* Of the data that all steps are about. */
static OvQuadratic *quadratic;

/* Threads sum up in another order. */
static void
assert_close (double actual,
              double expected)
{
  if (isfinite (expected))
    g_assert_cmpfloat_with_epsilon (actual, expected, 1e-4 * fabs (expected));
  else
    g_assert_cmpfloat (actual, ==, expected);
}

/* However fast epochs come, the newest is found, and it is what the way of the run says. */
static void
test_newest (void)
{
  g_autoptr (OvTrajectory) trajectory = NULL;
  OvStepFinder *finder = ov_step_finder_new ();
  const OvFoundStep *step;
  OvStepParabola expected;
  OvRecipe recipe;

  witness_init_recipe (&recipe, 300);
  recipe.decay = 0.99;
  ov_step_finder_set_quadratic (finder, quadratic);
  for (guint i = 1; i <= N_REQUESTS; i++)
    ov_step_finder_request (finder, &recipe, i);
  wait_in_context (NULL, (step = ov_step_finder_get_step (finder)) != NULL
                           && step->n_epochs == N_REQUESTS);

  trajectory = ov_trajectory_new (quadratic, &recipe);
  g_assert_true (ov_trajectory_find_step (trajectory, N_REQUESTS, &expected, NULL));
  g_assert_cmpmem (&step->parabola, sizeof step->parabola, &expected, sizeof expected);
  g_assert_true (ov_recipe_equal (&step->recipe, &recipe));
  g_assert_cmpfloat (step->parabola.slope, <, 0.0);
  g_assert_finalize_object (finder);
}

/* Another recipe has another way, and what has none takes the step away. */
static void
test_recipes (void)
{
  OvStepFinder *finder = ov_step_finder_new ();
  const OvFoundStep *step;
  OvRecipe recipe;
  OvRecipe other;

  ov_step_finder_set_quadratic (finder, quadratic);
  witness_init_recipe (&recipe, 300);
  ov_step_finder_request (finder, &recipe, 3);
  wait_in_context (NULL, ov_step_finder_get_step (finder) != NULL);

  recipe.learning_rate *= 2.0;
  ov_step_finder_request (finder, &recipe, 3);
  wait_in_context (NULL, (step = ov_step_finder_get_step (finder)) != NULL
                           && ov_recipe_equal (&step->recipe, &recipe));

  g_assert_true (ov_recipe_init_preset (&other, "two-layer-sgd", NULL));
  ov_step_finder_request (finder, &recipe, 200);
  ov_step_finder_request (finder, &other, 3);
  g_assert_null (ov_step_finder_get_step (finder));
  witness_drain (50);
  g_assert_null (ov_step_finder_get_step (finder));
  g_assert_finalize_object (finder);
}

/* The step of a network is the last one of its epoch, and its line what its own trainer measures;
 * only who gives the data is told. */
static void
test_network (void)
{
  OvStepFinder *finder = ov_step_finder_new ();
  OvDataset *dataset = witness_get_dataset ();
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  const OvFoundStep *step;
  OvStepLine expected;
  OvRecipe recipe;
  OvEpoch epoch;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", NULL));
  recipe.hidden_units = 3;
  recipe.batch_size = 90;
  ov_step_finder_set_dataset (finder, dataset);
  ov_step_finder_request (finder, &recipe, 1);
  wait_in_context (NULL, (step = ov_step_finder_get_step (finder)) != NULL);

  trainer = ov_trainer_new (&recipe, dataset, 1, &error);
  g_assert_no_error (error);
  ov_trainer_set_kept_steps (trainer, 1);
  for (guint i = 0; i < 2; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));
  g_assert_true (ov_trainer_measure_step (trainer, OV_STEP_IMAGES, &expected, NULL, &error));
  g_assert_cmpuint (step->n_epochs, ==, 1);
  g_assert_true (step->is_measured);
  g_assert_cmpuint (step->line.epoch, ==, expected.epoch);
  for (guint i = 0; i < OV_STEP_LINE_POINTS; i++)
    {
      assert_close (step->line.losses[i], expected.losses[i]);
      if (isfinite (expected.losses[MIN (i + 1, OV_STEP_LINE_POINTS - 1)]))
        assert_close (ov_found_step_get_loss (step, step->line.lengths[i]), expected.losses[i]);
    }
  assert_close (ov_found_step_get_lowest (step), ov_step_line_get_lowest (&expected));
  assert_close (ov_found_step_get_longest (step), expected.lengths[OV_STEP_LINE_POINTS - 1]);

  /* The linear classifier waits for its quadratic form. */
  witness_init_recipe (&recipe, 300);
  ov_step_finder_request (finder, &recipe, 1);
  g_assert_null (ov_step_finder_get_step (finder));
  g_assert_finalize_object (finder);
}

/* A recipe that is asked for again after another one has its step, although its way was left in the
 * middle. */
static void
test_back (void)
{
  g_autoptr (OvTrajectory) trajectory = NULL;
  OvStepFinder *finder = ov_step_finder_new ();
  const OvFoundStep *step;
  OvStepParabola expected;
  OvRecipe recipe, other;

  witness_init_recipe (&recipe, 30000);
  witness_init_recipe (&other, 300);
  other.learning_rate *= 2.0;
  ov_step_finder_set_quadratic (finder, quadratic);
  ov_step_finder_request (finder, &recipe, 20000);
  ov_step_finder_request (finder, &other, 3);
  ov_step_finder_request (finder, &recipe, N_REQUESTS);
  wait_in_context (NULL, (step = ov_step_finder_get_step (finder)) != NULL
                           && step->n_epochs == N_REQUESTS);

  trajectory = ov_trajectory_new (quadratic, &recipe);
  g_assert_true (ov_trajectory_find_step (trajectory, N_REQUESTS, &expected, NULL));
  g_assert_cmpmem (&step->parabola, sizeof step->parabola, &expected, sizeof expected);
  g_assert_true (ov_recipe_equal (&step->recipe, &recipe));

  ov_step_finder_request (finder, &recipe, 20000);
  ov_step_finder_request (finder, &other, 3);
  wait_in_context (NULL, (step = ov_step_finder_get_step (finder)) != NULL
                           && ov_recipe_equal (&step->recipe, &other));
  g_assert_finalize_object (finder);
}

/* Neither other data nor the end waits for a step that is being found. */
static void
test_dropped (void)
{
  OvStepFinder *finder = ov_step_finder_new ();
  OvRecipe recipe;

  witness_init_recipe (&recipe, 30000);
  ov_step_finder_request (finder, &recipe, 20000);
  ov_step_finder_set_quadratic (finder, quadratic);
  ov_step_finder_request (finder, &recipe, 20000);
  ov_step_finder_set_quadratic (finder, NULL);
  witness_drain (50);
  g_assert_null (ov_step_finder_get_step (finder));

  ov_step_finder_set_quadratic (finder, quadratic);
  ov_step_finder_request (finder, &recipe, 20000);
  g_assert_finalize_object (finder);
}

int
main (int argc, char **argv)
{
  int status;

  witness_start (&argc, &argv);
  quadratic = fixture_make_quadratic (witness_get_dataset ());

  witness_add_test ("/step-finder/newest", test_newest);
  witness_add_test ("/step-finder/recipes", test_recipes);
  witness_add_test ("/step-finder/back", test_back);
  witness_add_test ("/step-finder/network", test_network);
  witness_add_test ("/step-finder/dropped", test_dropped);

  status = witness_finish ();
  ov_quadratic_unref (quadratic);

  return status;
}

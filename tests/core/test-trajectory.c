/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trajectory.h"

#include <math.h>
#include <string.h>

#include "quadratic-fixture.h"
#include "quadratic-step.h"
#include "recipe-fixture.h"
#include "trainer-step.h"

#define N_TRAIN 401
#define N_TEST 97
#define N_EPOCHS 60
#define N_PARAMETERS (OV_N_CLASSES * (OV_IMAGE_SIZE + 1))

/* How far a weight may be off, as a share of the largest one: the floats of the plain trainer round
 * in each epoch. One step of a picture's colours is 8e-3 of it. */
#define TOLERANCE 5e-4

static OvDataset   *dataset;
static OvQuadratic *quadratic;

static double
find_largest (const float *values)
{
  double largest = 0.0;

  for (gsize i = 0; i < N_PARAMETERS; i++)
    largest = fmax (largest, fabs ((double) values[i]));

  return largest;
}

/* Returns the largest difference as a share of the largest weight. */
static double
compare (const float *found, const float *expected)
{
  double largest = 0.0;

  for (gsize i = 0; i < N_PARAMETERS; i++)
    {
      g_assert_true (isfinite (found[i]));
      largest = fmax (largest, fabs ((double) found[i] - (double) expected[i]));
    }

  return largest / find_largest (expected);
}

/* Every state of a run of the plain trainer, in its order, and the first and the middle one once
 * more at the end. */
static void
check_run (const OvRecipe *recipe)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  g_autoptr (OvTrajectory) trajectory = ov_trajectory_new (quadratic, recipe);
  g_autofree float *found = g_new (float, N_PARAMETERS);
  g_autofree float *middle = g_new (float, N_PARAMETERS);
  const float *weights = ov_trainer_get_network (trainer)->parameters;
  g_autofree float *first = g_memdup2 (weights, N_PARAMETERS * sizeof (float));
  double largest = 0.0;

  for (guint n = 0; n <= recipe->epochs; n++)
    {
      OvEpoch epoch;

      g_assert_true (ov_trajectory_find_weights (trajectory, n, found, NULL));
      largest = fmax (largest, compare (found, weights));
      if (n == recipe->epochs / 2)
        memcpy (middle, found, N_PARAMETERS * sizeof (float));
      if (n < recipe->epochs)
        fixture_run_epoch (trainer, &epoch);
    }
  g_test_message ("rate %g, momentum %g: off by at most %.2g of the largest weight",
                  recipe->learning_rate, recipe->momentum, largest);
  g_assert_cmpfloat (largest, <, TOLERANCE);

  /* Going back and forth makes no difference, not even in the last bit. */
  g_assert_true (ov_trajectory_find_weights (trajectory, 0, found, NULL));
  g_assert_cmpfloat (compare (found, first), <, TOLERANCE);
  g_assert_true (ov_trajectory_find_weights (trajectory, recipe->epochs / 2, found, NULL));
  g_assert_cmpmem (found, N_PARAMETERS * sizeof (float), middle, N_PARAMETERS * sizeof (float));
}

static void
test_rates (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 5e-6);
  const struct
  {
    double rate;
    double decay;
    double momentum;
    const char *rule;
  } cases[] = {
    {1e-4, 1.0, 0.0, "gradient-descent"},
    {0.98 * limit, 0.999, 0.0, "gradient-descent"},
    {0.5 * limit, 0.99, 0.9, "gradient-descent"},
    {0.98 * limit, 0.999, 0.0, "nesterov"},
    {0.5 * limit, 0.99, 0.9, "nesterov"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = N_EPOCHS;
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      recipe.momentum = cases[i].momentum;
      fixture_set_value (&recipe, "optimiser", cases[i].rule);
      check_run (&recipe);
    }
}

static void
test_schedules (void)
{
  static const char *const names[] = {"step", "one-cycle"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = 12;
      fixture_set_value (&recipe, "schedule", names[i]);
      recipe.warm_up = 2;
      check_run (&recipe);
    }
}

/* Large first weights and a strong penalty leave nothing out. */
static void
test_start (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = 20;
  recipe.weight_std = 0.05;
  recipe.regularisation = 0.1;
  recipe.seed = 7;
  check_run (&recipe);
}

/* A run that diverges goes the same way until it is no longer finite, which is no error. */
static void
test_divergence (void)
{
  g_autoptr (OvTrajectory) trajectory = NULL;
  g_autofree float *found = g_new (float, N_PARAMETERS);
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = 12;
  recipe.learning_rate = 3.0 * 2.0 / ov_quadratic_get_sharpness (quadratic, recipe.regularisation);
  recipe.decay = 1.0;
  check_run (&recipe);

  recipe.epochs = 5000;
  trajectory = ov_trajectory_new (quadratic, &recipe);
  g_assert_true (ov_trajectory_find_weights (trajectory, recipe.epochs, found, NULL));
  g_assert_false (isfinite (found[0]));
  g_assert_true (ov_trajectory_find_weights (trajectory, 3, found, NULL));
  g_assert_true (isfinite (found[0]));
}

/* The training loss of some weights, by the plain trainer's own passes. */
static double
measure_loss (const OvRecipe *recipe, const float *parameters)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  OvEpoch epoch;

  ov_trainer_set_parameters (trainer, parameters, N_PARAMETERS);
  fixture_run_epoch (trainer, &epoch);

  return epoch.train_loss;
}

static void
assert_alike (double value, double expected, double tolerance)
{
  g_assert_cmpfloat_with_epsilon (value, expected, tolerance * fabs (expected));
}

/* Where a trainer with the same velocity gets to by a step of rate 1, so long that the rounding of
 * its end makes no difference to its direction. */
static float *
make_long_step (OvTrainer *trainer, const OvRecipe *recipe)
{
  g_autoptr (OvCheckpoint) checkpoint = ov_trainer_take_checkpoint (trainer);
  g_autoptr (OvTrainer) other = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe far = *recipe;
  OvEpoch epoch;

  far.learning_rate = 1.0;
  far.decay = 1.0;
  other = fixture_make_trainer (&far, dataset, NULL);
  ov_trainer_restore_checkpoint (other, checkpoint, &error);
  g_assert_no_error (error);
  fixture_run_epoch (other, &epoch);

  return g_memdup2 (ov_trainer_get_network (other)->parameters, N_PARAMETERS * sizeof (float));
}

/* Both ways to the step after some epochs agree with what a trainer measures at five lengths along
 * the step that it makes itself. */
static void
check_step (const OvRecipe *recipe, guint n_epochs)
{
  static const double lengths[] = {0.0, 0.3, 1.0, 1.9, 4.0};
  const double rate = recipe->learning_rate * pow (recipe->decay, n_epochs);
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  g_autoptr (OvTrajectory) trajectory = ov_trajectory_new (quadratic, recipe);
  const float *before = ov_trainer_get_network (trainer)->parameters;
  g_autofree float *velocity = g_new (float, N_PARAMETERS);
  g_autofree float *landed = g_new (float, N_PARAMETERS);
  g_autofree float *far = NULL;
  OvStepParabola found;
  OvStepParabola step;
  OvEpoch epoch;

  for (guint i = 0; i < n_epochs; i++)
    fixture_run_epoch (trainer, &epoch);
  far = make_long_step (trainer, recipe);

  g_assert_true (ov_trajectory_find_step (trajectory, n_epochs, &step, NULL));
  ov_trajectory_find_velocity (trajectory, velocity);
  ov_quadratic_step_find (quadratic, recipe, before, velocity, &found);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      const double length = lengths[i] * rate;
      double loss;

      for (gsize j = 0; j < N_PARAMETERS; j++)
        landed[j] =
          (float) ((double) before[j] + length * ((double) far[j] - (double) before[j]));
      loss = measure_loss (recipe, landed);
      assert_alike (ov_step_parabola_get_loss (&found, length), loss, 1e-6);
      /* As a forecast: the eigenvectors are floats, and most of these images bend nothing. */
      assert_alike (ov_step_parabola_get_loss (&step, length), loss, 1e-5);
    }
}

static void
test_steps (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  const struct
  {
    double rate;
    double decay;
    double momentum;
    double regularisation;
    const char *rule;
  } cases[] = {
    {0.1 * limit, 1.0, 0.0, 0.0, "gradient-descent"},
    {0.98 * limit, 0.99, 0.0, 5e-6, "gradient-descent"},
    {0.3 * limit, 1.0, 0.9, 0.2, "gradient-descent"},
    {0.3 * limit, 1.0, 0.9, 0.2, "nesterov"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      recipe.momentum = cases[i].momentum;
      recipe.regularisation = cases[i].regularisation;
      fixture_set_value (&recipe, "optimiser", cases[i].rule);
      check_step (&recipe, 0);
      check_step (&recipe, 24);
      recipe.weight_std = 0.01;
      check_step (&recipe, 7);
    }
}

/* The parabola's loss is that of the run at both ends of a step, and the run is stable while no
 * step lands higher than it began. */
static void
test_step_by_step (void)
{
  g_autoptr (OvTrajectory) trajectory = NULL;
  OvStepParabola step;
  OvRecipe recipe;
  double landed = NAN;

  fixture_init_linear (&recipe);
  recipe.learning_rate = 0.95 * 2.0 / ov_quadratic_get_sharpness (quadratic, recipe.regularisation);
  trajectory = ov_trajectory_new (quadratic, &recipe);
  for (guint i = 0; i < 60; i++)
    {
      const double rate = recipe.learning_rate * pow (recipe.decay, i);

      g_assert_true (ov_trajectory_find_step (trajectory, i, &step, NULL));
      if (i > 0)
        g_assert_cmpfloat_with_epsilon (step.loss, landed, 1e-9);
      landed = ov_step_parabola_get_loss (&step, rate);
      g_assert_cmpfloat (landed, <, step.loss);
      g_assert_cmpfloat (ov_step_parabola_get_break_even (&step), >, rate);
    }
}

/* What a trainer measures between epochs that it has worked out ahead is the same parabola, and it
 * goes on as one that nobody has asked. */
static void
test_measured (void)
{
  g_autoptr (OvTrajectory) trajectory = NULL;
  g_autoptr (OvTrainer) plain = NULL;
  g_autoptr (OvTrainer) watched = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = 4;
  recipe.momentum = 0.5;
  trajectory = ov_trajectory_new (quadratic, &recipe);
  plain = fixture_make_trainer (&recipe, dataset, quadratic);
  watched = fixture_make_trainer (&recipe, dataset, quadratic);
  ov_trainer_set_kept_steps (watched, OV_STEP_LINES);
  for (guint i = 0; i < recipe.epochs; i++)
    {
      OvStepParabola step;
      OvStepLine line;
      OvEpoch epoch;

      fixture_run_epoch (plain, &epoch);
      fixture_run_epoch (watched, &epoch);
      g_assert_true (ov_trainer_measure_step (watched, N_TRAIN, &line, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (ov_trainer_get_network (watched)->parameters,
                       N_PARAMETERS * sizeof (float),
                       ov_trainer_get_network (plain)->parameters, N_PARAMETERS * sizeof (float));

      g_assert_true (ov_trajectory_find_step (trajectory, i, &step, NULL));
      for (guint j = 0; j < OV_STEP_LINE_POINTS; j += 6)
        assert_alike (line.losses[j], ov_step_parabola_get_loss (&step, line.lengths[j]), 1e-5);
      assert_alike (line.model.slope, step.slope, 1e-3);
      assert_alike (line.model.bend, step.bend, 1e-3);
      assert_alike (ov_step_line_get_lowest (&line), ov_step_parabola_get_lowest (&step), 1e-3);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OvTrajectory) trajectory = NULL;
  g_autofree float *found = g_new0 (float, N_PARAMETERS);
  OvStepParabola step;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  trajectory = ov_trajectory_new (quadratic, &recipe);
  g_cancellable_cancel (cancellable);
  g_assert_false (ov_trajectory_find_weights (trajectory, 100, found, cancellable));
  g_assert_false (ov_trajectory_find_step (trajectory, 9, &step, cancellable));
  g_assert_true (ov_trajectory_find_step (trajectory, 9, &step, NULL));
  g_assert_true (ov_trajectory_find_weights (trajectory, 100, found, NULL));
  g_assert_cmpfloat (find_largest (found), >, 0.0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/trajectory/rates", test_rates);
  g_test_add_func ("/trajectory/schedules", test_schedules);
  g_test_add_func ("/trajectory/start", test_start);
  g_test_add_func ("/trajectory/divergence", test_divergence);
  g_test_add_func ("/trajectory/steps", test_steps);
  g_test_add_func ("/trajectory/step-by-step", test_step_by_step);
  g_test_add_func ("/trajectory/measured", test_measured);
  g_test_add_func ("/trajectory/cancelled", test_cancelled);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

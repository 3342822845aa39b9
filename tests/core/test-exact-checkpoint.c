/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact-checkpoint.h"

#include <math.h>
#include <string.h>

#include "checkpoint-private.h"
#include "quadratic-fixture.h"
#include "recipe-fixture.h"
#include "trajectory.h"

#define N_TRAIN 401
#define N_TEST 97
#define N_EPOCHS 40
#define N_PARAMETERS ((gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1))

/* How far the floats of the plain trainer may be off, as a share of the largest number. */
#define TOLERANCE 1e-3

static OvDataset   *dataset;
static OvQuadratic *quadratic;

static OvRecipe
make_recipe (double momentum)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  recipe.momentum = momentum;
  recipe.learning_rate = 0.4 * ov_quadratic_get_limit (quadratic, &recipe);

  return recipe;
}

/* Returns the largest difference as a share of the largest number. */
static double
compare (const float *found, const float *expected)
{
  double difference = 0.0;
  double largest = 0.0;

  for (gsize i = 0; i < N_PARAMETERS; i++)
    {
      difference = fmax (difference, fabs ((double) found[i] - (double) expected[i]));
      largest = fmax (largest, fabs ((double) expected[i]));
    }

  return difference / largest;
}

/* The state is that of the plain trainer but for rounding, its velocity included, and the weights
 * are the trajectory's to the last bit. */
static void
check_state (const OvRecipe *recipe, guint n_epochs)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  g_autoptr (OvTrajectory) trajectory = ov_trajectory_new (quadratic, recipe);
  g_autoptr (OvCheckpoint) found = NULL;
  g_autoptr (OvCheckpoint) expected = NULL;
  g_autofree float *weights = g_new (float, N_PARAMETERS);
  OvEpoch epoch;

  for (guint i = 0; i < n_epochs; i++)
    fixture_run_epoch (trainer, &epoch);
  expected = ov_trainer_take_checkpoint (trainer);
  found = ov_exact_checkpoint_new (quadratic, recipe, n_epochs, NULL);
  g_assert_true (ov_trajectory_find_weights (trajectory, n_epochs, weights, NULL));
  g_assert_cmpmem (ov_checkpoint_get_parameters (found), N_PARAMETERS * sizeof (float), weights,
                   N_PARAMETERS * sizeof (float));
  g_assert_cmpuint (ov_checkpoint_get_n_epochs (found), ==, n_epochs);
  g_assert_cmpfloat (compare (weights, ov_checkpoint_get_parameters (expected)), <, TOLERANCE);

  g_assert_cmpuint (found->n_states, ==, recipe->momentum > 0.0 ? 1 : 0);
  g_assert_cmpuint (found->n_states, ==, expected->n_states);
  g_assert_cmpuint (found->n_steps, ==, expected->n_steps);
  if (found->n_states > 0)
    g_assert_cmpfloat (compare (found->blocks[OV_CHECKPOINT_STATES],
                                expected->blocks[OV_CHECKPOINT_STATES]),
                       <, TOLERANCE);
}

static void
test_states (void)
{
  for (guint i = 0; i < 3; i++)
    {
      OvRecipe recipe = make_recipe (i == 0 ? 0.0 : 0.9);

      if (i == 2)
        fixture_set_value (&recipe, "optimiser", "nesterov");
      check_state (&recipe, 1);
      check_state (&recipe, N_EPOCHS / 2 + 3);
    }
}

/* What goes on from there, after a way through a file, is the run but for rounding; without the
 * velocity the first epochs would be others. */
static void
test_continue (void)
{
  const OvRecipe recipe = make_recipe (0.9);
  const guint n_epochs = N_EPOCHS / 2;
  g_autoptr (OvCheckpoint) found = ov_exact_checkpoint_new (quadratic, &recipe, n_epochs, NULL);
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (found);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvCheckpoint) read = ov_checkpoint_from_bytes (bytes, &error);
  g_autoptr (OvTrainer) whole = fixture_make_trainer (&recipe, dataset, quadratic);
  g_autoptr (OvTrainer) branch = fixture_make_trainer (&recipe, dataset, quadratic);

  g_assert_no_error (error);
  g_assert_true (ov_trainer_restore_checkpoint (branch, read, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch expected;
      OvEpoch epoch;

      fixture_run_epoch (whole, &expected);
      if (i < n_epochs)
        continue;
      fixture_run_epoch (branch, &epoch);
      g_assert_cmpuint (epoch.index, ==, i);
      g_assert_cmpfloat (epoch.learning_rate, ==, expected.learning_rate);
      g_assert_cmpfloat (fabs (epoch.train_loss / expected.train_loss - 1.0), <, 1e-5);
      g_assert_cmpfloat (fabs (epoch.test_loss / expected.test_loss - 1.0), <, 1e-5);
    }
}

/* What is not finite any more cannot be continued, and what is no longer wanted is given up. */
static void
test_nothing (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  OvRecipe recipe = make_recipe (0.9);

  g_cancellable_cancel (cancellable);
  g_assert_null (ov_exact_checkpoint_new (quadratic, &recipe, 3, cancellable));
  recipe.epochs = 5000;
  recipe.decay = 1.0;
  recipe.learning_rate *= 100.0;
  g_assert_null (ov_exact_checkpoint_new (quadratic, &recipe, recipe.epochs, NULL));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/exact-checkpoint/states", test_states);
  g_test_add_func ("/exact-checkpoint/continue", test_continue);
  g_test_add_func ("/exact-checkpoint/nothing", test_nothing);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

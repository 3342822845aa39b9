/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "valley.h"

#include <math.h>
#include <string.h>

#include "quadratic-fixture.h"
#include "recipe-fixture.h"
#include "trajectory.h"

#define N_TRAIN 401
#define N_TEST 97
#define N_EPOCHS 40
#define STEEP 1
#define FLAT 4
#define N_PARAMETERS ((gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1))

/* How far a coordinate may be off, of one above 1 as a share: the floats of the plain trainer round
 * in each epoch. */
#define TOLERANCE 3e-5

static OvDataset   *dataset;
static OvQuadratic *quadratic;

static void
init (OvValley *valley, const OvRecipe *recipe)
{
  g_assert_true (ov_valley_init (valley, quadratic, STEEP, FLAT, recipe->regularisation));
}

static void
assert_close (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, TOLERANCE * MAX (1.0, fabs (expected)));
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

/* The way is what a plain run's weights are when they are projected onto the plane. */
static void
check_way (const OvRecipe *recipe)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  const float *weights = ov_trainer_get_network (trainer)->parameters;
  OvValleyPoint points[N_EPOCHS + 1];
  OvValleyState state;
  OvValley valley;

  init (&valley, recipe);
  ov_valley_find_state (&valley, quadratic, weights, NULL, 0, &state);
  ov_valley_walk (&valley, recipe, &state, points, N_EPOCHS + 1);

  for (guint i = 0; i <= N_EPOCHS; i++)
    {
      OvEpoch epoch;

      ov_valley_find_state (&valley, quadratic, weights, NULL, i, &state);
      for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
        assert_close (points[i].place[side], state.place[side]);
      fixture_run_epoch (trainer, &epoch);
    }
}

static void
test_ways (void)
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
    {0.05 * limit, 1.0, 0.0, 0.0, "gradient-descent"},
    {0.97 * limit, 1.0, 0.0, 5e-6, "gradient-descent"},
    {1.02 * limit, 0.97, 0.0, 0.0, "gradient-descent"},
    {0.5 * limit, 0.999, 0.9, 0.3, "gradient-descent"},
    {0.5 * limit, 0.999, 0.9, 0.3, "nesterov"},
    {1.1 * limit, 1.0, 0.0, 0.0, "gradient-descent"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = N_EPOCHS;
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      recipe.momentum = cases[i].momentum;
      recipe.regularisation = cases[i].regularisation;
      fixture_set_value (&recipe, "optimiser", cases[i].rule);
      check_way (&recipe);
      recipe.weight_std = 0.01;
      check_way (&recipe);
    }
}

/* From the middle of a run, with what momentum keeps then, it goes on as the run did. */
static void
check_middle (const char *rule)
{
  const guint middle = N_EPOCHS / 2;
  g_autofree float *weights = g_new (float, N_PARAMETERS);
  g_autofree float *velocity = g_new (float, N_PARAMETERS);
  g_autoptr (OvTrajectory) trajectory = NULL;
  OvValleyPoint whole[N_EPOCHS + 1];
  OvValleyPoint rest[N_EPOCHS / 2 + 1];
  OvValleyState state;
  OvValley valley;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  recipe.decay = 0.98;
  recipe.momentum = 0.8;
  recipe.weight_std = 0.01;
  fixture_set_value (&recipe, "optimiser", rule);
  trajectory = ov_trajectory_new (quadratic, &recipe);
  init (&valley, &recipe);

  g_assert_true (ov_trajectory_find_weights (trajectory, 0, weights, NULL));
  ov_valley_find_state (&valley, quadratic, weights, NULL, 0, &state);
  ov_valley_walk (&valley, &recipe, &state, whole, N_EPOCHS + 1);
  g_assert_true (ov_trajectory_find_weights (trajectory, middle, weights, NULL));
  ov_trajectory_find_velocity (trajectory, velocity);
  ov_valley_find_state (&valley, quadratic, weights, velocity, middle, &state);
  ov_valley_walk (&valley, &recipe, &state, rest, middle + 1);

  for (guint i = 0; i <= middle; i++)
    for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
      assert_close (rest[i].place[side], whole[middle + i].place[side]);
}

static void
test_middle (void)
{
  check_middle ("gradient-descent");
  check_middle ("nesterov");
}

/* Puts a place of the plane into weights that are zero but for it. */
static void
place_weights (const OvValley *valley, const double *place, float *weights)
{
  const OvQuadraticValues *values = quadratic->values;

  memset (weights, 0, N_PARAMETERS * sizeof (float));
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      const gsize mode = OV_N_MODES - valley->modes[side].number;

      for (gsize k = 0; k < OV_N_CLASSES; k++)
        for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
          weights[k * OV_IMAGE_SIZE + j] +=
            (float) (place[side] / valley->modes[side].drive
                     * (double) values->mode_cross[k * OV_N_MODES + mode]
                     * (double) values->vectors[mode * OV_IMAGE_SIZE + j]);
    }
}

/* The paraboloid is the loss of weights in the plane; the lowest of it is where it says. */
static void
test_loss (void)
{
  g_autofree float *weights = g_new (float, N_PARAMETERS);
  OvRecipe recipe;
  OvValley valley;
  double optimum[OV_N_VALLEY_SIDES];
  double lowest;

  fixture_init_linear (&recipe);
  recipe.regularisation = 0.2;
  init (&valley, &recipe);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    optimum[side] = ov_valley_get_optimum (&valley, side);
  lowest = ov_valley_get_loss (&valley, optimum);

  for (guint i = 0; i < 6; i++)
    {
      const double place[] = {(0.4 * i - 0.5) * optimum[0], (1.7 - 0.3 * i) * optimum[1]};
      const double loss = ov_valley_get_loss (&valley, place);

      place_weights (&valley, place, weights);
      g_assert_cmpfloat_with_epsilon (loss, measure_loss (&recipe, weights), 1e-6);
      g_assert_cmpfloat (loss, >, lowest);
    }
}

/* The plane through a run's weights has the loss that they have. */
static void
test_set_loss (void)
{
  const double place[] = {0.01, -0.02};
  const double other[] = {0.02, 0.03};
  OvRecipe recipe;
  OvValley valley;
  double difference;

  fixture_init_linear (&recipe);
  init (&valley, &recipe);
  difference = ov_valley_get_loss (&valley, other) - ov_valley_get_loss (&valley, place);
  ov_valley_set_loss (&valley, place, 0.75);
  g_assert_cmpfloat_with_epsilon (ov_valley_get_loss (&valley, place), 0.75, 1e-15);
  g_assert_cmpfloat_with_epsilon (ov_valley_get_loss (&valley, other), 0.75 + difference, 1e-12);
}

static void
test_modes (void)
{
  const guint most = ov_valley_count_modes ();
  OvValley valley = {.base = 3.0};

  g_assert_false (ov_valley_init (&valley, quadratic, 1, 1, 0.0));
  g_assert_false (ov_valley_init (&valley, quadratic, 0, 1, 0.0));
  g_assert_false (ov_valley_init (&valley, quadratic, 1, most + 1, 0.0));
  g_assert_cmpfloat (valley.base, ==, 3.0);

  /* Fewer images than pixels bend the loss in fewer directions than there are. */
  g_assert_true (ov_valley_init (&valley, quadratic, 2, most, 0.0));
  g_assert_true (isfinite (ov_valley_get_optimum (&valley, OV_VALLEY_FLAT)));
}

/* How much the loss along a mode falls in the second half of a run, from a way of its own. */
static double
measure_fall (const OvRecipe *recipe, guint mode)
{
  const guint ends[] = {recipe->epochs / 2, recipe->epochs};
  g_autofree OvValleyPoint *points = g_new (OvValleyPoint, recipe->epochs + 1);
  OvValley valley;
  double losses[2];

  g_assert_true (ov_valley_init (&valley, quadratic, 1, mode, recipe->regularisation));
  ov_valley_walk (&valley, recipe, NULL, points, recipe->epochs + 1);
  for (guint i = 0; i < 2; i++)
    {
      const double place[] = {0.0, points[ends[i]].place[OV_VALLEY_FLAT]};

      losses[i] = ov_valley_get_loss (&valley, place);
    }

  return losses[0] - losses[1];
}

static void
test_choice (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
  guint first;
  OvRecipe recipe;
  double most;

  fixture_init_linear (&recipe);
  recipe.learning_rate = 0.97 * limit;
  recipe.epochs = 1;
  first = ov_valley_choose_mode (quadratic, &recipe);
  recipe.epochs = 100;
  most = measure_fall (&recipe, ov_valley_choose_mode (quadratic, &recipe));
  g_assert_cmpfloat (most, >, 0.0);
  for (guint mode = 2; mode <= ov_valley_count_modes (); mode += mode < 60 ? 1 : 97)
    g_assert_cmpfloat (measure_fall (&recipe, mode), <=, most + 1e-12);
  /* The longer the run, the flatter is what it has left. */
  g_assert_cmpuint (ov_valley_choose_mode (quadratic, &recipe), >, first);

  /* No mode that grows is chosen. */
  recipe.learning_rate = 30.0 * limit;
  recipe.epochs = 20;
  g_assert_cmpfloat (measure_fall (&recipe, ov_valley_choose_mode (quadratic, &recipe)), >, 0.0);
}

/* After how many epochs a run is in the middle, by hand. */
static void
test_until_middle (void)
{
  OvRecipe recipe;
  OvValley valley;
  OvValleyPoint points[N_EPOCHS + 1];
  double curvature;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.decay = 1.0;
  recipe.regularisation = 0.0;
  init (&valley, &recipe);
  curvature = valley.modes[OV_VALLEY_STEEP].eigenvalue;

  /* What is left is halved in each epoch: a twentieth of it after five. */
  recipe.learning_rate = 0.25 / curvature;
  ov_valley_walk (&valley, &recipe, NULL, points, N_EPOCHS + 1);
  g_assert_cmpuint (ov_valley_count_until_middle (&valley, points, N_EPOCHS + 1), ==, 5);
  g_assert_cmpuint (ov_valley_count_until_middle (&valley, points, 5), ==, 5);
  g_assert_cmpuint (ov_valley_count_until_middle (&valley, points, 6), ==, 5);

  /* One that leaps across: 0.8 of it is left, on the other side. 0.8 to the 14th is 0.044. */
  recipe.learning_rate = 0.9 / curvature;
  ov_valley_walk (&valley, &recipe, NULL, points, N_EPOCHS + 1);
  g_assert_cmpuint (ov_valley_count_until_middle (&valley, points, N_EPOCHS + 1), ==, 14);

  recipe.learning_rate = 1.1 / curvature;
  ov_valley_walk (&valley, &recipe, NULL, points, N_EPOCHS + 1);
  g_assert_cmpuint (ov_valley_count_until_middle (&valley, points, N_EPOCHS + 1), ==,
                    N_EPOCHS + 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/valley/ways", test_ways);
  g_test_add_func ("/valley/middle", test_middle);
  g_test_add_func ("/valley/until-middle", test_until_middle);
  g_test_add_func ("/valley/loss", test_loss);
  g_test_add_func ("/valley/set-loss", test_set_loss);
  g_test_add_func ("/valley/modes", test_modes);
  g_test_add_func ("/valley/choice", test_choice);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

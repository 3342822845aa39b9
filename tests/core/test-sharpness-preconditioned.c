/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sharpness of what divides by a running square, against the papers' formulas in double
 * precision. */

#include "sharpness.h"

#include <math.h>
#include <string.h>

#include "dense-fixture.h"
#include "naive.h"
#include "recipe-fixture.h"
#include "trainer-private.h"
#include "update-rule.h"

#define N_TRAIN 60
#define N_TEST 10

/* On so many of them the sharpness is measured. */
#define N_IMAGES 12

/* Half the distance of the naive differences. */
#define NAIVE_STEP 1e-5

/* A run in which the penalty counts, and what it divides by. */
typedef struct
{
  OvDataset *dataset;
  OvTrainer *trainer;
  OvRecipe   loss; /* of which the gradient is the one that is divided */
  gsize      n;
  double    *images;
  double    *squares;        /* s, from the gradients on the way */
  double    *preconditioner; /* P */
  guint      n_steps;
} Fixture;

static void
fixture_init (Fixture *self, const char *rule)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "two-layer-gd", &error);
  g_assert_no_error (error);
  fixture_set_value (&recipe, "optimiser", rule);
  recipe.hidden_units = 1;
  recipe.pixel_scale = 1.0;
  recipe.weight_std = 0.05;
  recipe.regularisation = 0.05;
  recipe.learning_rate = 1e-3;
  recipe.momentum = 0.5;
  /* Single precision knows too little of the gradients that happen to be next to nothing. */
  recipe.epsilon = 1e-3;

  *self = (Fixture) {.dataset = naive_dataset_new (N_TRAIN, N_TEST), .loss = recipe};
  self->trainer = ov_trainer_new (&recipe, self->dataset, 2, &error);
  g_assert_no_error (error);
  if (ov_update_rule_get (&recipe)->is_decoupled)
    self->loss.regularisation = 0.0;
  self->n = self->trainer->network->n_parameters;
  self->images = naive_get_images (self->dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  self->squares = g_new0 (double, self->n);
  self->preconditioner = g_new0 (double, self->n);
}

static void
fixture_clear (Fixture *self)
{
  ov_trainer_free (self->trainer);
  ov_dataset_unref (self->dataset);
  g_free (self->images);
  g_free (self->squares);
  g_free (self->preconditioner);
}

static void
find_gradient (const Fixture *self, const double *parameters, guint n_images, double *gradient)
{
  memset (gradient, 0, self->n * sizeof (double));
  naive_measure (&self->loss, parameters, self->images, self->dataset->labels[OV_SPLIT_TRAIN],
                 n_images, gradient, NULL);
  naive_penalise (&self->loss, parameters, gradient);
}

static void
run_epoch (Fixture *self)
{
  const OvRecipe *recipe = &self->loss;
  const gboolean is_rmsprop = ov_update_rule_get (recipe)->has_alpha;
  const double kept = is_rmsprop ? recipe->alpha : recipe->beta2;
  g_autofree double *parameters = naive_copy (self->trainer->network->parameters, self->n);
  g_autofree double *gradient = g_new (double, self->n);
  double root = 1.0;
  double share = 1.0;
  OvEpoch epoch;

  find_gradient (self, parameters, N_TRAIN, gradient);
  self->n_steps++;
  if (!is_rmsprop)
    {
      root = sqrt (1.0 - pow (recipe->beta2, self->n_steps));
      share = 1.0 - pow (recipe->beta1, self->n_steps);
    }
  for (gsize i = 0; i < self->n; i++)
    {
      self->squares[i] = kept * self->squares[i] + (1.0 - kept) * gradient[i] * gradient[i];
      self->preconditioner[i] = share * (sqrt (self->squares[i]) / root + recipe->epsilon);
    }
  g_assert_true (ov_trainer_run_epoch (self->trainer, &epoch, NULL, NULL, NULL, NULL));
}

/* P^−½ · H · P^−½ · direction, by differences. */
static void
multiply (const Fixture *self, const double *direction, double *product)
{
  g_autofree double *parameters = naive_copy (self->trainer->network->parameters, self->n);
  g_autofree double *ahead = g_new (double, self->n);

  for (gsize i = 0; i < self->n; i++)
    parameters[i] += NAIVE_STEP * direction[i] / sqrt (self->preconditioner[i]);
  find_gradient (self, parameters, N_IMAGES, ahead);
  for (gsize i = 0; i < self->n; i++)
    parameters[i] -= 2.0 * NAIVE_STEP * direction[i] / sqrt (self->preconditioner[i]);
  find_gradient (self, parameters, N_IMAGES, product);
  for (gsize i = 0; i < self->n; i++)
    product[i] = (ahead[i] - product[i]) / (2.0 * NAIVE_STEP * sqrt (self->preconditioner[i]));
}

static double
find_dense_sharpness (const Fixture *self)
{
  g_autofree double *matrix = g_new (double, self->n * self->n);
  g_autofree double *unit = g_new0 (double, self->n);

  for (gsize i = 0; i < self->n; i++)
    {
      unit[i] = 1.0;
      multiply (self, unit, matrix + i * self->n);
      unit[i] = 0.0;
    }

  return fixture_find_largest_eigenvalue (matrix, self->n);
}

static void
measure (const Fixture *self, OvSharpness *sharpness)
{
  g_autoptr (GError) error = NULL;

  ov_trainer_measure_sharpness (self->trainer, N_IMAGES, OV_SHARPNESS_ITERATIONS, 1e-6, sharpness,
                                NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sharpness->is_settled);
}

/* The whole matrix, which has no larger eigenvalue. */
static void
test_dense (void)
{
  OvSharpness sharpness;
  double expected;
  Fixture f;

  fixture_init (&f, "adam");
  for (guint i = 0; i < 4; i++)
    run_epoch (&f);
  expected = find_dense_sharpness (&f);
  measure (&f, &sharpness);
  g_test_message ("%.6f, expected %.6f", sharpness.value, expected);
  g_assert_cmpfloat_with_epsilon (sharpness.value, expected, 1e-4 * expected);
  fixture_clear (&f);
}

/* For each rule, the matrix makes of the direction that was found the value times as much. */
static void
check_direction (const char *rule, guint n_epochs)
{
  g_autofree double *direction = NULL;
  g_autofree double *product = NULL;
  double value = 0.0;
  double squares = 0.0;
  OvSharpness sharpness;
  Fixture f;

  fixture_init (&f, rule);
  g_assert_false (ov_trainer_has_sharpness (f.trainer));
  for (guint i = 0; i < n_epochs; i++)
    run_epoch (&f);
  g_assert_true (ov_trainer_has_sharpness (f.trainer));
  measure (&f, &sharpness);

  direction = naive_copy (f.trainer->direction, f.n);
  product = g_new (double, f.n);
  multiply (&f, direction, product);
  for (gsize i = 0; i < f.n; i++)
    value += product[i] * direction[i];
  for (gsize i = 0; i < f.n; i++)
    squares += pow (product[i] - value * direction[i], 2.0);
  g_test_message ("%s after %u: %.6f, expected %.6f, residual %.1e", rule, n_epochs,
                  sharpness.value, value, sqrt (squares) / value);
  g_assert_cmpfloat_with_epsilon (sharpness.value, value, 1e-4 * value);
  g_assert_cmpfloat (sqrt (squares) / value, <, 1e-2);
  fixture_clear (&f);
}

static void
test_directions (void)
{
  check_direction ("rmsprop", 3);
  check_direction ("adam", 1);
  check_direction ("adam", 7);
  check_direction ("adamw", 2);
}

/* Without a square to divide by there is nothing to be measured, whatever came before. */
static void
test_reset (void)
{
  g_autofree float *parameters = NULL;
  Fixture f;

  fixture_init (&f, "adam");
  run_epoch (&f);
  g_assert_true (ov_trainer_has_sharpness (f.trainer));
  parameters = g_memdup2 (f.trainer->network->parameters, f.n * sizeof (float));
  ov_trainer_set_parameters (f.trainer, parameters, f.n);
  g_assert_false (ov_trainer_has_sharpness (f.trainer));
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sharpness-preconditioned/dense", test_dense);
  g_test_add_func ("/sharpness-preconditioned/directions", test_directions);
  g_test_add_func ("/sharpness-preconditioned/reset", test_reset);

  return g_test_run ();
}

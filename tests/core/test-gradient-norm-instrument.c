/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-fixture.h"

#include <math.h>

#include "quadratic-fixture.h"
#include "trainer-private.h"

#define N_TRAIN 230
#define N_TEST 20

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 9;
  recipe->regularisation = 1e-3;
  recipe->weight_std = 0.01;
  recipe->reduced_precision = FALSE;
}

static double
measure_length (const double *values, gsize n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += values[i] * values[i];

  return sqrt (squares);
}

static void
check (const OvRecipe *recipe, OvQuadratic *quadratic, guint first)
{
  g_auto (Instrumented) run = {0};

  instrumented_init (&run, recipe, dataset, quadratic);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree double *gradient = NULL;
      double expected;

      instrumented_run_epoch (&run);
      gradient = instrumented_find_gradient (&run, run.trainer->notes.begin, first,
                                             N_TRAIN - first);
      expected = measure_length (gradient, ov_trainer_get_network (run.trainer)->n_parameters);
      g_assert_cmpfloat_with_epsilon (instrumented_get_values (&run, "gradient-norm")[0], expected,
                                      1e-5 * expected);
    }
}

static void
test_full_batch (void)
{
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.learning_rate = 1e-4;
  check (&recipe, NULL, 0);
  check (&recipe, quadratic, 0);
  init_recipe (&recipe, "two-layer-gd");
  check (&recipe, NULL, 0);
}

static void
test_batch (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 50;
  check (&recipe, NULL, 200);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/gradient-norm-instrument/full-batch", test_full_batch);
  g_test_add_func ("/gradient-norm-instrument/batch", test_batch);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

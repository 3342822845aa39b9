/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-fixture.h"

#include <math.h>

#include "quadratic-fixture.h"

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

#define N_BATCHES 20
#define BATCH_SIZE (N_TRAIN / N_BATCHES)

/* The variance of the batches' gradients about their mean, and the square of what they are the
 * means of, in double precision. */
static double
find_noise (const Instrumented *run)
{
  const OvNetwork *network = ov_trainer_get_network (run->trainer);
  const gsize n = network->n_parameters;
  double *gradients[N_BATCHES];
  double variance = 0.0;
  double squares = 0.0;

  for (guint k = 0; k < N_BATCHES; k++)
    gradients[k] = instrumented_find_gradient (run, network->parameters, k * BATCH_SIZE,
                                               BATCH_SIZE);
  for (gsize i = 0; i < n; i++)
    {
      double mean = 0.0;

      for (guint k = 0; k < N_BATCHES; k++)
        mean += gradients[k][i] / N_BATCHES;
      squares += mean * mean;
      for (guint k = 0; k < N_BATCHES; k++)
        variance += (gradients[k][i] - mean) * (gradients[k][i] - mean) / (N_BATCHES - 1);
    }
  for (guint k = 0; k < N_BATCHES; k++)
    g_free (gradients[k]);

  return BATCH_SIZE * variance / (squares - variance / N_BATCHES);
}

static void
check (const char *preset)
{
  g_auto (Instrumented) run = {0};
  OvRecipe recipe;

  init_recipe (&recipe, preset);
  recipe.regularisation = 0.0;
  recipe.batch_size = 0;
  recipe.learning_rate = 1e-5;
  instrumented_init (&run, &recipe, dataset, NULL);
  for (guint i = 0; i < 2; i++)
    {
      double expected;

      instrumented_run_epoch (&run);
      expected = find_noise (&run);
      g_test_message ("%s: %g images", preset, expected);
      g_assert_cmpfloat (expected, >, 0.0);
      g_assert_cmpfloat_with_epsilon (instrumented_get_values (&run, "gradient-noise")[0],
                                      expected, 1e-3 * expected);
    }
}

static void
test_noise (void)
{
  check ("linear");
  check ("two-layer-gd");
}

/* Images that are all alike have no noise. */
static void
test_none (void)
{
  g_auto (Instrumented) run = {0};
  g_autoptr (OvDataset) alike = NULL;
  g_autoptr (GError) error = NULL;
  const char *const *names = (const char *const *) dataset->class_names;
  guint8 *pixels = g_malloc (41 * OV_IMAGE_SIZE);
  OvRecipe recipe;

  for (gsize i = 0; i < 41 * OV_IMAGE_SIZE; i++)
    pixels[i] = (guint8) (i % OV_IMAGE_SIZE % 251);
  alike = ov_dataset_new ("Alike", names, 40, 1, pixels, g_malloc0 (41), &error);
  g_assert_no_error (error);
  init_recipe (&recipe, "linear");
  instrumented_init (&run, &recipe, alike, NULL);
  instrumented_run_epoch (&run);
  g_assert_cmpfloat (instrumented_get_values (&run, "gradient-noise")[0], <, 1e-6);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/gradient-noise-instrument/noise", test_noise);
  g_test_add_func ("/gradient-noise-instrument/none", test_none);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

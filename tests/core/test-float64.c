/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "float64-fixture.h"
#include "instruction-fixture.h"
#include "model.h"
#include "naive-image.h"
#include "naive.h"
#include "twin.h"

/* Losses against those of double precision, with a program in single precision beside it. */

#define N_TRAIN 300
#define N_TEST 100
#define N_CNN_TRAIN 100
#define N_CNN_TEST 20
#define N_IMAGES 3

static OvDataset *dataset;
static OvDataset *small_dataset; /* for the convolutional network */

/* The twin in double precision computes what plain loops do. */
static void
check_gradient (const char *preset)
{
  g_autoptr (OvNetwork) network = NULL;
  g_autofree double *parameters = NULL;
  g_autofree double *images = NULL;
  g_autofree double *twin_images = NULL;
  g_autofree double *expected = NULL;
  g_autofree double *gradient = NULL;
  double largest = 0.0;
  OvRecipe recipe;
  gsize n;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  recipe.weight_std = recipe.weight_std > 0.0 ? 1e-3 : 0.0;
  network = ov_model_build_network (&recipe);
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  n = network->n_parameters;
  parameters = naive_copy (network->parameters, n);
  images = naive_get_images (small_dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  twin_images = twin_double_get_images (small_dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  expected = g_new0 (double, n);
  gradient = g_new0 (double, n);

  naive_image_gradient (network, network->loss, parameters, images,
                        small_dataset->labels[OV_SPLIT_TRAIN], N_IMAGES, expected,
                        NULL);
  twin_double_gradient (network, parameters, twin_images,
                        small_dataset->labels[OV_SPLIT_TRAIN], N_IMAGES, gradient);
  for (gsize i = 0; i < n; i++)
    largest = fmax (largest, fabs (expected[i]));
  g_assert_cmpfloat (largest, >, 0.0);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (gradient[i], expected[i], 1e-11 * largest);
}

static void
test_twin (void)
{
  check_gradient ("linear");
  check_gradient ("two-layer-sgd");
  check_gradient ("cnn");
}

/* At the preset's rate, and at one at which so few images are learned; there the train loss is what
 * the passes that make the updates say of themselves. */
static void
test_recipe (gconstpointer preset)
{
  OvRecipe recipe;
  OvDataset *images;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, NULL));
  images = recipe.model == ov_model_find ("cnn") ? small_dataset : dataset;
  recipe.batch_size = MIN (recipe.batch_size, 50);
  float64_check (&recipe, images);

  recipe.measure_train = FALSE;
  if (recipe.model == ov_model_find ("cnn"))
    recipe.learning_rate = 0.02;
  else if (recipe.batch_size > 0)
    recipe.learning_rate = 1e-3;
  float64_check (&recipe, images);
}

int
main (int argc, char *argv[])
{
  const char *const *presets = ov_recipe_list_presets ();
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = float64_take_sample (N_TRAIN, N_TEST);
  small_dataset = float64_take_sample (N_CNN_TRAIN, N_CNN_TEST);

  g_test_add_func ("/float64/instructions", fixture_test_instructions);
  g_test_add_func ("/float64/twin", test_twin);
  for (gsize i = 0; presets[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/float64/", presets[i], NULL);

      g_test_add_data_func (path, presets[i], test_recipe);
    }

  status = g_test_run ();
  ov_dataset_unref (dataset);
  ov_dataset_unref (small_dataset);

  return status;
}

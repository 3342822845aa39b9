/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Directions of a plane against plain loops in double precision. */

#include "plane-direction.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive.h"

#define N_TRAIN 40

static OvRecipe
make_recipe (const char *preset)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, preset, &error);
  g_assert_no_error (error);
  recipe.hidden_units = 4;

  return recipe;
}

static double
find_norm (const float *values, gsize n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += (double) values[i] * (double) values[i];

  return sqrt (squares);
}

/* Each filter is as long as that of the weights, and points elsewhere; along biases it does not go.
 * The seed decides it to the bit. */
static void
test_random (void)
{
  static const char *const presets[] = {"two-layer-sgd", "cnn"};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      const OvRecipe recipe = make_recipe (presets[p]);
      g_autoptr (OvNetwork) network = ov_model_build_network (&recipe);
      const gsize size = network->n_parameters * sizeof (float);
      g_autofree float *weights = g_new (float, network->n_parameters);
      g_autofree float *direction = g_new (float, network->n_parameters);
      g_autofree float *again = g_new (float, network->n_parameters);

      naive_fill_random (weights, network->n_parameters, 0.3, 7);
      memset (weights, 0, network->tensors[0].size / network->tensors[0].dims[0] * sizeof (float));
      ov_plane_direction_draw (network, weights, 5, direction);
      ov_plane_direction_draw (network, weights, 5, again);
      g_assert_cmpmem (direction, size, again, size);
      ov_plane_direction_draw (network, weights, 6, again);
      g_assert_cmpint (memcmp (direction, again, size), !=, 0);

      for (guint t = 0; t < network->n_tensors; t++)
        {
          const OvTensor *tensor = &network->tensors[t];
          const gsize n = tensor->size / tensor->dims[0];

          for (gsize filter = 0; filter < tensor->dims[0]; filter++)
            {
              const gsize begin = tensor->offset + filter * n;
              const double expected = tensor->is_weight ? find_norm (weights + begin, n) : 0.0;

              g_assert_cmpfloat_with_epsilon (find_norm (direction + begin, n), expected,
                                              1e-6 * expected + 1e-30);
              if (n > 1 && expected > 0.0)
                {
                  double product = 0.0;

                  for (gsize i = 0; i < n; i++)
                    product += (double) weights[begin + i] * (double) direction[begin + i];
                  g_assert_cmpfloat (fabs (product), <, 0.98 * expected * expected);
                }
            }
        }
    }
}

/* Writes the gradient of the loss, penalty included. */
static void
find_gradient (const OvRecipe *recipe,
               OvDataset      *dataset,
               const double   *images,
               const double   *parameters,
               double         *gradient,
               gsize           n)
{
  for (gsize i = 0; i < n; i++)
    gradient[i] = 0.0;
  naive_measure (recipe, parameters, images, dataset->labels[OV_SPLIT_TRAIN], N_TRAIN, gradient,
                 NULL);
  naive_penalise (recipe, parameters, gradient);
}

/* The Hessian times the direction, by central differences of gradients in double precision, is the
 * direction times the eigenvalue but for the residual. */
static void
test_steepest (void)
{
  OvRecipe recipe = make_recipe ("two-layer-sgd");
  OvDataset *dataset = naive_dataset_new (N_TRAIN, 10);
  g_autofree double *images = NULL;
  g_autofree double *point = NULL;
  g_autofree double *moved = NULL;
  g_autofree double *behind = NULL;
  g_autofree double *ahead = NULL;
  g_autofree float *direction = NULL;
  g_autoptr (OvNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  OvLanczosResult result;
  double quotient = 0.0;
  double residual = 0.0;
  gsize n;

  recipe.pixel_scale = 1.0;
  recipe.regularisation = 1e-3;
  network = ov_model_build_network (&recipe);
  n = network->n_parameters;
  ov_network_init_weights (network, 3, 0.05);
  images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  point = naive_copy (network->parameters, n);
  moved = g_new (double, n);
  behind = g_new (double, n);
  ahead = g_new (double, n);
  direction = g_new0 (float, n);
  {
    g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
    g_autoptr (OvBatchRunner) runner =
      ov_batch_runner_new (network, dataset, pool, recipe.pixel_scale);

    g_assert_true (ov_plane_direction_find_steepest (network, runner, pool, N_TRAIN,
                                                     recipe.regularisation, 1, direction, &result,
                                                     NULL, &error));
    g_assert_no_error (error);
  }
  g_assert_true (result.is_settled);
  g_assert_cmpfloat_with_epsilon (find_norm (direction, n), 1.0, 1e-5);

  for (gsize i = 0; i < n; i++)
    moved[i] = point[i] - 1e-4 * (double) direction[i];
  find_gradient (&recipe, dataset, images, moved, behind, n);
  for (gsize i = 0; i < n; i++)
    moved[i] = point[i] + 1e-4 * (double) direction[i];
  find_gradient (&recipe, dataset, images, moved, ahead, n);
  for (gsize i = 0; i < n; i++)
    {
      moved[i] = (ahead[i] - behind[i]) / 2e-4;
      quotient += moved[i] * (double) direction[i];
    }
  for (gsize i = 0; i < n; i++)
    {
      const double rest = moved[i] - quotient * (double) direction[i];

      residual += rest * rest;
    }
  residual = sqrt (residual);
  g_test_message ("eigenvalue %.6g, found %.6g; residual %.3g, found %.3g", quotient, result.value,
                  residual, result.residual);
  g_assert_cmpfloat_with_epsilon (quotient, result.value, 1e-3 * result.value);
  g_assert_cmpfloat (residual, <, result.residual + 1e-3 * result.value);
  g_assert_cmpfloat (residual, <, 0.1 * result.value);
  g_assert_cmpfloat (result.error, <=, 0.01 * result.value);
  ov_dataset_unref (dataset);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane-direction/random", test_random);
  g_test_add_func ("/plane-direction/steepest", test_steepest);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sensitivity.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "sample.h"
#include "tile.h"

#define N_IMAGES OV_SENSITIVITY_IMAGES

static OvDataset        *dataset;

static const char *const presets[] = {"linear", "two-layer-sgd", "cnn"};

static OvNetwork *
make_network (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;
  OvNetwork *network;

  g_assert_true (ov_recipe_init_preset (recipe, preset, &error));
  recipe->hidden_units = 20;
  recipe->pixel_scale = 1.0;
  if (recipe->model == ov_model_find ("two-layer"))
    recipe->weight_std = 0.1;
  network = ov_model_build_network (recipe);
  ov_network_init_weights (network, recipe->seed, recipe->weight_std);

  return network;
}

static OvTemplates *
measure (OvNetwork *network, guint n_threads)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_threads);
  g_autoptr (OvSensitivity) sensitivity = ov_sensitivity_new (network, dataset, pool, 1.0);
  OvTemplates *templates = g_new0 (OvTemplates, 1);

  g_assert_true (ov_sensitivity_measure (sensitivity, templates, NULL));

  return templates;
}

/* The classes' mean scores, while all images are shifted by `step` times a direction. */
static void
measure_scores (OvNetwork *network, const float *direction, float step, double *means)
{
  g_autoptr (OvPass) pass = ov_pass_new (network, N_IMAGES);
  const float *mean_image = dataset->mean_image;
  float *input = pass->values[0];
  float mean[OV_IMAGE_SIZE];
  const float *scores;

  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    mean[j] = mean_image[j] - 255.0f * step * direction[j];
  ov_tile_fill (input, dataset->pixels[OV_SPLIT_TEST], NULL, 0, N_IMAGES, mean,
                1.0f / 255.0f);
  scores = ov_pass_forward (pass, 0, N_IMAGES);
  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      means[k] = 0.0;
      for (guint i = 0; i < N_IMAGES; i++)
        means[k] += (double) scores[i * OV_N_CLASSES + k] / N_IMAGES;
    }
}

/* A derivative is what central differences come near to, in any direction. */
static void
test_differences (void)
{
  const float step = 2e-5f;

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (&recipe, presets[p]);
      g_autofree OvTemplates *templates = measure (network, 2);

      for (guint round = 0; round < 3; round++)
        {
          float direction[OV_IMAGE_SIZE];
          double ahead[OV_N_CLASSES];
          double behind[OV_N_CLASSES];
          double error = 0.0;
          double size = 0.0;

          /* One of all pixels, a place, and stripes. */
          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            direction[j] = round == 0   ? (j % 7 < 3 ? 1.0f : -0.5f)
                           : round == 1 ? (j % 1024 / 32 < 8 ? 2.0f : 0.0f)
                                        : (float) sin (j * 0.3);
          measure_scores (network, direction, step, ahead);
          measure_scores (network, direction, -step, behind);
          for (guint k = 0; k < OV_N_CLASSES; k++)
            {
              const double expected = (ahead[k] - behind[k]) / (2.0 * (double) step);
              double product = 0.0;

              for (guint j = 0; j < OV_IMAGE_SIZE; j++)
                product += (double) templates->values[k][j] * (double) direction[j];
              error += pow (product - expected, 2.0);
              size += pow (expected, 2.0);
            }
          g_test_message ("%s: %.1e off", presets[p], sqrt (error / size));
          g_assert_cmpfloat (size, >, 0.0);
          g_assert_cmpfloat (sqrt (error / size), <, 0.02);
        }
    }
}

/* An affine network's are its weights, to the last bit. */
static void
test_weights (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network (&recipe, "linear");
  g_autofree OvTemplates *templates = measure (network, 1);

  g_assert_cmpmem (templates, sizeof *templates, network->parameters,
                   sizeof *templates);
}

/* At the mean image, a change of the last digits turned the whole picture. */
static void
test_stable (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (&recipe, presets[p]);
      g_autofree OvTemplates *before = measure (network, 2);
      g_autofree OvTemplates *after = NULL;
      g_autoptr (GRand) rand = g_rand_new_with_seed (1);
      float *parameters = network->parameters;
      double change = 0.0;
      double size = 0.0;

      for (gsize i = 0; i < network->n_parameters; i++)
        parameters[i] *= 1.0f + (float) g_rand_double_range (rand, -1e-6, 1e-6);
      after = measure (network, 2);
      for (guint k = 0; k < OV_N_CLASSES; k++)
        for (guint j = 0; j < OV_IMAGE_SIZE; j++)
          {
            change += pow ((double) (after->values[k][j] - before->values[k][j]), 2.0);
            size += pow ((double) before->values[k][j], 2.0);
          }
      g_test_message ("%s: changes by %.1e", presets[p], sqrt (change / size));
      g_assert_cmpfloat (sqrt (change / size), <, 5e-3);
    }
}

static void
test_threads (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      static const guint counts[] = {2, 3, 8, 11};
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (&recipe, presets[p]);
      g_autofree OvTemplates *one = measure (network, 1);

      for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
        {
          g_autofree OvTemplates *more = measure (network, counts[i]);

          g_assert_cmpmem (one, sizeof *one, more, sizeof *more);
        }
    }
}

static void
test_cancelled (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network (&recipe, "cnn");
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
  g_autoptr (OvSensitivity) sensitivity = ov_sensitivity_new (network, dataset, pool, 1.0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree OvTemplates *templates = g_new0 (OvTemplates, 1);
  g_autofree OvTemplates *expected = measure (network, 1);

  templates->values[3][5] = 7.0f;
  g_cancellable_cancel (cancellable);
  g_assert_false (ov_sensitivity_measure (sensitivity, templates, cancellable));
  g_assert_cmpfloat (templates->values[3][5], ==, 7.0f);

  /* The next time is as if nothing had happened. */
  g_assert_true (ov_sensitivity_measure (sensitivity, templates, NULL));
  g_assert_cmpmem (templates, sizeof *templates, expected, sizeof *expected);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = ov_sample_new ();
  g_assert_cmpuint (ov_sensitivity_get_n_images (dataset), ==, N_IMAGES);

  g_test_add_func ("/sensitivity/differences", test_differences);
  g_test_add_func ("/sensitivity/weights", test_weights);
  g_test_add_func ("/sensitivity/stable", test_stable);
  g_test_add_func ("/sensitivity/threads", test_threads);
  g_test_add_func ("/sensitivity/cancelled", test_cancelled);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

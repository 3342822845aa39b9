/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model.h"
#include "naive-image.h"
#include "naive.h"
#include "trainer.h"

#define N_IMAGES 3
#define N_PROBES 5
#define STEP 1e-6

static const guint8 labels[N_IMAGES] = {3, 9, 0};

static OvNetwork *
make_network (void)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvNetwork *network;

  g_assert_true (ov_recipe_init_preset (&recipe, "cnn", &error));
  network = ov_model_build_network (&recipe);
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);

  return network;
}

/* Names and shapes are those that PyTorch gives to the same network. */
static void
test_tensors (void)
{
  static const struct
  {
    const char *name;
    guint dims[OV_TENSOR_MAX_DIMS];
  } expected[] = {
    {"conv1.weight", {32, 3, 3, 3}},
    {"conv1.bias", {32}},
    {"conv2.weight", {64, 32, 3, 3}},
    {"conv2.bias", {64}},
    {"conv3.weight", {64, 64, 3, 3}},
    {"conv3.bias", {64}},
    {"fc1.weight", {64, 1024}},
    {"fc1.bias", {64}},
    {"fc2.weight", {10, 64}},
    {"fc2.bias", {10}},
  };
  g_autoptr (OvNetwork) network = make_network ();

  g_assert_cmpuint (network->n_parameters, ==, 122570);
  g_assert_cmpuint (network->n_tensors, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const OvTensor *tensor = &network->tensors[i];

      g_assert_cmpstr (tensor->name, ==, expected[i].name);
      for (guint d = 0; d < OV_TENSOR_MAX_DIMS; d++)
        g_assert_cmpuint (d < tensor->n_dims ? tensor->dims[d] : 0, ==, expected[i].dims[d]);
    }
}

/* Glorot's range is ±√(6 / (9 · (in + out))) for a convolution. */
static void
test_first_weights (void)
{
  g_autoptr (OvNetwork) network = make_network ();
  const float *parameters = network->parameters;

  for (guint i = 0; i < network->n_tensors; i++)
    {
      const OvTensor *tensor = &network->tensors[i];
      const double field = tensor->n_dims == 4 ? 9.0 : 1.0;
      const double limit = sqrt (6.0 / (field * (tensor->dims[0] + tensor->dims[1])));
      double largest = 0.0;

      for (gsize j = 0; j < tensor->size; j++)
        largest = MAX (largest, fabs ((double) parameters[tensor->offset + j]));
      g_assert_cmpfloat (largest, <=, tensor->is_weight ? limit * 1.000001 : 0.0);
      g_assert_cmpfloat (largest, >=, tensor->is_weight ? limit * 0.99 : 0.0);
    }
}

typedef struct
{
  OvNetwork *network;
  double    *parameters;
  double    *images;
} Problem;

static double
measure_slope (const Problem *problem, double *value)
{
  const double kept = *value;
  double difference;

  *value = kept + STEP;
  difference = naive_image_loss (problem->network, problem->parameters, problem->images, labels,
                                 N_IMAGES);
  *value = kept - STEP;
  difference -= naive_image_loss (problem->network, problem->parameters, problem->images, labels,
                                  N_IMAGES);
  *value = kept;

  return difference / (2.0 * STEP);
}

/* Of n derivatives, some are compared with central differences, in parts of the largest. */
static void
compare_slopes (const Problem *problem, double *values, const float *derivatives, gsize n)
{
  double largest = 0.0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs ((double) derivatives[i]));
  g_assert_cmpfloat (largest, >, 0.0);
  for (gsize probe = 0; probe < N_PROBES; probe++)
    {
      const gsize i = (2 * probe + 1) * n / (2 * N_PROBES);

      g_assert_cmpfloat_with_epsilon ((double) derivatives[i], measure_slope (problem, &values[i]),
                                      1e-4 * largest);
    }
}

/* A pass serves any number of images, and goes back to a number that it has served. */
static void
test_fewer_images (void)
{
  g_autoptr (OvNetwork) network = make_network ();
  g_autoptr (OvPass) pass = ov_pass_new (network, N_IMAGES);
  float scores[N_IMAGES * OV_N_CLASSES];

  naive_fill_random (pass->values[0], N_IMAGES * OV_IMAGE_SIZE, 0.5, 11);
  memcpy (scores, ov_pass_forward (pass, 0, N_IMAGES), sizeof scores);
  for (guint n = 1; n < N_IMAGES; n++)
    {
      const float *fewer = ov_pass_forward (pass, 0, n);

      for (guint i = 0; i < n * OV_N_CLASSES; i++)
        g_assert_cmpfloat_with_epsilon (fewer[i], scores[i], 1e-5f);
    }
  g_assert_cmpmem (ov_pass_forward (pass, 0, N_IMAGES), sizeof scores, scores, sizeof scores);
}

static void
test_gradient (void)
{
  g_autoptr (OvNetwork) network = make_network ();
  const gsize n_parameters = network->n_parameters;
  g_autoptr (OvPass) pass = ov_pass_new (network, N_IMAGES);
  g_autofree float *gradient = g_new0 (float, n_parameters);
  g_autofree float *d_input = g_new0 (float, N_IMAGES *OV_IMAGE_SIZE);
  g_autofree double *parameters = NULL;
  g_autofree double *images = NULL;
  float d_scores[N_IMAGES * OV_N_CLASSES];
  OvScore score = {0};
  Problem problem;

  /* Biases that are not zero, so that their place matters. */
  for (guint i = 1; i < network->n_tensors; i += 2)
    {
      const OvTensor *bias = &network->tensors[i];

      naive_fill_random (network->parameters + bias->offset, bias->size, 0.1, i);
    }
  naive_fill_random (pass->values[0], N_IMAGES * OV_IMAGE_SIZE, 0.5, 11);
  parameters = naive_copy (network->parameters, n_parameters);
  images = naive_copy (pass->values[0], N_IMAGES * OV_IMAGE_SIZE);
  problem = (Problem) {network, parameters, images};

  ov_loss_measure (network->loss, ov_pass_forward (pass, 0, N_IMAGES), labels,
                   N_IMAGES, 1.0f / N_IMAGES, d_scores, &score);
  g_assert_cmpfloat_with_epsilon (ov_score_mean (&score),
                                  naive_image_loss (network, parameters, images, labels, N_IMAGES),
                                  1e-5);

  ov_pass_backward (pass, 0, d_scores, gradient, d_input);
  for (guint i = 0; i < network->n_tensors; i++)
    {
      const OvTensor *tensor = &network->tensors[i];

      compare_slopes (&problem, parameters + tensor->offset, gradient + tensor->offset,
                      tensor->size);
    }
  compare_slopes (&problem, images, d_input, N_IMAGES * OV_IMAGE_SIZE);
}

/* Trains on a few images with batches that leave odd rests to each of two threads. */
static void
run (guint n_threads, float *parameters)
{
  g_autoptr (OvDataset) dataset = naive_dataset_new (173, 61);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;
  OvEpoch epoch;

  g_assert_true (ov_recipe_init_preset (&recipe, "cnn", &error));
  recipe.learning_rate = 0.05;
  trainer = ov_trainer_new (&recipe, dataset, n_threads, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));
  g_assert_true (isfinite (epoch.train_loss) && isfinite (epoch.test_loss));
  memcpy (parameters, ov_trainer_get_network (trainer)->parameters,
          ov_trainer_get_network (trainer)->n_parameters * sizeof (float));
}

static void
test_deterministic (void)
{
  const gsize size = 122570 * sizeof (float);
  g_autofree float *first = g_malloc (size);
  g_autofree float *second = g_malloc (size);
  g_autofree float *alone = g_malloc (size);
  g_autofree double *expected = NULL;

  run (2, first);
  run (2, second);
  run (1, alone);
  g_assert_cmpmem (first, size, second, size);
  expected = naive_copy (alone, 122570);
  g_assert_cmpfloat (naive_distance (first, expected, 122570), <, 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cnn/tensors", test_tensors);
  g_test_add_func ("/cnn/first-weights", test_first_weights);
  g_test_add_func ("/cnn/fewer-images", test_fewer_images);
  g_test_add_func ("/cnn/gradient", test_gradient);
  g_test_add_func ("/cnn/deterministic", test_deterministic);

  return g_test_run ();
}

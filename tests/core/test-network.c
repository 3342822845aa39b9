/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive.h"

#define N_IMAGES 6
#define HIDDEN_UNITS 11

static const char *const presets[] = {"linear", "two-layer-sgd"};

static OvNetwork *
make_network (const char *preset, OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  OvNetwork *network;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = HIDDEN_UNITS;
  recipe->pixel_scale = 1.0;
  network = ov_model_build_network (recipe);

  return network;
}

static void
check_tensor (OvNetwork  *network,
              guint       index,
              const char *name,
              gsize       offset,
              guint       n_dims,
              guint       n_out,
              guint       n_in)
{
  const OvTensor *tensor = &network->tensors[index];

  g_assert_cmpstr (tensor->name, ==, name);
  g_assert_cmpuint (tensor->offset, ==, offset);
  g_assert_cmpuint (tensor->n_dims, ==, n_dims);
  g_assert_cmpuint (tensor->dims[0], ==, n_out);
  if (n_dims > 1)
    g_assert_cmpuint (tensor->dims[1], ==, n_in);
  g_assert_cmpuint (tensor->size, ==, n_dims > 1 ? (gsize) n_out * n_in : n_out);
  g_assert_cmpint (tensor->is_weight, ==, n_dims > 1);
}

static void
test_linear_views (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network ("linear", &recipe);

  g_assert_cmpuint (network->n_parameters, ==, 30730);
  g_assert_cmpuint (network->n_layers, ==, 1);
  g_assert_cmpuint (network->n_tensors, ==, 2);
  g_assert_cmpint (network->loss, ==, OV_LOSS_SQUARED_ERROR);
  check_tensor (network, 0, "linear.weight", 0, 2, 10, 3072);
  check_tensor (network, 1, "linear.bias", 30720, 1, 10, 0);
}

static void
test_two_layer_views (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network ("two-layer-sgd", &recipe);
  const gsize output = HIDDEN_UNITS * 3073;

  g_assert_cmpuint (network->n_parameters, ==, output + 10 * (HIDDEN_UNITS + 1));
  g_assert_cmpuint (network->n_tensors, ==, 4);
  check_tensor (network, 0, "hidden.weight", 0, 2, HIDDEN_UNITS, 3072);
  check_tensor (network, 1, "hidden.bias", HIDDEN_UNITS * 3072, 1, HIDDEN_UNITS, 0);
  check_tensor (network, 2, "output.weight", output, 2, 10, HIDDEN_UNITS);
  check_tensor (network, 3, "output.bias", output + 10 * HIDDEN_UNITS, 1, 10, 0);

  g_assert_cmpuint (network->n_layers, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const kinds[] = {"Affine", "Sigmoid", "Affine"};
      static const gsize sizes[] = {3072, HIDDEN_UNITS, HIDDEN_UNITS, 10};
      const OvLayer *layer = &network->layers[i];

      g_assert_cmpstr (layer->klass->kind, ==, kinds[i]);
      g_assert_cmpuint (ov_shape_get_size (layer->in), ==, sizes[i]);
      g_assert_cmpuint (ov_shape_get_size (layer->out), ==, sizes[i + 1]);
    }
}

/* The equations that the program is compared with are themselves held against differences. */
static void
test_naive_gradients (void)
{
  const double step = 1e-5;
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (presets[p], &recipe);
      const gsize n = network->n_parameters;
      g_autofree double *parameters = NULL;
      g_autofree double *gradient = g_new0 (double, n);

      recipe.regularisation = 0.01;
      naive_fill_random (network->parameters, n, 0.1, 5);
      parameters = naive_copy (network->parameters, n);
      naive_measure (&recipe, parameters, images, labels, N_IMAGES, gradient, NULL);
      naive_penalise (&recipe, parameters, gradient);

      /* From the end, where the tensors of the last layer lie, with ever longer strides. */
      for (gsize back = 1; back <= n; back += 1 + back / 16)
        {
          double *value = &parameters[n - back];
          const double kept = *value;
          double difference;

          *value = kept + step;
          difference = naive_measure (&recipe, parameters, images, labels, N_IMAGES, NULL, NULL)
                       + naive_penalise (&recipe, parameters, NULL);
          *value = kept - step;
          difference -= naive_measure (&recipe, parameters, images, labels, N_IMAGES, NULL, NULL)
                        + naive_penalise (&recipe, parameters, NULL);
          *value = kept;
          g_assert_cmpfloat_with_epsilon (gradient[n - back], difference / (2.0 * step), 1e-8);
        }
    }
}

static void
fill_input (OvPass *pass, const double *images, guint n_images)
{
  float *input = pass->values[0];

  for (gsize i = 0; i < (gsize) n_images * OV_IMAGE_SIZE; i++)
    input[i] = (float) images[i];
}

static void
test_gradients (void)
{
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (presets[p], &recipe);
      g_autoptr (OvPass) pass = ov_pass_new (network, N_IMAGES + 3);
      const gsize n = network->n_parameters;
      float d_scores[N_IMAGES * OV_N_CLASSES];
      g_autofree float *gradient = g_new0 (float, n);
      g_autofree double *expected = g_new0 (double, n);
      g_autofree double *parameters = NULL;
      OvScore score = {0};
      double loss;

      g_assert_cmpuint (pass->capacity, ==, N_IMAGES + 3);
      naive_fill_random (network->parameters, n, 0.1, 5);
      parameters = naive_copy (network->parameters, n);
      loss = naive_measure (&recipe, parameters, images, labels, N_IMAGES, expected, NULL);

      fill_input (pass, images, N_IMAGES);
      ov_loss_measure (network->loss, ov_pass_forward (pass, 0, N_IMAGES), labels,
                       N_IMAGES, 1.0f / N_IMAGES, d_scores, &score);
      ov_pass_backward (pass, 0, d_scores, gradient, NULL);

      g_assert_cmpfloat_with_epsilon (ov_score_mean (&score), loss, 1e-5 * loss);
      g_assert_cmpfloat (naive_distance (gradient, expected, n), <, 1e-5);
    }
}

/* The loss as a function of one pixel, in double precision. */
static double
measure_with_pixel (const OvRecipe *recipe,
                    const double   *parameters,
                    double         *images,
                    const guint8   *labels,
                    gsize           pixel,
                    double          step)
{
  const double kept = images[pixel];
  double loss;

  images[pixel] += step;
  loss = naive_measure (recipe, parameters, images, labels, N_IMAGES, NULL, NULL);
  images[pixel] = kept;

  return loss;
}

static void
test_input_gradients (void)
{
  const double step = 1e-4;
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);
  g_autofree float *d_input = g_new (float, N_IMAGES *OV_IMAGE_SIZE);

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (presets[p], &recipe);
      g_autoptr (OvPass) pass = ov_pass_new (network, N_IMAGES);
      const gsize n = network->n_parameters;
      float d_scores[N_IMAGES * OV_N_CLASSES];
      g_autofree double *parameters = NULL;
      OvScore score = {0};

      naive_fill_random (network->parameters, n, 0.1, 5);
      parameters = naive_copy (network->parameters, n);
      fill_input (pass, images, N_IMAGES);
      ov_loss_measure (network->loss, ov_pass_forward (pass, 0, N_IMAGES), labels,
                       N_IMAGES, 1.0f / N_IMAGES, d_scores, &score);
      ov_pass_backward (pass, 0, d_scores, NULL, d_input);

      for (gsize i = 0; i < N_IMAGES * OV_IMAGE_SIZE; i += 197)
        {
          const double difference = measure_with_pixel (&recipe, parameters, images, labels, i,
                                                        step)
                                    - measure_with_pixel (&recipe, parameters, images, labels, i,
                                                          -step);

          g_assert_cmpfloat_with_epsilon ((double) d_input[i], difference / (2.0 * step), 2e-6);
        }
    }
}

static void
check_moments (const float *values, gsize n, double spread)
{
  double mean = 0.0;
  double square = 0.0;
  double fourth = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const double value = (double) values[i] / spread;

      mean += value / (double) n;
      square += value * value / (double) n;
      fourth += value * value * value * value / (double) n;
    }

  /* Five standard errors; the fourth moment of a normal distribution is 3. */
  g_assert_cmpfloat_with_epsilon (mean, 0.0, 5.0 / sqrt ((double) n));
  g_assert_cmpfloat_with_epsilon (square, 1.0, 5.0 * sqrt (2.0 / (double) n));
  g_assert_cmpfloat_with_epsilon (fourth, 3.0, 5.0 * sqrt (96.0 / (double) n));
}

static void
check_zero_biases (OvNetwork *network)
{
  for (guint t = 0; t < network->n_tensors; t++)
    {
      const OvTensor *tensor = &network->tensors[t];

      for (gsize i = 0; !tensor->is_weight && i < tensor->size; i++)
        g_assert_cmpfloat (network->parameters[tensor->offset + i], ==, 0.0f);
    }
}

static void
test_normal_weights (void)
{
  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      OvRecipe recipe;
      g_autoptr (OvNetwork) network = make_network (presets[p], &recipe);
      float *parameters = network->parameters;

      naive_fill_random (parameters, network->n_parameters, 1.0, 9);
      ov_network_init_weights (network, recipe.seed, recipe.weight_std);
      check_zero_biases (network);
      for (guint t = 0; t < network->n_tensors; t++)
        {
          const OvTensor *tensor = &network->tensors[t];

          if (tensor->is_weight)
            check_moments (parameters + tensor->offset, tensor->size, recipe.weight_std);
        }
    }
}

static void
test_glorot_weights (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network ("linear", &recipe);
  const float *parameters = network->parameters;
  const double limit = sqrt (6.0 / (3072 + 10));
  double largest = 0.0;
  double square = 0.0;

  recipe.weight_std = 0.0;
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  check_zero_biases (network);
  for (guint i = 0; i < 30720; i++)
    {
      largest = fmax (largest, fabs ((double) parameters[i]));
      square += (double) parameters[i] * (double) parameters[i] / 30720;
    }

  g_assert_cmpfloat (largest, <=, limit * (1.0 + 1e-6));
  g_assert_cmpfloat (largest, >, 0.999 * limit);
  g_assert_cmpfloat_with_epsilon (square, limit * limit / 3.0, 0.03 * limit * limit / 3.0);
}

static void
test_seed (void)
{
  OvRecipe recipe;
  g_autoptr (OvNetwork) network = make_network ("two-layer-sgd", &recipe);
  const gsize size = network->n_parameters * sizeof (float);
  g_autofree float *first = NULL;

  recipe.seed = 5;
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  first = g_memdup2 (network->parameters, size);

  recipe.seed = 6;
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  g_assert_true (memcmp (network->parameters, first, size) != 0);

  recipe.seed = 5;
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  g_assert_cmpmem (network->parameters, size, first, size);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/linear-views", test_linear_views);
  g_test_add_func ("/network/two-layer-views", test_two_layer_views);
  g_test_add_func ("/network/naive-gradients", test_naive_gradients);
  g_test_add_func ("/network/gradients", test_gradients);
  g_test_add_func ("/network/input-gradients", test_input_gradients);
  g_test_add_func ("/network/normal-weights", test_normal_weights);
  g_test_add_func ("/network/glorot-weights", test_glorot_weights);
  g_test_add_func ("/network/seed", test_seed);

  return g_test_run ();
}

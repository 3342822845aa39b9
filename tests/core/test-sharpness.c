/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness.h"

#include <math.h>
#include <string.h>

#include "naive-image.h"
#include "naive.h"
#include "trainer-private.h"

#define N_TRAIN 120
#define N_TEST  20

/* Half the distance of the naive differences, whose error in double precision is far below what is
 * tested. */
#define NAIVE_STEP 1e-5

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 1;
  recipe->pixel_scale = 1.0;
  recipe->weight_std = 0.05;
}

static OvTrainer *
make_trainer (const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, 2, &error);

  g_assert_no_error (error);

  return trainer;
}

static void
measure (OvTrainer *trainer, guint n_images, guint n_iterations, OvSharpness *sharpness)
{
  g_autoptr (GError) error = NULL;
  const gboolean done = ov_trainer_measure_sharpness (trainer, n_images, n_iterations, 1e-6,
                                                      sharpness, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  g_test_message ("%.6f after %u products, change %.1e, residual %.1e", sharpness->value,
                  sharpness->n_iterations, sharpness->change, sharpness->residual);
}

static double
normalise (double *vector, gsize n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += vector[i] * vector[i];
  for (gsize i = 0; i < n; i++)
    vector[i] /= sqrt (squares);

  return sqrt (squares);
}

/* The largest eigenvalue of a symmetric matrix whose largest one is its largest in size. */
static double
naive_eigenvalue (const double *matrix, gsize n)
{
  g_autofree double *vector = g_new (double, n);
  g_autofree double *product = g_new (double, n);
  double value = 0.0;

  for (gsize i = 0; i < n; i++)
    vector[i] = 1.0 + (double) (i % 7);
  normalise (vector, n);

  for (guint round = 0; round < 300; round++)
    {
      value = 0.0;
      for (gsize i = 0; i < n; i++)
        {
          product[i] = 0.0;
          for (gsize j = 0; j < n; j++)
            product[i] += matrix[i * n + j] * vector[j];
          value += product[i] * vector[i];
        }
      normalise (product, n);
      memcpy (vector, product, n * sizeof (double));
    }

  return value;
}

static void
naive_gradient (const OvRecipe *recipe,
                const double *parameters,
                gsize n,
                const double *images,
                guint n_images,
                double *gradient)
{
  memset (gradient, 0, n * sizeof (double));
  naive_measure (recipe, parameters, images, ov_dataset_get_labels (dataset, OV_SPLIT_TRAIN),
                 n_images, gradient, NULL);
  naive_penalise (recipe, parameters, gradient);
}

/* Every column of the Hessian, in double precision and plain loops. */
static double
naive_sharpness (const OvRecipe *recipe, guint n_images)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvNetwork) network = ov_network_new (recipe, &error);
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  const gsize n = ov_network_get_n_parameters (network);
  g_autofree double *matrix = g_new (double, n *n);
  g_autofree double *ahead = g_new (double, n);
  g_autofree double *behind = g_new (double, n);
  g_autofree double *parameters = NULL;

  ov_network_init_weights (network, recipe);
  parameters = naive_copy (ov_network_get_parameters (network), n);

  for (gsize i = 0; i < n; i++)
    {
      const double value = parameters[i];

      parameters[i] = value + NAIVE_STEP;
      naive_gradient (recipe, parameters, n, images, n_images, ahead);
      parameters[i] = value - NAIVE_STEP;
      naive_gradient (recipe, parameters, n, images, n_images, behind);
      parameters[i] = value;
      for (gsize j = 0; j < n; j++)
        matrix[i * n + j] = (ahead[j] - behind[j]) / (2.0 * NAIVE_STEP);
    }

  return naive_eigenvalue (matrix, n);
}

static void
test_dense (void)
{
  const guint n_images = 12;
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  OvSharpness sharpness;
  double expected;

  init_recipe (&recipe, "two-layer-gd");
  recipe.regularisation = 0.05;
  expected = naive_sharpness (&recipe, n_images);
  trainer = make_trainer (&recipe);
  measure (trainer, n_images, 1000, &sharpness);

  g_test_message ("expected %.6f", expected);
  g_assert_cmpfloat (expected, >, 0.1);
  g_assert_cmpfloat_with_epsilon (sharpness.value, expected, 1e-4 * expected);
  g_assert_cmpfloat (sharpness.residual, <, 1e-2);
}

/* The Hessian of the squared error of a linear classifier is 2 XᵀX / N for each class, where X has
 * a column of ones for the bias, which the penalty leaves alone. */
static double
naive_linear_sharpness (double regularisation, guint n_images)
{
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);
  double vector[OV_IMAGE_SIZE + 1];
  double value = 0.0;

  for (guint j = 0; j <= OV_IMAGE_SIZE; j++)
    vector[j] = 1.0 + j % 5;
  normalise (vector, OV_IMAGE_SIZE + 1);

  for (guint round = 0; round < 600; round++)
    {
      double product[OV_IMAGE_SIZE + 1] = {0};

      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        product[j] = 2.0 * regularisation * vector[j];
      for (guint i = 0; i < n_images; i++)
        {
          const double *image = images + (gsize) i * OV_IMAGE_SIZE;
          double score = vector[OV_IMAGE_SIZE];

          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            score += image[j] * vector[j];
          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            product[j] += 2.0 * score * image[j] / n_images;
          product[OV_IMAGE_SIZE] += 2.0 * score / n_images;
        }
      value = normalise (product, OV_IMAGE_SIZE + 1);
      memcpy (vector, product, sizeof vector);
    }

  return value;
}

static void
test_linear (void)
{
  static const struct
  {
    guint n_images;
    double regularisation;
  } rows[] = {{N_TRAIN, 0.0}, {N_TRAIN, 0.5}, {17, 0.1}};

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      OvRecipe recipe;
      OvSharpness sharpness;
      g_autoptr (OvTrainer) trainer = NULL;
      const double expected = naive_linear_sharpness (rows[r].regularisation, rows[r].n_images);

      init_recipe (&recipe, "linear");
      recipe.regularisation = rows[r].regularisation;
      recipe.weight_std = 1e-5;
      trainer = make_trainer (&recipe);
      measure (trainer, rows[r].n_images, 2000, &sharpness);
      g_test_message ("expected %.6f", expected);
      g_assert_cmpfloat_with_epsilon (sharpness.value, expected, 1e-3 * expected);
      g_assert_cmpfloat (sharpness.residual, <, 2e-2);
    }
}

/* The convolutional network's Hessian is too large to be written down. But its product with the
 * direction that was found can be had in double precision: it has to be that direction again. */
static void
test_eigenvector (void)
{
  const guint n_images = 4;
  const guint8 *labels = ov_dataset_get_labels (dataset, OV_SPLIT_TRAIN);
  g_autofree double *images = NULL;
  g_autofree double *parameters = NULL;
  g_autofree double *ahead = NULL;
  g_autofree double *product = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  double value = 0.0;
  double squares = 0.0;
  OvSharpness sharpness;
  OvRecipe recipe;
  gsize n;

  init_recipe (&recipe, "cnn");
  images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  trainer = make_trainer (&recipe);
  measure (trainer, n_images, 200, &sharpness);
  n = ov_network_get_n_parameters (trainer->network);
  parameters = naive_copy (ov_network_get_parameters (trainer->network), n);
  ahead = g_new (double, n);
  product = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    parameters[i] += NAIVE_STEP * (double) trainer->direction[i];
  naive_image_gradient (trainer->network, OV_LOSS_CROSS_ENTROPY, parameters, images, labels,
                        n_images, ahead, NULL);
  for (gsize i = 0; i < n; i++)
    parameters[i] -= 2.0 * NAIVE_STEP * (double) trainer->direction[i];
  naive_image_gradient (trainer->network, OV_LOSS_CROSS_ENTROPY, parameters, images, labels,
                        n_images, product, NULL);
  for (gsize i = 0; i < n; i++)
    {
      product[i] = (ahead[i] - product[i]) / (2.0 * NAIVE_STEP);
      value += product[i] * (double) trainer->direction[i];
    }
  for (gsize i = 0; i < n; i++)
    squares += pow (product[i] - value * (double) trainer->direction[i], 2.0);

  g_test_message ("expected %.6f, residual %.1e", value, sqrt (squares) / value);
  g_assert_cmpfloat (value, >, 0.0);
  g_assert_cmpfloat_with_epsilon (sharpness.value, value, 1e-3 * value);
  g_assert_cmpfloat (sharpness.residual, <, 1e-2);
  g_assert_cmpfloat (sqrt (squares) / value, <, 1e-2);
}

/* What tells how well a direction has settled: the first one is anything, and the largest
 * eigenvalue of a convex loss is above every other quotient. */
static void
test_residual (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  OvSharpness first;
  OvSharpness last;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe);
  measure (trainer, N_TRAIN, 1, &first);
  measure (trainer, N_TRAIN, 2000, &last);
  g_assert_cmpuint (first.n_iterations, ==, 1);
  g_assert_cmpfloat (first.residual, >, 0.5);
  g_assert_cmpfloat (last.residual, <, 0.1 * first.residual);
  g_assert_cmpfloat (last.value, >, first.value);
}

/* Measuring leaves no trace in the training, and is cheaper the second time. */
static void
test_no_trace (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd", "cnn"};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (GError) error = NULL;
      OvEpoch epochs[2][2];
      OvSharpness sharpness[2];
      OvRecipe recipe;

      init_recipe (&recipe, presets[p]);
      recipe.momentum = 0.5;
      recipe.batch_size = 40;
      recipe.regularisation = 0.01;
      for (guint measured = 0; measured < 2; measured++)
        {
          g_autoptr (OvTrainer) trainer = make_trainer (&recipe);

          for (guint i = 0; i < 2; i++)
            {
              if (measured)
                measure (trainer, 1000, 5, &sharpness[i]);
              ov_trainer_run_epoch (trainer, &epochs[measured][i], NULL, NULL, NULL, &error);
              g_assert_no_error (error);
              epochs[measured][i].seconds = 0.0;
            }
        }
      g_assert_cmpmem (epochs[0], sizeof epochs[0], epochs[1], sizeof epochs[1]);
      g_assert_cmpuint (sharpness[0].n_images, ==, N_TRAIN);
      g_assert_cmpfloat (sharpness[0].seconds, >, 0.0);
    }
}

static void
test_warm_start (void)
{
  OvRecipe recipe;
  OvSharpness cold;
  OvSharpness warm;
  g_autoptr (OvTrainer) trainer = NULL;

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe);
  measure (trainer, 50, 2000, &cold);
  measure (trainer, 50, 2000, &warm);
  g_assert_cmpuint (warm.n_iterations, <, cold.n_iterations);
  g_assert_cmpfloat_with_epsilon (warm.value, cold.value, 1e-3 * cold.value);
}

/* As after a run whose loss has exploded. */
static void
test_no_number (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd", "cnn"};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (OvTrainer) trainer = NULL;
      OvSharpness sharpness;
      OvRecipe recipe;
      float *parameters;

      init_recipe (&recipe, presets[p]);
      trainer = make_trainer (&recipe);
      parameters = ov_network_get_parameters (trainer->network);
      for (gsize i = 0; i < ov_network_get_n_parameters (trainer->network); i++)
        parameters[i] = NAN;
      measure (trainer, 20, 3, &sharpness);
      g_assert_cmpint (isfinite (sharpness.value) != 0, ==, recipe.model == OV_MODEL_LINEAR);
      g_assert_cmpuint (sharpness.n_iterations, ==, recipe.model == OV_MODEL_LINEAR ? 3 : 1);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvTrainer) other = NULL;
  OvSharpness sharpness;
  OvRecipe recipe;
  OvEpoch epochs[2];

  init_recipe (&recipe, "two-layer-gd");
  trainer = make_trainer (&recipe);
  other = make_trainer (&recipe);
  g_cancellable_cancel (cancellable);
  g_assert_false (ov_trainer_measure_sharpness (trainer, 50, 5, 1e-3, &sharpness, cancellable,
                                                &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  ov_trainer_run_epoch (trainer, &epochs[0], NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  ov_trainer_run_epoch (other, &epochs[1], NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  epochs[0].seconds = epochs[1].seconds;
  g_assert_cmpmem (&epochs[0], sizeof epochs[0], &epochs[1], sizeof epochs[1]);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  g_test_add_func ("/sharpness/dense", test_dense);
  g_test_add_func ("/sharpness/linear", test_linear);
  g_test_add_func ("/sharpness/eigenvector", test_eigenvector);
  g_test_add_func ("/sharpness/residual", test_residual);
  g_test_add_func ("/sharpness/no-trace", test_no_trace);
  g_test_add_func ("/sharpness/warm-start", test_warm_start);
  g_test_add_func ("/sharpness/no-number", test_no_number);
  g_test_add_func ("/sharpness/cancelled", test_cancelled);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

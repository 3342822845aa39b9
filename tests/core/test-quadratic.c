/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic.h"

#include <math.h>

#include "instruction-fixture.h"
#include "model.h"
#include "naive.h"
#include "quadratic-fixture.h"
#include "recipe-fixture.h"
#include "run-limit.h"

/* Fewer images than pixels, so that most eigenvalues are 0; more than one tile of either set would
 * take naive loops too long. */
#define N_TRAIN 301
#define N_TEST 67

static OvDataset   *dataset;
static OvQuadratic *quadratic;

/* Σ over images of the products of two pixels, over their number. */
static double
multiply_pixels (const double *images, guint n_images, gsize a, gsize b)
{
  double sum = 0.0;

  for (gsize i = 0; i < n_images; i++)
    sum += images[i * OV_IMAGE_SIZE + a] * images[i * OV_IMAGE_SIZE + b];

  return sum / n_images;
}

/* Some entries of A from every block of the product, and all of C. */
static void
test_moments (void)
{
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);
  g_autofree double *cross = g_new0 (double, OV_N_CLASSES *OV_IMAGE_SIZE);
  const guint8 *labels = dataset->labels[OV_SPLIT_TRAIN];
  const float *second = quadratic->values->second;

  for (gsize a = 0; a < OV_IMAGE_SIZE; a += 37)
    for (gsize b = 0; b < OV_IMAGE_SIZE; b += 41)
      {
        const double expected = multiply_pixels (images, N_TRAIN, a, b);

        g_assert_cmpfloat_with_epsilon (second[a * OV_IMAGE_SIZE + b], expected, 1e-7);
        g_assert_cmpfloat (second[b * OV_IMAGE_SIZE + a], ==, second[a * OV_IMAGE_SIZE + b]);
      }

  for (gsize i = 0; i < N_TRAIN; i++)
    for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
      cross[labels[i] * OV_IMAGE_SIZE + j] += images[i * OV_IMAGE_SIZE + j] / N_TRAIN;
  g_assert_cmpfloat (
    naive_distance (quadratic->values->cross, cross, OV_N_CLASSES * OV_IMAGE_SIZE), <, 1e-6);
}

/* More images than the product takes at once, and an uneven rest; the bits do not depend on how
 * many threads share the work. */
static void
test_moments_in_tiles (void)
{
  g_autoptr (OvDataset) large = naive_dataset_new (4100, 5);
  g_autofree double *images = naive_get_images (large, OV_SPLIT_TRAIN, 1.0);
  g_autofree float *expected = NULL;

  for (guint n_members = 1; n_members <= 3; n_members++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_members);
      g_autofree float *second = g_new (float, OV_MATRIX_SIZE);
      g_autoptr (GError) error = NULL;
      const OvQuadraticWork work = {large, pool};

      g_assert_true (ov_covariance_compute (&work, OV_SPLIT_TRAIN, second, &error));
      g_assert_no_error (error);
      if (expected != NULL)
        g_assert_cmpmem (second, OV_MATRIX_SIZE * sizeof (float), expected,
                         OV_MATRIX_SIZE * sizeof (float));
      else
        expected = g_steal_pointer (&second);
    }

  for (gsize a = 5; a < OV_IMAGE_SIZE; a += 401)
    for (gsize b = 3; b < OV_IMAGE_SIZE; b += 311)
      g_assert_cmpfloat_with_epsilon (expected[a * OV_IMAGE_SIZE + b],
                                      multiply_pixels (images, 4100, a, b), 1e-7);
}

static double
multiply_rows (const float *a, const float *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
    sum += (double) a[i] * (double) b[i];

  return sum;
}

/* A v = λ v, the v are orthogonal and of length 1, and the λ add up to the trace. */
static void
test_eigenvectors (void)
{
  const float *eigenvalues = quadratic->values->eigenvalues;
  const float *vectors = quadratic->values->vectors;
  const float *second = quadratic->values->second;
  double trace = 0.0;
  double sum = 0.0;

  for (gsize i = 0; i < OV_N_MODES; i++)
    {
      trace += (double) second[i * (OV_IMAGE_SIZE + 1)];
      sum += (double) eigenvalues[i];
      g_assert_cmpfloat (eigenvalues[i], >=, i > 0 ? eigenvalues[i - 1] : 0.0f);
    }
  g_assert_cmpfloat (ov_quadratic_get_sharpness (quadratic, 0.0) / 2.0, ==,
                     eigenvalues[OV_N_MODES - 1]);
  g_assert_cmpfloat_with_epsilon (sum, trace, 1e-4 * trace);

  for (gsize i = 11; i < OV_N_MODES; i += 340)
    {
      const float *vector = vectors + i * OV_IMAGE_SIZE;

      for (gsize row = 0; row < OV_IMAGE_SIZE; row++)
        g_assert_cmpfloat_with_epsilon (multiply_rows (second + row * OV_IMAGE_SIZE, vector),
                                        (double) eigenvalues[i] * (double) vector[row], 2e-5);
      for (gsize j = 0; j < OV_N_MODES; j++)
        g_assert_cmpfloat_with_epsilon (multiply_rows (vectors + j * OV_IMAGE_SIZE, vector),
                                        i == j ? 1.0 : 0.0, 2e-5);
    }
}

/* The loss of any weights on either set, from the form's numbers alone. */
static double
measure_form (OvSplit split, const double *modes, const double *biases)
{
  const OvQuadraticValues *values = quadratic->values;
  const float *cross = split == OV_SPLIT_TRAIN ? values->mode_cross : values->test_cross;
  double loss = 1.0;

  for (gsize k = 0; k < OV_N_CLASSES; k++)
    {
      const double *u = modes + k * OV_N_MODES;

      loss += biases[k] * (biases[k] - 2.0 * quadratic->frequencies[split][k]);
      for (gsize i = 0; i < OV_N_MODES; i++)
        {
          double turned = 0.0;

          if (split == OV_SPLIT_TRAIN)
            turned = (double) values->eigenvalues[i] * u[i];
          else
            for (gsize j = 0; j < OV_N_MODES; j++)
              turned += (double) values->test_second[i * OV_N_MODES + j] * u[j];
          loss += u[i] * (turned - 2.0 * (double) cross[k * OV_N_MODES + i]);
          if (split == OV_SPLIT_TEST)
            loss += 2.0 * biases[k] * u[i] * (double) values->test_mean[i];
        }
    }

  return loss;
}

static void
test_losses (void)
{
  const gsize n_parameters = OV_N_CLASSES * (OV_IMAGE_SIZE + 1);
  g_autofree float *random = g_new (float, n_parameters);
  g_autofree double *modes = g_new0 (double, OV_N_CLASSES *OV_N_MODES);
  g_autofree double *parameters = NULL;
  OvRecipe recipe;

  naive_fill_random (random, n_parameters, 0.03, 5);
  parameters = naive_copy (random, n_parameters);
  fixture_init_linear (&recipe);
  for (gsize k = 0; k < OV_N_CLASSES; k++)
    for (gsize i = 0; i < OV_N_MODES; i++)
      modes[k * OV_N_MODES + i] = multiply_rows (random + k * OV_IMAGE_SIZE,
                                                 quadratic->values->vectors + i * OV_IMAGE_SIZE);

  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      g_autofree double *images = naive_get_images (dataset, split, 1.0);
      const double expected = naive_measure (
        &recipe, parameters, images, dataset->labels[split],
        dataset->n_images[split], NULL, NULL);
      const double loss = measure_form (split, modes, parameters + OV_N_CLASSES * OV_IMAGE_SIZE);

      g_test_message ("%u: %.9g, expected %.9g", split, loss, expected);
      g_assert_cmpfloat_with_epsilon (loss, expected, 1e-5 * expected);
    }
}

static OvRecipe
make_recipe (const char *rule, double regularisation, double momentum)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  fixture_set_value (&recipe, "optimiser", rule);
  recipe.regularisation = regularisation;
  recipe.momentum = momentum;

  return recipe;
}

/* The factor per epoch of a mode with the curvature λmax + reg, by going through many. */
static double
find_growth (const OvRecipe *recipe, double curvature, gboolean looks_ahead)
{
  double place = 1.0;
  double speed = 0.0;
  double logarithm = 0.0;
  const guint n_epochs = 20000;

  for (guint i = 0; i < n_epochs; i++)
    {
      const double size = hypot (place, speed * recipe->learning_rate);
      double gradient;

      logarithm += log (size);
      place /= size;
      speed /= size;
      gradient = 2.0 * curvature * place;
      speed = recipe->momentum * speed + gradient;
      place -= recipe->learning_rate
               * (looks_ahead ? gradient + recipe->momentum * speed : speed);
    }

  return exp (logarithm / n_epochs);
}

static void
check_limits (const char *rule, double momentum, double regularisation)
{
  const double largest = ov_quadratic_get_sharpness (quadratic, 0.0) / 2.0;
  const gboolean looks_ahead = g_str_equal (rule, "nesterov");
  OvRecipe recipe = make_recipe (rule, regularisation, momentum);
  const double limit = ov_quadratic_get_limit (quadratic, &recipe);
  const double smooth = ov_quadratic_get_smooth_limit (quadratic, &recipe);

  recipe.learning_rate = limit;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_growth (quadratic, &recipe), 1.0, 1e-9);
  recipe.learning_rate = smooth;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_growth (quadratic, &recipe),
                                  looks_ahead ? 2.0 * momentum / (1.0 + momentum)
                                              : sqrt (momentum),
                                  1e-6);

  for (guint i = 0; i < 8; i++)
    {
      recipe.learning_rate = limit * (0.3 + 0.15 * i);
      g_assert_cmpfloat_with_epsilon (ov_quadratic_get_growth (quadratic, &recipe),
                                      find_growth (&recipe, largest + regularisation, looks_ahead),
                                      2e-3);
    }
}

static void
test_limits (void)
{
  static const double momenta[] = {0.0, 0.1, 0.9};
  static const double regularisations[] = {0.0, 5e-6, 1.0};
  const double largest = ov_quadratic_get_sharpness (quadratic, 0.0) / 2.0;
  const OvRecipe plain = make_recipe ("gradient-descent", 0.5, 0.0);

  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_limit (quadratic, &plain),
                                  1.0 / (largest + 0.5), 1e-15);
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_smooth_limit (quadratic, &plain),
                                  0.5 / (largest + 0.5), 1e-15);

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    for (guint r = 0; r < G_N_ELEMENTS (regularisations); r++)
      {
        check_limits ("gradient-descent", momenta[m], regularisations[r]);
        check_limits ("nesterov", momenta[m], regularisations[r]);
      }
}

/* Images so alike that the biases are the steepest: these overshoot from a rate of 1 on. */
static void
test_bias_limit (void)
{
  g_autoptr (OvQuadratic) flat = ov_quadratic_allocate ();
  OvRecipe recipe = make_recipe ("gradient-descent", 0.5, 0.0);

  for (guint i = 0; i < OV_N_MODES; i++)
    flat->values->eigenvalues[i] = 0.25f;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_limit (flat, &recipe), 1.0, 1e-15);
  recipe.regularisation = 1.75;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_limit (flat, &recipe), 0.5, 1e-15);
  recipe.regularisation = 0.0;
  recipe.learning_rate = 1.25;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_smooth_limit (flat, &recipe), 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_growth (flat, &recipe), 1.5, 1e-15);
}

static void
test_suits (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  g_assert_true (ov_quadratic_suits (quadratic, &recipe));
  recipe.batch_size = N_TRAIN;
  g_assert_true (ov_quadratic_suits (quadratic, &recipe));
  recipe.batch_size = N_TRAIN - 1;
  g_assert_false (ov_quadratic_suits (quadratic, &recipe));

  fixture_init_linear (&recipe);
  recipe.pixel_scale = 255.0;
  g_assert_false (ov_quadratic_suits (quadratic, &recipe));

  fixture_init_linear (&recipe);
  recipe.model = ov_model_find ("two-layer");
  g_assert_false (ov_quadratic_suits (quadratic, &recipe));
}

typedef struct
{
  double        done;
  guint         n_calls;
  guint         stop_at; /* the call that cancels, from 1 */
  GCancellable *cancellable;
} Witness;

/* Saw how @quadratic was built. */
static Witness whole;

static void
witness_cb (double done, gpointer user_data)
{
  Witness *witness = user_data;

  g_assert_cmpfloat (done, >=, witness->done);
  g_assert_cmpfloat (done, <=, 1.0);
  witness->done = done;
  if (++witness->n_calls == witness->stop_at)
    g_cancellable_cancel (witness->cancellable);
}

/* Cancelled before, and at each stage; the last call says that all is done. */
static void
test_progress_and_cancel (void)
{
  g_assert_cmpfloat (whole.done, ==, 1.0);
  g_assert_cmpuint (whole.n_calls, >=, 5);

  for (guint i = 0; i < whole.n_calls; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Witness witness = {.stop_at = i, .cancellable = cancellable};

      if (i == 0)
        g_cancellable_cancel (cancellable);
      g_assert_null (ov_quadratic_new (dataset, 2, witness_cb, &witness, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (witness.n_calls, ==, i);
    }
}

/* A run's limit is that of its own recipe: by what was measured, and else by its data's form. */
static void
test_limit_of_run (void)
{
  const OvSharpnessPoint points[] = {{.epoch = 0, .value = 40.0}, {.epoch = 5, .value = NAN}};
  OvRecipe recipe;
  g_autoptr (OvRunRecord) run = NULL;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  fixture_set_value (&recipe, "momentum", "0.5");
  run = ov_run_record_new (&recipe, NULL, 1);
  g_assert_cmpfloat (ov_run_record_find_limit (run, NULL), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (
    ov_run_record_find_limit (run, quadratic),
    3.0 / ov_quadratic_get_sharpness (quadratic, recipe.regularisation), 1e-12);

  ov_sharpness_history_add (run->sharpness, &points[0]);
  ov_sharpness_history_add (run->sharpness, &points[1]);
  g_assert_cmpfloat_with_epsilon (ov_run_record_find_limit (run, quadratic), 3.0 / 40.0, 1e-12);
  run->recipe.batch_size = 10;
  g_assert_cmpfloat (ov_run_record_find_limit (run, quadratic), ==, 0.0);
  run->n_images[OV_SPLIT_TRAIN] = 10;
  g_assert_cmpfloat_with_epsilon (ov_run_record_find_limit (run, quadratic), 3.0 / 40.0, 1e-12);
  run->recipe.batch_size = 0;
  fixture_set_value (&run->recipe, "optimiser", "adam");
  g_assert_cmpfloat (ov_run_record_find_limit (run, quadratic), ==, 0.0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = ov_quadratic_new (dataset, 2, witness_cb, &whole, NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/quadratic/instructions", fixture_test_instructions);
  g_test_add_func ("/quadratic/limit-of-run", test_limit_of_run);
  g_test_add_func ("/quadratic/moments", test_moments);
  g_test_add_func ("/quadratic/moments-in-tiles", test_moments_in_tiles);
  g_test_add_func ("/quadratic/eigenvectors", test_eigenvectors);
  g_test_add_func ("/quadratic/losses", test_losses);
  g_test_add_func ("/quadratic/limits", test_limits);
  g_test_add_func ("/quadratic/bias-limit", test_bias_limit);
  g_test_add_func ("/quadratic/suits", test_suits);
  g_test_add_func ("/quadratic/progress-and-cancel", test_progress_and_cancel);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

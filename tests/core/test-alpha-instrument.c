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
multiply_change (const double *gradient, const float *from, const float *to, gsize n)
{
  double product = 0.0;

  for (gsize i = 0; i < n; i++)
    product += gradient[i] * ((double) to[i] - (double) from[i]);

  return product;
}

/* The loss's slopes at both ends of the step, on its own images and in double precision. */
static double
find_alpha (const Instrumented *run, const float *begin, guint first, guint n_images)
{
  const OvNetwork *network = ov_trainer_get_network (run->trainer);
  g_autofree double *there = instrumented_find_gradient (run, begin, first, n_images);
  g_autofree double *here = instrumented_find_gradient (run, network->parameters, first, n_images);
  const gsize n = network->n_parameters;

  return -multiply_change (here, begin, network->parameters, n)
         / multiply_change (there, begin, network->parameters, n);
}

/* The linear classifier's line is a parabola, so that alpha is exact: by plain passes and by exact
 * steps, with decay, momentum and penalty, and on both sides of the lowest point. */
static void
check_linear (double learning_rate, double momentum, OvQuadratic *quadratic)
{
  g_auto (Instrumented) run = {0};
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.learning_rate = learning_rate;
  recipe.momentum = momentum;
  recipe.decay = 0.9;
  instrumented_init (&run, &recipe, dataset, quadratic);
  for (guint i = 0; i < 4; i++)
    {
      double alpha;
      double expected;

      instrumented_run_epoch (&run);
      alpha = instrumented_get_values (&run, "alpha")[0];
      expected = find_alpha (&run, run.before, 0, N_TRAIN);
      g_test_message ("alpha %g, expected %g", alpha, expected);
      g_assert_cmpfloat_with_epsilon (alpha, expected, 1e-4 * (1.0 + fabs (expected)));
      if (i == 0)
        g_assert_true (learning_rate > 0.01 ? alpha > 1.0 : alpha < 0.0);
    }
}

static void
test_linear (void)
{
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);

  check_linear (1e-4, 0.0, NULL);
  check_linear (1e-4, 0.0, quadratic);
  check_linear (1e-4, 0.8, NULL);
  check_linear (1e-4, 0.8, quadratic);
  check_linear (0.05, 0.0, NULL);
  check_linear (0.05, 0.0, quadratic);
}

static char *
find_faults (const char *preset, double alpha)
{
  g_autoptr (OvRunRecord) record = NULL;
  OvInstrumentReading reading = {.epoch = 3, .n_values = 1, .values = {alpha}};
  OvRecipe recipe;

  init_recipe (&recipe, preset);
  record = ov_run_record_new (&recipe, NULL, 1);
  g_assert_true (ov_instrument_find ("alpha", &reading.instrument));
  g_assert_true (ov_readings_add (record->readings, &reading));

  return ov_instruments_find_faults (record);
}

/* A full batch that overshoots is told; a mini-batch may do so. */
static void
test_faults (void)
{
  g_autofree char *good = find_faults ("two-layer-gd", 0.9);
  g_autofree char *wrong = find_faults ("two-layer-gd", 1.25);
  g_autofree char *noisy = find_faults ("two-layer-sgd", 1.25);
  g_autofree char *unknown = find_faults ("two-layer-gd", NAN);

  g_assert_null (good);
  g_assert_cmpstr (wrong, ==,
                   "The step of epoch 3 overshot: it ended higher than it began (alpha 1.25).");
  g_assert_null (noisy);
  g_assert_null (unknown);
}

/* A mini-batch's step has the line of its own images: the last of the epoch. */
static void
test_batch (void)
{
  g_auto (Instrumented) run = {0};
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 50;
  instrumented_init (&run, &recipe, dataset, NULL);
  for (guint i = 0; i < 2; i++)
    {
      double expected;

      instrumented_run_epoch (&run);
      expected = find_alpha (&run, run.trainer->notes.begin, 200, 30);
      g_assert_cmpfloat_with_epsilon (instrumented_get_values (&run, "alpha")[0], expected, 1e-3);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/alpha-instrument/linear", test_linear);
  g_test_add_func ("/alpha-instrument/faults", test_faults);
  g_test_add_func ("/alpha-instrument/batch", test_batch);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

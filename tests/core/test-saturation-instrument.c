/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-fixture.h"

#include <math.h>

#include "naive.h"
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

/* Counts the outputs beyond 0.01 and 0.99, in double precision. */
static double
count_sigmoids (const Instrumented *run)
{
  const OvNetwork *network = ov_trainer_get_network (run->trainer);
  const guint width = run->recipe.hidden_units;
  const float *bias = network->parameters + network->tensors[1].offset;
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, run->recipe.pixel_scale);
  guint n = 0;

  for (gsize i = 0; i < N_TRAIN; i++)
    for (gsize h = 0; h < width; h++)
      {
        double value = (double) bias[h];

        for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
          value += images[i * OV_IMAGE_SIZE + j]
                   * (double) network->parameters[h * OV_IMAGE_SIZE + j];
        value = 1.0 / (1.0 + exp (-value));
        n += value < 0.01 || value > 0.99;
      }

  return (double) n / N_TRAIN / width;
}

static void
test_sigmoids (void)
{
  const double spreads[] = {1e-6, 1e-3, 1e-2, 1.0};
  double last = -1.0;

  for (guint i = 0; i < G_N_ELEMENTS (spreads); i++)
    {
      g_auto (Instrumented) run = {0};
      OvRecipe recipe;
      double share;

      init_recipe (&recipe, "two-layer-gd");
      recipe.weight_std = spreads[i];
      recipe.learning_rate = 1e-6;
      instrumented_init (&run, &recipe, dataset, NULL);
      instrumented_run_epoch (&run);
      share = instrumented_get_values (&run, "saturation")[0];
      g_test_message ("%g: %g", spreads[i], share);
      g_assert_cmpfloat_with_epsilon (share, count_sigmoids (&run), 2.5 / N_TRAIN / 9);
      g_assert_cmpfloat (share, >=, last);
      last = share;
    }
  g_assert_cmpfloat (last, >, 0.9);
}

/* Each layer's zeros, by a pass of its own. */
static void
test_rectified (void)
{
  g_auto (Instrumented) run = {0};
  g_autoptr (OvPass) pass = NULL;
  g_autofree double *images = NULL;
  const double *values;
  OvNetwork *network;
  OvRecipe recipe;

  init_recipe (&recipe, "cnn");
  instrumented_init (&run, &recipe, dataset, NULL);
  instrumented_run_epoch (&run);
  values = instrumented_get_values (&run, "saturation");

  network = ov_trainer_get_network (run.trainer);
  images = naive_get_images (dataset, OV_SPLIT_TRAIN, recipe.pixel_scale);
  pass = ov_pass_new (network, N_TRAIN);
  for (gsize i = 0; i < N_TRAIN * OV_IMAGE_SIZE; i++)
    pass->input[i] = (float) images[i];
  ov_pass_forward (pass, 0, N_TRAIN);
  for (guint i = 0; i < network->n_layers; i++)
    {
      const gsize n = N_TRAIN * ov_shape_get_size (network->layers[i].out);
      gsize n_zeros = 0;

      if (network->layers[i].klass != &ov_relu_class)
        continue;
      for (gsize j = 0; j < n; j++)
        n_zeros += pass->values[i + 1][j] == 0.0f;
      g_assert_cmpuint (n_zeros, >, 0);
      g_assert_cmpuint (n_zeros, <, n);
      g_assert_cmpfloat_with_epsilon (*values++, (double) n_zeros / (double) n, 1e-3);
    }
  g_assert_true (isnan (*values));
}

static char *
find_faults (const char *preset, guint n, const double *values)
{
  g_autoptr (OvRunRecord) record = NULL;
  OvInstrumentReading reading = {.epoch = 3, .n_values = n};
  OvRecipe recipe;

  init_recipe (&recipe, preset);
  record = ov_run_record_new (&recipe, NULL, 1);
  g_assert_true (ov_instrument_find ("saturation", &reading.instrument));
  for (guint i = 0; i < n; i++)
    reading.values[i] = values[i];
  g_assert_true (ov_readings_add (record->readings, &reading));

  return ov_instruments_find_faults (record);
}

/* Half of a rectified layer at 0 is nothing to speak of; of sigmoids it is. */
static void
test_faults (void)
{
  const double layers[][4] = {{0.5, 0.6, 0.4, 0.7}, {0.5, 0.6, 0.93, 0.7}};
  const double sigmoids[] = {0.2, 0.83};
  g_autofree char *living = find_faults ("cnn", 4, layers[0]);
  g_autofree char *dead = find_faults ("cnn", 4, layers[1]);
  g_autofree char *fresh = find_faults ("two-layer-gd", 1, &sigmoids[0]);
  g_autofree char *saturated = find_faults ("two-layer-gd", 1, &sigmoids[1]);

  g_assert_null (living);
  g_assert_cmpstr (dead, ==,
                   "The rectified units of “relu3” are dead: 93 % of their outputs are 0.");
  g_assert_null (fresh);
  g_assert_cmpstr (saturated, ==,
                   "The first layer’s sigmoids are saturated: 83 % of their outputs are below 0.01 "
                   "or above 0.99.");
}

/* Where there is no such unit there is nothing to read. */
static void
test_linear (void)
{
  g_auto (Instrumented) run = {0};
  OvRecipe recipe;
  guint place;

  init_recipe (&recipe, "linear");
  instrumented_init (&run, &recipe, dataset, NULL);
  instrumented_run_epoch (&run);
  g_assert_true (ov_instrument_find ("saturation", &place));
  g_assert_null (ov_readings_get_last (run.readings, place));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/saturation-instrument/sigmoids", test_sigmoids);
  g_test_add_func ("/saturation-instrument/rectified", test_rectified);
  g_test_add_func ("/saturation-instrument/faults", test_faults);
  g_test_add_func ("/saturation-instrument/linear", test_linear);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

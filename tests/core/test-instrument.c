/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument.h"

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

/* The names are what files and settings say. */
static void
test_table (void)
{
  static const char *const names[] = {"alpha", "gradient-norm", "update-ratio",
                                      "distance", "saturation", "gradient-noise"};
  const guint n = ov_instrument_count ();
  guint place;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (ov_instrument_find (names[i], &place));
  g_assert_false (ov_instrument_find ("alphas", &place));
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (ov_instrument_find (ov_instruments[i]->name, &place));
      g_assert_cmpuint (place, ==, i);
      g_assert_nonnull (ov_instruments[i]->explanation);
    }
  g_assert_cmpuint (ov_instrument_get_all (), ==, (1u << n) - 1);
}

static void
check_columns (const char *name, const char *preset, const char *expected)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  OvRecipe recipe;
  guint place;
  guint n;

  init_recipe (&recipe, preset);
  g_assert_true (ov_instrument_find (name, &place));
  n = ov_instrument_count_values (ov_instruments[place], recipe.model);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *column =
        ov_instrument_name_column (ov_instruments[place], recipe.model, i);

      g_string_append_printf (columns, "%s ", column);
    }
  g_assert_cmpstr (columns->str, ==, expected);
}

static void
test_columns (void)
{
  check_columns ("gradient-norm", "cnn", "gradient_norm ");
  check_columns ("update-ratio", "linear", "update_ratio_linear ");
  check_columns ("update-ratio", "two-layer-gd", "update_ratio_hidden update_ratio_output ");
  check_columns ("update-ratio", "cnn",
                 "update_ratio_conv1 update_ratio_conv2 update_ratio_conv3 update_ratio_fc1 "
                 "update_ratio_fc2 ");
  check_columns ("saturation", "linear", "");
  check_columns ("saturation", "two-layer-sgd", "saturation_sigmoid ");
  check_columns ("saturation", "cnn",
                 "saturation_relu1 saturation_relu2 saturation_relu3 saturation_relu4 ");
}

/* Epochs of a single step are read more rarely. */
static void
test_interval (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  g_assert_cmpuint (ov_instrument_get_interval (&recipe), ==, 1);
  init_recipe (&recipe, "two-layer-gd");
  g_assert_cmpuint (ov_instrument_get_interval (&recipe), ==, 5);
}

/* A run that is watched by all instruments has the same records and weights as one that is not, to
 * the last bit. */
static void
check_bits (const OvRecipe *recipe, OvQuadratic *quadratic)
{
  g_autoptr (OvTrainer) plain = fixture_make_trainer (recipe, dataset, quadratic);
  g_autoptr (OvTrainer) watched = fixture_make_trainer (recipe, dataset, quadratic);
  g_autoptr (OvReadings) readings = ov_readings_new ();
  g_autoptr (GError) error = NULL;
  const OvNetwork *network = ov_trainer_get_network (watched);
  const gsize size = network->n_parameters * sizeof (float);

  ov_trainer_set_instruments (watched, ov_instrument_get_all ());
  g_assert_true (ov_trainer_read_instruments (watched, readings, NULL, &error));
  g_assert_cmpuint (readings->points->len, ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      OvEpoch expected;
      OvEpoch epoch;

      fixture_run_epoch (plain, &expected);
      fixture_run_epoch (watched, &epoch);
      g_assert_cmpfloat (epoch.train_loss, ==, expected.train_loss);
      g_assert_cmpfloat (epoch.test_loss, ==, expected.test_loss);
      g_assert_true (ov_trainer_read_instruments (watched, readings, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (network->parameters, size, ov_trainer_get_network (plain)->parameters,
                       size);
    }

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      const guint n = ov_instrument_count_values (ov_instruments[i], recipe->model);

      for (guint epoch = 0; n > 0 && epoch < 3; epoch++)
        {
          const OvInstrumentReading *reading = ov_readings_find (readings, epoch, i);

          g_assert_nonnull (reading);
          g_assert_cmpuint (reading->n_values, ==, n);
          for (guint j = 0; j < n; j++)
            g_assert_false (isnan (reading->values[j]));
        }
    }
}

static void
test_bits (void)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};
  g_autoptr (OvQuadratic) quadratic = fixture_make_quadratic (dataset);
  OvRecipe recipe;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      init_recipe (&recipe, presets[i]);
      recipe.reduced_precision = i % 2 == 1;
      recipe.shuffle = i >= 2;
      recipe.batch_size = i >= 2 ? 50 : 0;
      recipe.learning_rate = 1e-4;
      check_bits (&recipe, NULL);
    }
  init_recipe (&recipe, "linear");
  recipe.learning_rate = 1e-4;
  recipe.momentum = 0.5;
  check_bits (&recipe, quadratic);
}

/* Readings that are given up leave the weights as they were, and can be taken again. */
static void
test_cancelled (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvReadings) readings = ov_readings_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree float *before = NULL;
  const OvNetwork *network;
  OvRecipe recipe;
  OvEpoch epoch;
  gsize size;

  init_recipe (&recipe, "two-layer-sgd");
  trainer = fixture_make_trainer (&recipe, dataset, NULL);
  ov_trainer_set_instruments (trainer, ov_instrument_get_all ());
  fixture_run_epoch (trainer, &epoch);
  network = ov_trainer_get_network (trainer);
  size = network->n_parameters * sizeof (float);
  before = g_memdup2 (network->parameters, size);

  g_cancellable_cancel (cancellable);
  g_assert_false (ov_trainer_read_instruments (trainer, readings, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpmem (network->parameters, size, before, size);
  g_assert_true (ov_trainer_read_instruments (trainer, readings, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (readings->points->len, ==, ov_instrument_count ());

  /* Weights that someone else sets are the end of no step. */
  ov_trainer_set_parameters (trainer, before, network->n_parameters);
  g_clear_pointer (&readings, ov_readings_free);
  readings = ov_readings_new ();
  g_assert_true (ov_trainer_read_instruments (trainer, readings, NULL, &error));
  g_assert_cmpuint (readings->points->len, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/instrument/table", test_table);
  g_test_add_func ("/instrument/columns", test_columns);
  g_test_add_func ("/instrument/interval", test_interval);
  g_test_add_func ("/instrument/bits", test_bits);
  g_test_add_func ("/instrument/cancelled", test_cancelled);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument-fixture.h"

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

static double
measure_change (const float *from, const float *to, gsize n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const double change = (double) to[i] - (from != NULL ? (double) from[i] : 0.0);

      squares += change * change;
    }

  return sqrt (squares);
}

/* Full batches make one step an epoch. */
static void
check (const char *preset)
{
  g_auto (Instrumented) run = {0};
  OvRecipe recipe;

  init_recipe (&recipe, preset);
  recipe.batch_size = 0;
  recipe.momentum = 0.5;
  instrumented_init (&run, &recipe, dataset, NULL);
  for (guint i = 0; i < 2; i++)
    {
      const OvNetwork *network = ov_trainer_get_network (run.trainer);
      const double *values;

      instrumented_run_epoch (&run);
      values = instrumented_get_values (&run, "update-ratio");
      for (guint t = 0; t < network->n_tensors; t++)
        {
          const OvTensor *tensor = &network->tensors[t];
          const float *before = run.before + tensor->offset;
          const float *after = network->parameters + tensor->offset;
          const double expected = measure_change (before, after, tensor->size)
                                  / measure_change (NULL, before, tensor->size);

          if (!tensor->is_weight)
            continue;
          g_assert_cmpfloat (expected, >, 0.0);
          g_assert_cmpfloat_with_epsilon (*values++, expected, 1e-6 * expected);
        }
      g_assert_true (isnan (*values));
    }
}

static void
test_layers (void)
{
  check ("linear");
  check ("two-layer-gd");
  check ("cnn");
}

/* From weights of zero there is no share. */
static void
test_zero (void)
{
  g_auto (Instrumented) run = {0};
  g_autofree float *zeros = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  instrumented_init (&run, &recipe, dataset, NULL);
  zeros = g_new0 (float, ov_trainer_get_network (run.trainer)->n_parameters);
  ov_trainer_set_parameters (run.trainer, zeros,
                             ov_trainer_get_network (run.trainer)->n_parameters);
  instrumented_run_epoch (&run);
  g_assert_false (isfinite (instrumented_get_values (&run, "update-ratio")[0]));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/update-ratio-instrument/layers", test_layers);
  g_test_add_func ("/update-ratio-instrument/zero", test_zero);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

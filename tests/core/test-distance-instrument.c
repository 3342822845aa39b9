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

static void
check_distance (const Instrumented *run, const float *start)
{
  const OvNetwork *network = ov_trainer_get_network (run->trainer);
  double squares = 0.0;

  for (gsize i = 0; i < network->n_parameters; i++)
    squares += pow ((double) network->parameters[i] - (double) start[i], 2.0);
  g_assert_cmpfloat (squares, >, 0.0);
  g_assert_cmpfloat_with_epsilon (instrumented_get_values (run, "distance")[0], sqrt (squares),
                                  1e-9 * sqrt (squares));
}

/* Also by whoever continues a run from a state in the middle. */
static void
test_distance (void)
{
  g_auto (Instrumented) run = {0};
  g_auto (Instrumented) other = {0};
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree float *start = NULL;
  const OvNetwork *network;
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 50;
  instrumented_init (&run, &recipe, dataset, NULL);
  network = ov_trainer_get_network (run.trainer);
  start = g_memdup2 (network->parameters, network->n_parameters * sizeof (float));
  for (guint i = 0; i < 3; i++)
    {
      instrumented_run_epoch (&run);
      check_distance (&run, start);
    }

  checkpoint = ov_trainer_take_checkpoint (run.trainer);
  other.trainer = fixture_make_trainer (&recipe, dataset, NULL);
  other.readings = ov_readings_new ();
  g_assert_true (ov_trainer_restore_checkpoint (other.trainer, checkpoint, &error));
  g_assert_no_error (error);
  ov_trainer_set_instruments (other.trainer, ov_instrument_get_all ());
  instrumented_run_epoch (&other);
  check_distance (&other, start);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/distance-instrument/distance", test_distance);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

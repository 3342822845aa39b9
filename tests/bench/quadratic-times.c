/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "blas.h"
#include "data-source.h"
#include "forecast.h"
#include "thread-pool.h"
#include "trainer.h"
#include "valley.h"

/*
 * Times what rests on the quadratic form of the real CIFAR-10: to prepare it the first time and
 * from the cache, to forecast a run, and to run it. Prints a table of names and values.
 *
 *     quadratic-times IMAGES CACHE RATE DECAY REGULARISATION
 *
 * CACHE is a folder that is empty at first.
 */

#define N_EPOCHS 300
#define N_TEST_POINTS 48
#define N_FORECASTS 30
#define N_WALKS 1000

static OvQuadratic *
prepare (OvDataset *dataset, GFile *cache, const char *name)
{
  g_autoptr (GError) error = NULL;
  const gint64 start = g_get_monotonic_time ();
  OvQuadratic *quadratic = ov_quadratic_prepare (dataset, ov_thread_pool_default_size (), cache,
                                                 NULL, NULL, NULL, NULL, NULL, &error);

  if (quadratic == NULL)
    g_error ("%s", error->message);
  printf ("%s,%.4f\n", name, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);

  return quadratic;
}

static void
forecast (OvQuadratic *quadratic, const OvRecipe *recipe, guint n_test, const char *name)
{
  g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);
  double train_loss[N_EPOCHS];
  double test_loss[N_EPOCHS];
  guint epochs[N_EPOCHS];
  OvRecipe dragged = *recipe;
  gint64 start;

  if (n_test > 0)
    n_test = ov_forecast_choose_epochs (N_EPOCHS, n_test, epochs);
  ov_forecast_run (forecast, recipe, train_loss, epochs, n_test, test_loss);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_FORECASTS; i++)
    {
      dragged.learning_rate *= 1.01;
      ov_forecast_run (forecast, &dragged, train_loss, epochs, n_test, test_loss);
    }
  printf ("%s,%.3f\n", name,
          (double) (g_get_monotonic_time () - start) / N_FORECASTS / (G_USEC_PER_SEC / 1000));
}

/* The way of a dragged run, as it is drawn anew in each frame. */
static void
walk (OvQuadratic *quadratic, const OvRecipe *recipe)
{
  OvValleyPoint points[N_EPOCHS + 1];
  OvRecipe dragged = *recipe;
  OvValley valley;
  gint64 start;

  ov_valley_init (&valley, quadratic, 1, 9, recipe->regularisation);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_WALKS; i++)
    {
      dragged.learning_rate *= 1.0001;
      ov_valley_walk (&valley, &dragged, NULL, points, G_N_ELEMENTS (points));
    }
  printf ("valley_microseconds,%.3f\n",
          (double) (g_get_monotonic_time () - start) / N_WALKS);
}

static void
train (OvQuadratic *quadratic, OvDataset *dataset, const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer =
    ov_trainer_new (recipe, dataset, ov_thread_pool_default_size (), &error);
  double seconds = 0.0;
  OvEpoch epoch;

  if (trainer == NULL)
    g_error ("%s", error->message);
  ov_trainer_set_quadratic (trainer, quadratic);

  for (guint i = 0; i < recipe->epochs; i++)
    {
      if (!ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error))
        g_error ("%s", error->message);
      seconds += epoch.seconds;
      if (i == 0)
        printf ("first_epoch_seconds,%.4f\n", seconds);
      if (i == 39)
        printf ("loss_40,%.8f\n", epoch.train_loss);
    }
  printf ("epochs_per_second,%.3f\n", recipe->epochs / seconds);
}

int
main (int argc, char *argv[])
{
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvQuadratic) built = NULL;
  g_autoptr (OvQuadratic) cached = NULL;
  g_autoptr (GFile) images = NULL;
  g_autoptr (GFile) cache = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  ov_blas_choose_kernels ();
  if (argc != 6)
    g_error ("Usage: quadratic-times IMAGES CACHE RATE DECAY REGULARISATION");

  images = g_file_new_for_path (argv[1]);
  cache = g_file_new_for_path (argv[2]);
  dataset = ov_data_source_read (images, NULL, NULL, &error);
  if (dataset == NULL || !ov_recipe_init_preset (&recipe, "linear", &error))
    g_error ("%s", error->message);
  recipe.learning_rate = g_ascii_strtod (argv[3], NULL);
  recipe.decay = g_ascii_strtod (argv[4], NULL);
  recipe.regularisation = g_ascii_strtod (argv[5], NULL);
  recipe.epochs = N_EPOCHS;

  printf ("name,value\nkernels,%s\n", ov_blas_get_core ());
  built = prepare (dataset, cache, "first_seconds");
  cached = prepare (dataset, cache, "cached_seconds");
  printf ("largest,%.5f\n", ov_quadratic_get_sharpness (cached, 0.0) / 2.0);
  forecast (cached, &recipe, 0, "train_milliseconds");
  forecast (cached, &recipe, N_TEST_POINTS, "test_milliseconds");
  walk (cached, &recipe);
  train (cached, dataset, &recipe);

  return EXIT_SUCCESS;
}

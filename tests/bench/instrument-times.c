/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "blas.h"
#include "data-source.h"
#include "instrument.h"
#include "model.h"
#include "thread-pool.h"

/*
 * Times the instruments on the user's CIFAR-10, for each recipe as it starts, and for exact steps;
 * or for those that are named, such as “cnn exact”. Prints the seconds of an epoch, and of each
 * instrument's reading. The least of some epochs counts.
 */

#define N_EPOCHS 8

/* What the descent by the quadratic form is called, which is that of the linear recipe. */
#define EXACT "exact"

static void
measure (OvDataset *dataset, const OvRecipe *recipe, OvQuadratic *quadratic)
{
  const char *name = quadratic != NULL ? EXACT : recipe->preset;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvReadings) readings = ov_readings_new ();
  g_autoptr (OvTrainer) trainer =
    ov_trainer_new (recipe, dataset, ov_thread_pool_default_size (), &error);
  double seconds = G_MAXDOUBLE;

  if (trainer == NULL)
    g_error ("%s", error->message);

  if (quadratic != NULL)
    ov_trainer_set_quadratic (trainer, quadratic);
  ov_trainer_set_instruments (trainer, ov_instrument_get_all ());
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;

      if (!ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error)
          || !ov_trainer_read_instruments (trainer, readings, NULL, &error))
        g_error ("%s", error->message);
      seconds = MIN (seconds, epoch.seconds);
    }
  printf ("%s,epoch,%.4f\n", name, seconds);

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    {
      double least = G_MAXDOUBLE;

      for (guint epoch = 0; epoch < N_EPOCHS; epoch++)
        {
          const OvInstrumentReading *reading = ov_readings_find (readings, epoch, i);

          if (reading != NULL)
            least = MIN (least, reading->seconds);
        }
      if (least < G_MAXDOUBLE)
        printf ("%s,%s,%.4f\n", name, ov_instruments[i]->name, least);
    }
}

/* Without names all are. */
static gboolean
is_wanted (const char *name, char **names)
{
  return *names == NULL || g_strv_contains ((const char *const *) names, name);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvQuadratic) quadratic = NULL;
  g_autoptr (GFile) source = NULL;
  const OvDataReader *reader;
  gsize n_presets;
  const OvPreset *presets = ov_preset_list (&n_presets);

  ov_blas_choose_kernels ();
  dataset = ov_data_source_load (NULL, &source, &reader, NULL, &error);
  if (dataset == NULL)
    g_error ("%s", error->message);
  for (gsize i = 0; i < n_presets; i++)
    if (is_wanted (presets[i].recipe.preset, argv + 1))
      measure (dataset, &presets[i].recipe, NULL);
  if (!is_wanted (EXACT, argv + 1))
    return 0;

  quadratic = ov_quadratic_new (dataset, ov_thread_pool_default_size (), NULL, NULL, NULL, &error);
  if (quadratic == NULL)
    g_error ("%s", error->message);
  measure (dataset, &presets[0].recipe, quadratic);

  return 0;
}

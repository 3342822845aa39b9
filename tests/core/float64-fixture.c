/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "float64-fixture.h"

#include <math.h>
#include <string.h>

#include "sample.h"
#include "trainer.h"
#include "twin.h"

#define N_EPOCHS 10
#define N_THREADS 2

/* How many times as far off the program may be as its twin in single precision, how far it may be
 * where the twin happens to hit the truth (a few times the last digit of a float near 1), and how
 * far at most. */
#define FACTOR 3.0
#define FLOOR 3e-7
#define LARGEST_ERROR 2e-4

/* The first images of a data set as one of their own. */
OvDataset *
float64_take (OvDataset *all, guint n_train, guint n_test)
{
  const guint n[OV_N_SPLITS] = {n_train, n_test};
  guint8 *pixels = g_malloc ((gsize) (n_train + n_test) * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc (n_train + n_test);
  const char *names[OV_N_CLASSES];
  g_autoptr (GError) error = NULL;
  OvDataset *dataset;
  gsize done = 0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    names[k] = all->class_names[k];
  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      g_assert_cmpuint (all->n_images[split], >=, n[split]);
      memcpy (pixels + done * OV_IMAGE_SIZE, all->pixels[split],
              (gsize) n[split] * OV_IMAGE_SIZE);
      memcpy (labels + done, all->labels[split], n[split]);
      done += n[split];
    }

  dataset = ov_dataset_new ("Some of many", names, n_train, n_test, pixels, labels, &error);
  g_assert_no_error (error);

  return dataset;
}

OvDataset *
float64_take_sample (guint n_train, guint n_test)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();

  return float64_take (sample, n_train, n_test);
}

static void
train (const OvRecipe *recipe, OvDataset *dataset, OvEpoch *epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, dataset, N_THREADS, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      ov_trainer_run_epoch (trainer, &epochs[i], NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

/* The largest error of a kind of loss in any epoch. */
static double
get_error (const OvEpoch *epochs, const OvEpoch *truth, OvEpochField field)
{
  double largest = 0.0;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const double error = fabs (ov_epoch_get_field (&epochs[i], field)
                                 - ov_epoch_get_field (&truth[i], field));

      g_assert_true (isfinite (error));
      largest = fmax (largest, error);
    }

  return largest;
}

/* Trains with the program, with its twin in single precision and in double precision, from the same
 * first weights in the same order. */
void
float64_check (const OvRecipe *recipe, OvDataset *dataset)
{
  static const OvEpochField fields[] = {OV_EPOCH_TRAIN_LOSS, OV_EPOCH_TEST_LOSS};
  OvEpoch epochs[N_EPOCHS] = {0};
  OvEpoch twin[N_EPOCHS] = {0};
  OvEpoch truth[N_EPOCHS] = {0};
  double error = 0.0;
  double twin_error = 0.0;

  train (recipe, dataset, epochs);
  twin_float_train (recipe, dataset, N_EPOCHS, twin);
  twin_double_train (recipe, dataset, N_EPOCHS, truth);
  g_assert_cmpfloat (truth[N_EPOCHS - 1].train_loss, <, truth[0].train_loss);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      error = fmax (error, get_error (epochs, truth, fields[i]));
      twin_error = fmax (twin_error, get_error (twin, truth, fields[i]));
    }
  g_test_message ("%s, loss %.4f to %.4f: %.2g off, single precision as in NumPy %.2g",
                  recipe->preset, truth[0].train_loss, truth[N_EPOCHS - 1].train_loss, error,
                  twin_error);
  g_assert_cmpfloat (error, <=, FACTOR * twin_error + FLOOR);
  g_assert_cmpfloat (error, <=, LARGEST_ERROR);
}

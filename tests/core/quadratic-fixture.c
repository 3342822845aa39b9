/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadratic-fixture.h"

#include <math.h>

#include "form-fixture.h"
#include "naive.h"

/* Images as photographs are: most of what tells them apart is how bright they are, then where the
 * light comes from. Each class has a pattern of its own besides, and there is noise. */
OvDataset *
fixture_make_images (guint n_train, guint n_test)
{
  static const char *const names[OV_N_CLASSES] = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;
  const gsize n_images = n_train + n_test;
  guint8 *pixels = g_malloc (n_images * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc (n_images);
  OvDataset *dataset;

  for (gsize i = 0; i < n_images; i++)
    {
      const int light = g_rand_int_range (rand, 0, 120);
      const int slope = g_rand_int_range (rand, 0, 40);

      labels[i] = (guint8) g_rand_int_range (rand, 0, OV_N_CLASSES);
      for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
        pixels[i * OV_IMAGE_SIZE + j] =
          (guint8) (light + slope * (int) (j % OV_IMAGE_SIDE) / OV_IMAGE_SIDE
                    + (j % (labels[i] + 5u) == 0 ? 30 : 0) + g_rand_int_range (rand, 0, 60));
    }

  dataset = ov_dataset_new ("Light", names, n_train, n_test, pixels, labels, &error);
  g_assert_no_error (error);

  return dataset;
}

OvQuadratic *
fixture_build_quadratic (OvDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  OvQuadratic *quadratic = ov_quadratic_new (dataset, 2, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return quadratic;
}

/* The same, but read when the build has made it already. */
OvQuadratic *
fixture_make_quadratic (OvDataset *dataset)
{
  OvQuadratic *quadratic = fixture_read_form (dataset);

  return quadratic != NULL ? quadratic : fixture_build_quadratic (dataset);
}

void
fixture_init_linear (OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "linear", &error);
  g_assert_no_error (error);
}

/* With a quadratic form a trainer that descends on it, without one the plain trainer. */
OvTrainer *
fixture_make_trainer (const OvRecipe *recipe, OvDataset *dataset, OvQuadratic *quadratic)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, 2, &error);

  g_assert_no_error (error);
  if (quadratic != NULL)
    g_assert_true (ov_trainer_set_quadratic (trainer, quadratic));

  return trainer;
}

void
fixture_run_epoch (OvTrainer *trainer, OvEpoch *epoch)
{
  g_autoptr (GError) error = NULL;
  const gboolean done = ov_trainer_run_epoch (trainer, epoch, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

/* How near to each other an image's two best scores have to be for the rounding of a float to
 * decide: sums of 3072 terms carry some 1e-6, and so do the weights of two runs after a while. */
#define TIE 5e-6

/* Counts the images whose class is a matter of rounding, in double precision. */
static guint
count_ties (OvDataset   *dataset,
            OvSplit      split,
            const float *parameters)
{
  const guint n_images = dataset->n_images[split];
  g_autofree double *images = naive_get_images (dataset, split, 1.0);
  g_autofree double *weights = naive_copy (parameters, OV_N_CLASSES * (OV_IMAGE_SIZE + 1));
  guint n_ties = 0;

  for (gsize i = 0; i < n_images; i++)
    {
      double best = -G_MAXDOUBLE;
      double second = -G_MAXDOUBLE;

      for (gsize k = 0; k < OV_N_CLASSES; k++)
        {
          double score = weights[OV_N_CLASSES * OV_IMAGE_SIZE + k];

          for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
            score += images[i * OV_IMAGE_SIZE + j] * weights[k * OV_IMAGE_SIZE + j];
          second = score > best ? best : MAX (second, score);
          best = MAX (best, score);
        }
      if (best - second < TIE)
        n_ties++;
    }

  return n_ties;
}

/* One image may be classified otherwise, and besides it those that rounding decides. */
static void
compare_accuracies (OvDataset   *dataset,
                    OvSplit      split,
                    const float *parameters,
                    double       accuracy,
                    double       expected)
{
  const guint n_images = dataset->n_images[split];
  const guint n_apart = (guint) (fabs (accuracy - expected) * n_images / 100.0 + 0.5);
  guint n_ties;

  if (n_apart <= 1)
    return;

  n_ties = count_ties (dataset, split, parameters);
  g_test_message ("%u images apart, of which rounding decides %u", n_apart, n_ties);
  g_assert_cmpuint (n_apart, <=, 1 + n_ties);
}

/* Losses may differ by @tolerance, of a loss above 1 by that share; accuracies by one image.
 * @before and @after are the weights that the expected training and test figures belong to. */
void
fixture_compare_epochs (OvDataset     *dataset,
                        const float   *before,
                        const float   *after,
                        const OvEpoch *epoch,
                        const OvEpoch *expected,
                        double         tolerance)
{
  const struct
  {
    double value;
    double expected;
  } losses[] = {
    {epoch->train_loss, expected->train_loss},
    {epoch->test_loss, expected->test_loss},
    {epoch->batch_loss, expected->batch_loss},
  };

  g_assert_cmpuint (epoch->index, ==, expected->index);
  g_assert_cmpfloat_with_epsilon (epoch->learning_rate, expected->learning_rate, 1e-15);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    g_assert_cmpfloat_with_epsilon (losses[i].value, losses[i].expected,
                                    tolerance * MAX (1.0, losses[i].expected));
  compare_accuracies (dataset, OV_SPLIT_TRAIN, before, epoch->train_accuracy,
                      expected->train_accuracy);
  compare_accuracies (dataset, OV_SPLIT_TEST, after, epoch->test_accuracy,
                      expected->test_accuracy);
}

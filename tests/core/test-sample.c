/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <math.h>
#include <string.h>

#include "trainer.h"

static void
test_shape (void)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();

  g_assert_cmpuint (sample->n_images[OV_SPLIT_TRAIN], >=, 5000);
  g_assert_cmpuint (sample->n_images[OV_SPLIT_TEST], >=, 1000);

  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      const guint8 *labels = sample->labels[split];
      guint n_images = sample->n_images[split];
      guint counts[OV_N_CLASSES] = {0};

      for (guint i = 0; i < n_images; i++)
        counts[labels[i]]++;
      for (guint i = 0; i < OV_N_CLASSES; i++)
        g_assert_cmpuint (counts[i], ==, n_images / OV_N_CLASSES);
    }

  for (guint i = 0; i < OV_N_CLASSES; i++)
    {
      g_assert_cmpuint (strlen (sample->class_names[i]), >, 0);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (sample->class_names[i], !=,
                         sample->class_names[j]);
    }
}

/* On every processor, whatever its vectors can do. */
static void
test_same_everywhere (void)
{
#ifdef __x86_64__
  g_autoptr (OvDataset) sample = ov_sample_new ();

  g_assert_cmpstr (ov_dataset_get_hash (sample), ==, "76aa815d9b39c20c929d8d138023eafa");
#endif
}

static void
test_same_every_time (void)
{
  g_autoptr (OvDataset) first = ov_sample_new ();
  g_autoptr (OvDataset) second = ov_sample_new ();

  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      gsize n_images = first->n_images[split];

      g_assert_cmpmem (first->pixels[split], n_images * OV_IMAGE_SIZE,
                       second->pixels[split], n_images * OV_IMAGE_SIZE);
    }
}

/* No image comes twice, so that nothing of the test set is in the training set. */
static void
test_no_image_twice (void)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                       (GDestroyNotify) g_bytes_unref, NULL);

  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      const guint8 *pixels = sample->pixels[split];

      for (gsize i = 0; i < sample->n_images[split]; i++)
        g_assert_true (g_hash_table_add (
          seen, g_bytes_new_static (pixels + i * OV_IMAGE_SIZE, OV_IMAGE_SIZE)));
    }
}

/* Finds the largest eigenvalue of XᵀX/N by power iteration; X are the first images over 255, less
 * their mean. */
static double
find_largest_eigenvalue (OvDataset *sample,
                         guint      n_images)
{
  const guint8 *pixels = sample->pixels[OV_SPLIT_TRAIN];
  const float *mean = sample->mean_image;
  g_autofree float *images = g_new (float, (gsize) n_images *OV_IMAGE_SIZE);
  g_autofree float *vector = g_new (float, OV_IMAGE_SIZE);
  g_autofree float *product = g_new (float, OV_IMAGE_SIZE);
  double eigenvalue = 0.0;

  for (gsize i = 0; i < (gsize) n_images * OV_IMAGE_SIZE; i++)
    images[i] = ((float) pixels[i] - mean[i % OV_IMAGE_SIZE]) / 255.0f;
  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    vector[j] = 1.0f / sqrtf (OV_IMAGE_SIZE);

  for (guint round = 0; round < 12; round++)
    {
      double square = 0.0;

      memset (product, 0, OV_IMAGE_SIZE * sizeof (float));
      for (guint i = 0; i < n_images; i++)
        {
          const float *image = images + (gsize) i * OV_IMAGE_SIZE;
          float dot = 0.0f;

          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            dot += image[j] * vector[j];
          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            product[j] += image[j] * dot / (float) n_images;
        }

      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        square += (double) product[j] * product[j];
      eigenvalue = sqrt (square);
      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        vector[j] = product[j] / (float) eigenvalue;
    }

  return eigenvalue;
}

/* The linear recipe's learning rate, 0.01, is stable here as it is with CIFAR-10 (0.018). */
static void
test_stability_limit (void)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();
  double limit = 1.0 / find_largest_eigenvalue (sample, 2000);

  g_test_message ("the learning rate is stable below %g", limit);
  g_assert_cmpfloat (limit, >, 0.012);
  g_assert_cmpfloat (limit, <, 0.05);
}

/* Hard enough to be worth watching, easy enough that something is learned. */
static void
test_linear_classifier (void)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvEpoch epoch = {0};

  ov_recipe_init_preset (&recipe, "linear", &error);
  g_assert_no_error (error);
  trainer = ov_trainer_new (&recipe, sample, 2, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < recipe.epochs; i++)
    {
      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  g_test_message ("%.2f %% of the test images are right", epoch.test_accuracy);
  g_assert_cmpfloat (epoch.test_accuracy, >, 50.0);
  g_assert_cmpfloat (epoch.test_accuracy, <, 90.0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/shape", test_shape);
  g_test_add_func ("/sample/same-everywhere", test_same_everywhere);
  g_test_add_func ("/sample/same-every-time", test_same_every_time);
  g_test_add_func ("/sample/no-image-twice", test_no_image_twice);
  g_test_add_func ("/sample/stability-limit", test_stability_limit);
  g_test_add_func ("/sample/linear-classifier", test_linear_classifier);

  return g_test_run ();
}

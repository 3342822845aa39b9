/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset.h"

#include <string.h>

#include "error.h"
#include "hash.h"

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

/* Random images of any kind, and labels that count up. */
static OvDataset *
make_dataset (guint n_train,
              guint n_test)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  gsize n_images = n_train + n_test;
  guint8 *pixels = g_malloc (n_images * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc (n_images);
  OvDataset *dataset;

  for (gsize i = 0; i < n_images * OV_IMAGE_SIZE; i++)
    pixels[i] = (guint8) g_rand_int (rand);
  for (gsize i = 0; i < n_images; i++)
    labels[i] = (guint8) (i % OV_N_CLASSES);

  dataset = ov_dataset_new ("Random", names, n_train, n_test, pixels, labels, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_parts (void)
{
  g_autoptr (OvDataset) dataset = make_dataset (23, 7);

  g_assert_cmpstr (dataset->name, ==, "Random");
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TRAIN], ==, 23);
  g_assert_cmpuint (dataset->n_images[OV_SPLIT_TEST], ==, 7);
  g_assert_true (dataset->pixels[OV_SPLIT_TEST]
                 == dataset->pixels[OV_SPLIT_TRAIN] + 23 * OV_IMAGE_SIZE);
  g_assert_cmpuint (dataset->labels[OV_SPLIT_TRAIN][22], ==, 2);
  g_assert_cmpuint (dataset->labels[OV_SPLIT_TEST][0], ==, 3);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    g_assert_cmpstr (dataset->class_names[i], ==, names[i]);
}

/* It is the same for the same images, and for no others. */
static void
test_hash (void)
{
  g_autoptr (OvDataset) dataset = make_dataset (23, 7);
  g_autoptr (OvDataset) same = make_dataset (23, 7);
  g_autoptr (OvDataset) split_otherwise = make_dataset (22, 8);
  const char *hash = ov_dataset_get_hash (dataset);

  g_assert_cmpuint (strlen (hash), ==, OV_HASH_LENGTH);
  g_assert_true (ov_dataset_get_hash (dataset) == hash);
  g_assert_cmpstr (ov_dataset_get_hash (same), ==, hash);
  g_assert_cmpstr (ov_dataset_get_hash (split_otherwise), !=, hash);
}

/* The number of images crosses the borders of the sums' blocks. */
static void
test_mean_is_exact (void)
{
  const guint n_train = 600;
  g_autoptr (OvDataset) dataset = make_dataset (n_train, 5);
  const guint8 *pixels = dataset->pixels[OV_SPLIT_TRAIN];

  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    {
      guint64 sum = 0;

      for (gsize i = 0; i < n_train; i++)
        sum += pixels[i * OV_IMAGE_SIZE + j];
      g_assert_cmpfloat (dataset->mean_image[j], ==,
                         (float) ((double) sum / n_train));
    }
}

/* Every sum is the largest that there can be. */
static void
test_mean_of_white (void)
{
  const guint n_train = 1000;
  guint8 *pixels = g_malloc ((n_train + 1) * OV_IMAGE_SIZE);
  g_autoptr (OvDataset) dataset = NULL;

  memset (pixels, 255, n_train * OV_IMAGE_SIZE);
  memset (pixels + n_train * OV_IMAGE_SIZE, 0, OV_IMAGE_SIZE);
  dataset = ov_dataset_new ("White", names, n_train, 1, pixels, g_malloc0 (n_train + 1), NULL);

  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    g_assert_cmpfloat (dataset->mean_image[j], ==, 255.0f);
}

static void
test_label_too_large (void)
{
  for (guint wrong = 0; wrong < 3; wrong += 2)
    {
      guint8 *labels = g_malloc0 (3);
      g_autoptr (GError) error = NULL;
      g_autoptr (OvDataset) dataset = NULL;

      labels[wrong] = 10;
      dataset = ov_dataset_new ("Wrong", names, 2, 1, g_malloc0 (3 * OV_IMAGE_SIZE), labels,
                                &error);
      g_assert_null (dataset);
      g_assert_error (error, OV_ERROR, OV_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, wrong == 0 ? "Image 1 " : "Image 3 "));
      g_assert_nonnull (strstr (error->message, "label 10"));
    }
}

static gpointer
use_dataset_thread (gpointer data)
{
  OvDataset *dataset = data;

  for (guint i = 0; i < 10000; i++)
    ov_dataset_unref (ov_dataset_ref (dataset));
  ov_dataset_unref (dataset);

  return NULL;
}

static void
test_references_from_threads (void)
{
  OvDataset *dataset = make_dataset (2, 1);
  OvDataset *boxed = g_boxed_copy (OV_TYPE_DATASET, dataset);
  GThread *threads[2];

  g_assert_true (boxed == dataset);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_dataset_thread, ov_dataset_ref (dataset));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  ov_dataset_unref (dataset);
  g_assert_cmpuint (boxed->n_images[OV_SPLIT_TEST], ==, 1);
  g_boxed_free (OV_TYPE_DATASET, boxed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dataset/parts", test_parts);
  g_test_add_func ("/dataset/hash", test_hash);
  g_test_add_func ("/dataset/mean-is-exact", test_mean_is_exact);
  g_test_add_func ("/dataset/mean-of-white", test_mean_of_white);
  g_test_add_func ("/dataset/label-too-large", test_label_too_large);
  g_test_add_func ("/dataset/references-from-threads", test_references_from_threads);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tile.h"

#include <string.h>

#include "naive.h"

#define N_IMAGES 9

static void
test_fill (void)
{
  static const double pixel_scales[] = {1.0, 255.0};
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const float *mean = dataset->mean_image;
  g_autofree float *tile = g_new (float, N_IMAGES *OV_IMAGE_SIZE);

  for (guint s = 0; s < G_N_ELEMENTS (pixel_scales); s++)
    {
      const float scale = (float) (pixel_scales[s] / 255.0);
      g_autofree double *expected = naive_get_images (dataset, OV_SPLIT_TRAIN, pixel_scales[s]);

      ov_tile_fill (tile, dataset->pixels[OV_SPLIT_TRAIN], NULL, 0, N_IMAGES, mean,
                    scale);
      g_assert_cmpfloat (naive_distance (tile, expected, N_IMAGES * OV_IMAGE_SIZE), <, 1e-6);
    }
}

/* Where all images are the same nothing is left of them, in any scale. */
static void
test_constant (void)
{
  static const float scales[] = {1.0f / 255.0f, 0.3f / 255.0f, 1.0f};
  g_autofree float *tile = g_new (float, OV_IMAGE_SIZE);
  float mean[OV_IMAGE_SIZE];
  guint8 pixels[OV_IMAGE_SIZE];

  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    mean[j] = pixels[j] = (guint8) j;
  for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
    {
      ov_tile_fill (tile, pixels, NULL, 0, 1, mean, scales[s]);
      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        g_assert_cmpfloat (tile[j], ==, 0.0f);
    }
}

/* Gathered images have the same bits as those that were filled in a row. */
static void
test_gather (void)
{
  static const guint order[] = {8, 0, 3, 3, 7};
  const gsize image = OV_IMAGE_SIZE * sizeof (float);
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *pixels = dataset->pixels[OV_SPLIT_TRAIN];
  const float *mean = dataset->mean_image;
  g_autofree float *all = g_new (float, N_IMAGES *OV_IMAGE_SIZE);
  g_autofree float *some = g_new (float, G_N_ELEMENTS (order) * OV_IMAGE_SIZE);

  ov_tile_fill (all, pixels, NULL, 0, N_IMAGES, mean, 1.0f);
  ov_tile_fill (some, pixels, order, 0, G_N_ELEMENTS (order), mean, 1.0f);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpmem (some + i * OV_IMAGE_SIZE, image, all + order[i] * OV_IMAGE_SIZE, image);
}

/* The bytes less 128, whether the images stand in a row or apart. */
static void
test_fill_signed (void)
{
  static const guint order[] = {8, 0, 3, 3, 7};
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *pixels = dataset->pixels[OV_SPLIT_TRAIN];
  g_autofree gint8 *tile = g_new (gint8, N_IMAGES * OV_IMAGE_SIZE);

  ov_tile_fill_signed (tile, pixels, NULL, 0, N_IMAGES);
  for (guint i = 0; i < N_IMAGES * OV_IMAGE_SIZE; i++)
    g_assert_cmpint (tile[i], ==, pixels[i] - 128);

  ov_tile_fill_signed (tile, pixels, order, 0, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order) * OV_IMAGE_SIZE; i++)
    g_assert_cmpint (tile[i], ==,
                     pixels[order[i / OV_IMAGE_SIZE] * OV_IMAGE_SIZE + i % OV_IMAGE_SIZE] - 128);
}

static void
test_bounds (void)
{
  const float guard = 12345.0f;
  g_autoptr (OvDataset) dataset = naive_dataset_new (N_IMAGES, 1);
  const guint8 *pixels = dataset->pixels[OV_SPLIT_TRAIN];
  const float *mean = dataset->mean_image;
  g_autofree float *tile = g_new (float, 2 * OV_IMAGE_SIZE + 1);

  tile[0] = guard;
  ov_tile_fill (tile, pixels, NULL, 0, 0, mean, 1.0f);
  g_assert_cmpfloat (tile[0], ==, guard);

  tile[2 * OV_IMAGE_SIZE] = guard;
  ov_tile_fill (tile, pixels, NULL, 0, 2, mean, 1.0f);
  g_assert_cmpfloat (tile[2 * OV_IMAGE_SIZE], ==, guard);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tile/fill", test_fill);
  g_test_add_func ("/tile/constant", test_constant);
  g_test_add_func ("/tile/gather", test_gather);
  g_test_add_func ("/tile/fill-signed", test_fill_signed);
  g_test_add_func ("/tile/bounds", test_bounds);

  return g_test_run ();
}

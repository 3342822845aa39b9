/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <string.h>

/* More than the instruments and the sharpness measure, and more than a chunk of a gradient, so that
 * each has to choose; a multiple of none of these. */
#define N_TRAIN 1100
#define N_TEST 275

OvDataset *__real_ov_sample_new (void);
OvDataset *__wrap_ov_sample_new (void);

static void
copy_split (OvDataset *from, OvSplit split, guint n, guint8 *pixels, guint8 *labels)
{
  memcpy (pixels, from->pixels[split], (gsize) n * OV_IMAGE_SIZE);
  memcpy (labels, from->labels[split], n);
}

/* In place of ov_sample_new(), by the linker's `--wrap`: the first images of either split. With all
 * of them most of a test's time would go into training, whatever else it is about. The sample is
 * drawn once, and any thread may ask for it. */
OvDataset *
__wrap_ov_sample_new (void)
{
  static OvDataset *sample;
  guint8 *pixels;
  guint8 *labels;

  if (g_once_init_enter (&sample))
    g_once_init_leave (&sample, __real_ov_sample_new ());

  pixels = g_malloc ((gsize) (N_TRAIN + N_TEST) * OV_IMAGE_SIZE);
  labels = g_malloc (N_TRAIN + N_TEST);
  copy_split (sample, OV_SPLIT_TRAIN, N_TRAIN, pixels, labels);
  copy_split (sample, OV_SPLIT_TEST, N_TEST, pixels + (gsize) N_TRAIN * OV_IMAGE_SIZE,
              labels + N_TRAIN);

  return ov_dataset_new (sample->name, (const char *const *) sample->class_names, N_TRAIN, N_TEST,
                         pixels, labels, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include <glib/gi18n-lib.h>

#include "sample-figure.h"
#include "thread-pool.h"

#define N_TRAIN 8000
#define N_TEST 2000
#define N_IMAGES (N_TRAIN + N_TEST)

/* What it is called, not yet translated. */
static const char sample_name[] = N_("Built-in sample");

/* Any number would do; this one is kept so that everybody sees the same images. */
#define SEED G_GUINT64_CONSTANT (20090408)

typedef struct
{
  guint8 *pixels;
  guint8 *labels;
} Images;

/* An image depends on its own number alone, so that any number of threads draws the same set. */
static void
draw_images_cb (guint    member,
                guint    n_members,
                gpointer user_data)
{
  Images *images = user_data;
  const OvShare share = ov_thread_pool_share (N_IMAGES, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    {
      images->labels[i] = (guint8) (i % OV_N_CLASSES);
      ov_sample_draw_image (images->pixels + (gsize) i * OV_IMAGE_SIZE, images->labels[i],
                            (SEED << 32) + ((guint64) i << 12));
    }
}

/**
 * ov_sample_is_name:
 * @name: (nullable): what some data are called
 *
 * Returns: whether that is the sample, in this language or in English: what says so may come from
 *   anywhere
 */
gboolean
ov_sample_is_name (const char *name)
{
  return g_strcmp0 (name, sample_name) == 0 || g_strcmp0 (name, _(sample_name)) == 0;
}

/**
 * ov_sample_new:
 *
 * Draws the built-in data set: 8,000 training and 2,000 test images of ten kinds of figures and
 * patterns, as many of each kind. It is the same every time. Takes some hundredths of a second.
 *
 * Returns: (transfer full): the data set
 */
OvDataset *
ov_sample_new (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (ov_thread_pool_default_size ());
  const char *class_names[OV_N_CLASSES];
  Images images;

  images.pixels = g_malloc ((gsize) N_IMAGES * OV_IMAGE_SIZE);
  images.labels = g_malloc (N_IMAGES);
  ov_thread_pool_run (pool, draw_images_cb, &images);

  for (guint i = 0; i < OV_N_CLASSES; i++)
    class_names[i] = _(ov_sample_class_names[i]);

  return ov_dataset_new (_(sample_name), class_names, N_TRAIN, N_TEST, images.pixels,
                         images.labels, NULL);
}

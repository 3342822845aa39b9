/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "hash.h"

/* 257 bytes of 255 add up to 65,535: that many images fit into 16-bit sums, which the compiler
 * turns into instructions that add eight or more of them at a time. */
#define IMAGES_PER_PARTIAL_SUM 257

/* Above this number of images the 32-bit sums of the mean image could overflow. */
#define MAX_IMAGES (G_MAXUINT32 / G_MAXUINT8)

G_DEFINE_BOXED_TYPE (OvDataset, ov_dataset, ov_dataset_ref, ov_dataset_unref)

static void
add_images (guint16 *restrict sums, const guint8 *restrict pixels, guint n_images)
{
  for (guint i = 0; i < n_images; i++)
    {
      const guint8 *image = pixels + (gsize) i * OV_IMAGE_SIZE;

      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        sums[j] = (guint16) (sums[j] + image[j]);
    }
}

/* The sums are exact integers and are rounded once, so that the mean does not depend on the order
 * or the number of threads. */
static void
compute_mean_image (OvDataset *self)
{
  guint n_train = self->n_images[OV_SPLIT_TRAIN];
  guint32 sums[OV_IMAGE_SIZE] = {0};
  guint16 partial[OV_IMAGE_SIZE];

  for (guint first = 0; first < n_train; first += IMAGES_PER_PARTIAL_SUM)
    {
      memset (partial, 0, sizeof partial);
      add_images (partial, self->pixels[OV_SPLIT_TRAIN] + (gsize) first * OV_IMAGE_SIZE,
                  MIN (IMAGES_PER_PARTIAL_SUM, n_train - first));
      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        sums[j] += partial[j];
    }

  for (guint j = 0; j < OV_IMAGE_SIZE; j++)
    self->mean_image[j] = (float) (sums[j] / (double) n_train);
}

static gboolean
check_labels (const char   *name,
              const guint8 *labels,
              guint         n_images,
              GError      **error)
{
  for (guint i = 0; i < n_images; i++)
    {
      if (labels[i] < OV_N_CLASSES)
        continue;

      g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                   _("Image %u of “%s” has the label %u, but the classes go from 0 to %u. "
                     "Use another copy of the data."),
                   i + 1, name, labels[i], OV_N_CLASSES - 1);
      return FALSE;
    }

  return TRUE;
}

static void
ov_dataset_clear (OvDataset *self)
{
  g_free (self->name);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    g_free (self->class_names[i]);
  g_free ((gpointer) self->pixels[OV_SPLIT_TRAIN]);
  g_free ((gpointer) self->labels[OV_SPLIT_TRAIN]);
  g_free (self->hash);
}

/**
 * ov_dataset_new:
 * @name: what to call the data set on screen
 * @class_names: [OV_N_CLASSES], the classes in the order of their labels; copied
 * @n_train: number of training images, at least 1
 * @n_test: number of test images, at least 1
 * @pixels: (transfer full): [(n_train + n_test) × 3072], the training images first
 * @labels: (transfer full): [n_train + n_test], in the order of @pixels
 * @error: return location for an error
 *
 * Makes a data set and computes the mean of its training images. @pixels and @labels are freed
 * with g_free(), also when this fails.
 *
 * Returns: (transfer full) (nullable): the data set, or %NULL with %OV_ERROR_DATA set when a label
 *   is above 9
 */
OvDataset *
ov_dataset_new (const char        *name,
                const char *const *class_names,
                guint              n_train,
                guint              n_test,
                guint8            *pixels,
                guint8            *labels,
                GError           **error)
{
  g_autofree guint8 *owned_pixels = pixels;
  g_autofree guint8 *owned_labels = labels;
  g_autoptr (OvDataset) self = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (class_names != NULL, NULL);
  g_return_val_if_fail (n_train > 0 && n_train <= MAX_IMAGES, NULL);
  g_return_val_if_fail (n_test > 0 && n_test <= MAX_IMAGES, NULL);
  g_return_val_if_fail (pixels != NULL && labels != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_labels (name, labels, n_train + n_test, error))
    return NULL;

  self = g_atomic_rc_box_new0 (OvDataset);
  self->name = g_strdup (name);
  for (guint i = 0; i < OV_N_CLASSES; i++)
    self->class_names[i] = g_strdup (class_names[i]);
  self->n_images[OV_SPLIT_TRAIN] = n_train;
  self->n_images[OV_SPLIT_TEST] = n_test;
  self->pixels[OV_SPLIT_TRAIN] = g_steal_pointer (&owned_pixels);
  self->pixels[OV_SPLIT_TEST] = pixels + (gsize) n_train * OV_IMAGE_SIZE;
  self->labels[OV_SPLIT_TRAIN] = g_steal_pointer (&owned_labels);
  self->labels[OV_SPLIT_TEST] = labels + n_train;
  compute_mean_image (self);

  return g_steal_pointer (&self);
}

/**
 * ov_dataset_ref:
 * @self: a data set
 *
 * Takes a reference, from any thread.
 *
 * Returns: (transfer full): @self
 */
OvDataset *
ov_dataset_ref (OvDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * ov_dataset_unref:
 * @self: (transfer full): a data set
 *
 * Gives a reference back, from any thread; the last one frees the images.
 */
void
ov_dataset_unref (OvDataset *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) ov_dataset_clear);
}

static char *
compute_hash (const OvDataset *self)
{
  g_autoptr (GString) parts = g_string_new (NULL);

  for (guint split = 0; split < OV_N_SPLITS; split++)
    {
      const gsize n_images = self->n_images[split];
      g_autofree char *pixels = ov_hash_compute (self->pixels[split],
                                                 n_images * OV_IMAGE_SIZE);
      g_autofree char *labels = ov_hash_compute (self->labels[split], n_images);

      g_string_append_printf (parts, "%s%s", pixels, labels);
    }

  return ov_hash_compute (parts->str, parts->len);
}

/**
 * ov_dataset_get_hash:
 * @self: a data set
 *
 * May be called from any thread. The first call takes some 20 ms for CIFAR-10.
 *
 * Returns: (transfer none): %OV_HASH_LENGTH hexadecimal digits that stand for the images and their
 *   labels
 */
const char *
ov_dataset_get_hash (OvDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (g_once_init_enter (&self->hash))
    g_once_init_leave (&self->hash, compute_hash (self));

  return self->hash;
}

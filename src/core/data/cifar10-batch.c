/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cifar10-batch.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>

#include "error.h"
#include "file-error.h"

#define HUGE_PAGE_SIZE (2 * 1024 * 1024)

static const char *const class_names[OV_N_CLASSES] = {
  N_ ("airplane"), N_ ("automobile"), N_ ("bird"), N_ ("cat"), N_ ("deer"),
  N_ ("dog"), N_ ("frog"), N_ ("horse"), N_ ("ship"), N_ ("truck")};

/* Asks for large pages, which halves the time that the first touch of 184 MB takes. It is only a
 * hint: where the kernel refuses, small pages will do. */
static void
wish_for_huge_pages (guint8 *block,
                     gsize   size)
{
  guintptr begin = ((guintptr) block + HUGE_PAGE_SIZE - 1) & ~(guintptr) (HUGE_PAGE_SIZE - 1);
  guintptr end = ((guintptr) block + size) & ~(guintptr) (HUGE_PAGE_SIZE - 1);

  if (begin < end)
    (void) madvise ((void *) begin, end - begin, MADV_HUGEPAGE);
}

/**
 * ov_cifar10_batches_init:
 * @batches: (out caller-allocates): where the images go
 * @error: return location for an error
 *
 * Reserves the memory for all six files.
 *
 * Returns: %FALSE with %OV_ERROR_DATA set when there is not enough of it
 */
gboolean
ov_cifar10_batches_init (OvCifar10Batches *batches,
                         GError          **error)
{
  gsize size = (gsize) OV_CIFAR10_N_IMAGES * OV_IMAGE_SIZE;

  batches->pixels = g_try_malloc (size);
  batches->labels = g_try_malloc (OV_CIFAR10_N_IMAGES);
  if (batches->pixels == NULL || batches->labels == NULL)
    {
      ov_cifar10_batches_clear (batches);
      ov_cifar10_set_memory_error (error);
      return FALSE;
    }

  wish_for_huge_pages (batches->pixels, size);

  return TRUE;
}

/**
 * ov_cifar10_batches_clear:
 * @batches: what ov_cifar10_batches_init() made, or all zero
 *
 * Frees the memory, if it still belongs to @batches.
 */
void
ov_cifar10_batches_clear (OvCifar10Batches *batches)
{
  g_clear_pointer (&batches->pixels, g_free);
  g_clear_pointer (&batches->labels, g_free);
}

/* Splits one piece of @n_records records into labels and pixels. */
static gboolean
split_records (OvCifar10Batches *batches,
               guint             file_index,
               guint             first_record,
               const guint8     *records,
               GError          **error)
{
  gsize first = (gsize) file_index * OV_CIFAR10_IMAGES_PER_FILE + first_record;

  for (guint i = 0; i < OV_CIFAR10_PIECE_RECORDS; i++)
    {
      const guint8 *record = records + (gsize) i * OV_CIFAR10_RECORD_SIZE;

      if (record[0] >= OV_N_CLASSES)
        {
          g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                       _("Record %u of “%s” has the label %u, but CIFAR-10's labels go from 0 to "
                         "9. The file is damaged: get CIFAR-10 again."),
                       first_record + i + 1, ov_cifar10_file_names[file_index], record[0]);
          return FALSE;
        }

      batches->labels[first + i] = record[0];
      memcpy (batches->pixels + (first + i) * OV_IMAGE_SIZE, record + 1, OV_IMAGE_SIZE);
    }

  return TRUE;
}

/**
 * ov_cifar10_batches_fill:
 * @batches: where the images go
 * @file_index: which of the six files @source is
 * @read: gives the file's next bytes
 * @source: passed to @read
 * @cancellable: (nullable): stops the reading between two pieces
 * @error: return location for an error
 *
 * Reads one file's 10,000 records. The caller has checked the file's size.
 *
 * Returns: %FALSE with @error set: by @read, %OV_ERROR_DATA for a label above 9,
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
ov_cifar10_batches_fill (OvCifar10Batches *batches,
                         guint             file_index,
                         OvCifar10ReadFunc read,
                         gpointer          source,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autofree guint8 *records = g_malloc (OV_CIFAR10_PIECE_SIZE);

  for (guint piece = 0; piece < OV_CIFAR10_N_PIECES; piece++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!read (source, records, OV_CIFAR10_PIECE_SIZE, cancellable, error))
        return FALSE;
      if (!split_records (batches, file_index, piece * OV_CIFAR10_PIECE_RECORDS, records, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * ov_cifar10_batches_finish:
 * @batches: the images of all six files; empty afterwards
 * @error: return location for an error
 *
 * Makes the data set, without copying the images.
 *
 * Returns: (transfer full) (nullable): the data set
 */
OvDataset *
ov_cifar10_batches_finish (OvCifar10Batches *batches,
                           GError          **error)
{
  const char *translated[OV_N_CLASSES];

  for (guint i = 0; i < OV_N_CLASSES; i++)
    translated[i] = _(class_names[i]);

  return ov_dataset_new ("CIFAR-10", translated, OV_CIFAR10_N_TRAIN,
                         OV_CIFAR10_N_IMAGES - OV_CIFAR10_N_TRAIN,
                         g_steal_pointer (&batches->pixels), g_steal_pointer (&batches->labels),
                         error);
}

/**
 * ov_cifar10_join_records:
 * @dataset: a data set of CIFAR-10's shape
 * @file_index: one of the six files
 * @piece: which piece of it, below OV_CIFAR10_N_PIECES
 * @records: (out caller-allocates): [OV_CIFAR10_PIECE_SIZE]
 *
 * Puts labels and pixels back together as they stand in the file.
 */
void
ov_cifar10_join_records (const OvDataset *dataset,
                         guint            file_index,
                         guint            piece,
                         guint8          *records)
{
  OvSplit split = file_index < OV_CIFAR10_N_FILES - 1 ? OV_SPLIT_TRAIN : OV_SPLIT_TEST;
  gsize first = (gsize) piece * OV_CIFAR10_PIECE_RECORDS;
  const guint8 *pixels, *labels;

  if (split == OV_SPLIT_TRAIN)
    first += (gsize) file_index * OV_CIFAR10_IMAGES_PER_FILE;
  pixels = dataset->pixels[split] + first * OV_IMAGE_SIZE;
  labels = dataset->labels[split] + first;

  for (gsize i = 0; i < OV_CIFAR10_PIECE_RECORDS; i++)
    {
      records[i * OV_CIFAR10_RECORD_SIZE] = labels[i];
      memcpy (records + i * OV_CIFAR10_RECORD_SIZE + 1, pixels + i * OV_IMAGE_SIZE, OV_IMAGE_SIZE);
    }
}

/**
 * ov_cifar10_check_shape:
 * @dataset: a data set
 * @error: return location for an error
 *
 * Returns: %TRUE when @dataset has as many images as CIFAR-10, else %FALSE with %OV_ERROR_DATA set
 */
gboolean
ov_cifar10_check_shape (const OvDataset *dataset,
                        GError         **error)
{
  guint n_train = dataset->n_images[OV_SPLIT_TRAIN];
  guint n_test = dataset->n_images[OV_SPLIT_TEST];

  if (n_train == OV_CIFAR10_N_TRAIN && n_train + n_test == OV_CIFAR10_N_IMAGES)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_DATA,
               _("“%s” is not CIFAR-10: it has %u training and %u test images. "
                 "Open CIFAR-10 first."),
               dataset->name, n_train, n_test);
  return FALSE;
}

/**
 * ov_cifar10_set_memory_error:
 * @error: return location for an error
 *
 * Reports that the images do not fit into memory.
 */
void
ov_cifar10_set_memory_error (GError **error)
{
  g_set_error_literal (error, OV_ERROR, OV_ERROR_DATA,
                       _("There is not enough memory for CIFAR-10, which takes 184 MB. "
                         "Close other programs and try again."));
}

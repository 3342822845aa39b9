/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cifar10.h"

/* Shared by the files that make up the module `cifar10`; nothing else includes this. */

#define OV_CIFAR10_RECORD_SIZE (1 + OV_IMAGE_SIZE)
#define OV_CIFAR10_FILE_SIZE (OV_CIFAR10_IMAGES_PER_FILE * OV_CIFAR10_RECORD_SIZE)
#define OV_CIFAR10_N_IMAGES (OV_CIFAR10_N_FILES * OV_CIFAR10_IMAGES_PER_FILE)
#define OV_CIFAR10_N_TRAIN (OV_CIFAR10_N_IMAGES - OV_CIFAR10_IMAGES_PER_FILE)

/* A file of the version for Python takes 31 MB; as rewritten by some programs, 46 MB. */
#define OV_CIFAR10_MAX_PYTHON_SIZE (64 * 1024 * 1024)

/* Records are moved in pieces that stay in a core's own cache, and that are small enough for a
 * cancelled operation to end at once. */
#define OV_CIFAR10_PIECE_RECORDS 50
#define OV_CIFAR10_PIECE_SIZE (OV_CIFAR10_PIECE_RECORDS * OV_CIFAR10_RECORD_SIZE)
#define OV_CIFAR10_N_PIECES (OV_CIFAR10_IMAGES_PER_FILE / OV_CIFAR10_PIECE_RECORDS)

/**
 * OvCifar10Batches:
 * @pixels: [60,000 × 3072], the images of the six files one after the other
 * @labels: [60,000]
 *
 * The images while they are being read. Different files may be filled from different threads.
 */
typedef struct
{
  guint8 *pixels;
  guint8 *labels;
} OvCifar10Batches;

/* Fills @buffer with exactly @size bytes, the next ones of a file, or sets @error. */
typedef gboolean (*OvCifar10ReadFunc) (gpointer       source,
                                       guint8        *buffer,
                                       gsize          size,
                                       GCancellable  *cancellable,
                                       GError       **error);

gboolean   ov_cifar10_batches_init   (OvCifar10Batches        *batches,
                                      GError                 **error);
void       ov_cifar10_batches_clear  (OvCifar10Batches        *batches);
gboolean   ov_cifar10_batches_fill   (OvCifar10Batches        *batches,
                                      guint                    file_index,
                                      OvCifar10ReadFunc        read,
                                      gpointer                 source,
                                      GCancellable            *cancellable,
                                      GError                 **error);
gboolean   ov_cifar10_batches_fill_from_python
                                     (OvCifar10Batches        *batches,
                                      guint                    file_index,
                                      const char              *name,
                                      gsize                    size,
                                      OvCifar10ReadFunc        read,
                                      gpointer                 source,
                                      GCancellable            *cancellable,
                                      GError                 **error);
OvDataset *ov_cifar10_batches_finish (OvCifar10Batches        *batches,
                                      GError                 **error);
void       ov_cifar10_join_records   (const OvDataset         *dataset,
                                      guint                    file_index,
                                      guint                    piece,
                                      guint8                  *records);
gboolean   ov_cifar10_check_shape    (const OvDataset         *dataset,
                                      GError                 **error);
char      *ov_cifar10_python_name    (guint                    file_index);
void       ov_cifar10_set_memory_error
                                     (GError                 **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OvCifar10Batches, ov_cifar10_batches_clear)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#define OV_IMAGE_SIDE 32
#define OV_IMAGE_CHANNELS 3
#define OV_IMAGE_PIXELS (OV_IMAGE_SIDE * OV_IMAGE_SIDE)
#define OV_IMAGE_SIZE (OV_IMAGE_CHANNELS * OV_IMAGE_PIXELS)
#define OV_N_CLASSES 10

/**
 * OvSplit:
 * @OV_SPLIT_TRAIN: the images that the weights are fitted to
 * @OV_SPLIT_TEST: the images that are only scored
 */
typedef enum
{
  OV_SPLIT_TRAIN,
  OV_SPLIT_TEST,
} OvSplit;

#define OV_N_SPLITS 2

/**
 * OvDataset:
 *
 * An immutable, reference-counted set of labelled 32×32 colour images. An image is 3072 bytes:
 * 1024 red, 1024 green, 1024 blue, each row by row. Safe to read from any thread.
 */
typedef struct _OvDataset OvDataset;

#define OV_TYPE_DATASET (ov_dataset_get_type ())

GType         ov_dataset_get_type       (void);

OvDataset    *ov_dataset_new            (const char          *name,
                                         const char *const   *class_names,
                                         guint                n_train,
                                         guint                n_test,
                                         guint8              *pixels,
                                         guint8              *labels,
                                         GError             **error);
OvDataset    *ov_dataset_ref            (OvDataset           *self);
void          ov_dataset_unref          (OvDataset           *self);

const char   *ov_dataset_get_name       (const OvDataset     *self);
const char   *ov_dataset_get_class_name (const OvDataset     *self,
                                         guint                class_index);
guint         ov_dataset_get_n_images   (const OvDataset     *self,
                                         OvSplit              split);
const guint8 *ov_dataset_get_pixels     (const OvDataset     *self,
                                         OvSplit              split);
const guint8 *ov_dataset_get_labels     (const OvDataset     *self,
                                         OvSplit              split);
const float  *ov_dataset_get_mean_image (const OvDataset     *self);
const char   *ov_dataset_get_hash       (OvDataset           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvDataset, ov_dataset_unref)

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
 * @name: the data's name, as people know it
 * @class_names: the classes in the order of their labels
 * @n_images: how many images each split has
 * @pixels: [@n_images × 3072] of each split; the test images follow on the training images
 * @labels: [@n_images] of each split, below %OV_N_CLASSES; likewise
 * @mean_image: the mean of the training images, from 0 to 255
 * @hash: see ov_dataset_get_hash(), which computes it when it is asked for
 *
 * A reference-counted set of labelled 32×32 colour images. An image is 3072 bytes: 1024 red, 1024
 * green, 1024 blue, each row by row. Nobody changes it, so that it is safe to read from any thread.
 */
typedef struct
{
  char         *name;
  char         *class_names[OV_N_CLASSES];
  guint         n_images[OV_N_SPLITS];
  const guint8 *pixels[OV_N_SPLITS];
  const guint8 *labels[OV_N_SPLITS];
  float         mean_image[OV_IMAGE_SIZE];
  char         *hash;
} OvDataset;

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
const char   *ov_dataset_get_hash       (OvDataset           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvDataset, ov_dataset_unref)

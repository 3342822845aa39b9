/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "gradient.h"
#include "network.h"
#include "thread-pool.h"

/**
 * OvBatchRunner:
 *
 * Sends ranges of a data set's images through a network, split over a pool: each member turns tiles
 * of bytes into floats, sends them forward and, in training, backward. What comes out is the same
 * to the last bit for any number of threads.
 */
typedef struct _OvBatchRunner OvBatchRunner;

/**
 * OvSliceFunc:
 * @batch: what the groups of a range have come to so far
 *
 * Called on the training thread after each group of images. Returns %FALSE with @error set to give
 * the range up.
 */
typedef gboolean (*OvSliceFunc) (const OvScore *batch,
                                 gpointer       user_data,
                                 GError       **error);

/**
 * OvTileFunc:
 * @member: which member of the pool calls
 * @pass: the member's pass, whose input holds the images
 * @labels: [@n_images]
 * @n_images: how many images the tile has
 * @gradient: [parameters of the network], a sum over some tiles that this one can add to
 *
 * Called on each member's thread, tile by tile.
 */
typedef void (*OvTileFunc) (guint         member,
                            OvPass       *pass,
                            const guint8 *labels,
                            guint         n_images,
                            float        *gradient,
                            gpointer      user_data);

OvBatchRunner *ov_batch_runner_new            (OvNetwork     *network,
                                               OvDataset     *dataset,
                                               OvThreadPool  *pool,
                                               double         pixel_scale);
void           ov_batch_runner_free           (OvBatchRunner *self);
void           ov_batch_runner_set_roughly    (OvBatchRunner *self,
                                               gboolean       roughly);
OvGradient    *ov_batch_runner_get_gradient   (OvBatchRunner *self);
gboolean       ov_batch_runner_score          (OvBatchRunner *self,
                                               OvSplit        split,
                                               guint          first,
                                               guint          n_images,
                                               OvSliceFunc    slice_func,
                                               gpointer       user_data,
                                               GCancellable  *cancellable,
                                               OvScore       *score,
                                               GError       **error);
gboolean       ov_batch_runner_train          (OvBatchRunner *self,
                                               const guint   *order,
                                               guint          first,
                                               guint          n_images,
                                               OvSliceFunc    slice_func,
                                               gpointer       user_data,
                                               GCancellable  *cancellable,
                                               OvScore       *score,
                                               GError       **error);
gboolean       ov_batch_runner_visit          (OvBatchRunner *self,
                                               OvSplit        split,
                                               guint          first,
                                               guint          n_images,
                                               OvTileFunc     tile_func,
                                               gpointer       user_data,
                                               GCancellable  *cancellable,
                                               GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvBatchRunner, ov_batch_runner_free)

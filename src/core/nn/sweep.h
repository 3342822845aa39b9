/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "gradient.h"
#include "network.h"
#include "thread-pool.h"

G_BEGIN_DECLS

/**
 * OvSweep:
 *
 * Sends ranges of a data set's images through a network, split over a pool: each member turns tiles
 * of bytes into floats, sends them forward and, in training, backward. What comes out is the same
 * to the last bit for any number of threads.
 */
typedef struct _OvSweep OvSweep;

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

OvSweep    *ov_sweep_new            (OvNetwork    *network,
                                     OvDataset    *dataset,
                                     OvThreadPool *pool,
                                     double        pixel_scale);
void        ov_sweep_free           (OvSweep      *self);
void        ov_sweep_set_roughly    (OvSweep      *self,
                                     gboolean      roughly);
guint       ov_sweep_get_group_size (OvSweep      *self);
OvGradient *ov_sweep_get_gradient   (OvSweep      *self);
OvPass     *ov_sweep_get_pass       (OvSweep      *self);
gboolean    ov_sweep_score          (OvSweep      *self,
                                     OvSplit       split,
                                     guint         first,
                                     guint         n_images,
                                     OvSliceFunc   slice_func,
                                     gpointer      user_data,
                                     GCancellable *cancellable,
                                     OvScore      *score,
                                     GError      **error);
gboolean    ov_sweep_train          (OvSweep      *self,
                                     const guint  *order,
                                     guint         first,
                                     guint         n_images,
                                     OvSliceFunc   slice_func,
                                     gpointer      user_data,
                                     GCancellable *cancellable,
                                     OvScore      *score,
                                     GError      **error);
gboolean    ov_sweep_visit          (OvSweep      *self,
                                     OvSplit       split,
                                     guint         first,
                                     guint         n_images,
                                     OvTileFunc    tile_func,
                                     gpointer      user_data,
                                     GCancellable *cancellable,
                                     GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweep, ov_sweep_free)

G_END_DECLS

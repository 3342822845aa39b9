/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "dataset.h"
#include "network.h"
#include "team.h"

G_BEGIN_DECLS

/**
 * OvSweep:
 *
 * Sends ranges of a data set's images through a network, split over a team: each member turns a
 * tile of bytes into floats, sends it forward and, in training, backward.
 */
typedef struct _OvSweep OvSweep;

/**
 * OvSliceFunc:
 * @batch: what the slices of a batch have come to so far
 *
 * Called on the training thread between two slices. Returns %FALSE with @error set to give the
 * batch up.
 */
typedef gboolean (*OvSliceFunc) (const OvScore *batch,
                                 gpointer       user_data,
                                 GError       **error);

/**
 * OvTileFunc:
 * @member: which member of the team calls
 * @pass: the member's pass, whose input holds the images
 * @labels: [@n_images]
 * @n_images: how many images the tile has
 *
 * Called on each member's thread, tile by tile.
 */
typedef void (*OvTileFunc) (guint         member,
                            OvPass       *pass,
                            const guint8 *labels,
                            guint         n_images,
                            gpointer      user_data);

OvSweep *ov_sweep_new            (OvNetwork    *network,
                                  OvDataset    *dataset,
                                  OvTeam       *team,
                                  double        pixel_scale);
void     ov_sweep_free           (OvSweep      *self);
void     ov_sweep_set_roughly    (OvSweep      *self,
                                  gboolean      roughly);
guint    ov_sweep_get_slice_size (OvSweep      *self);
float  **ov_sweep_get_gradients  (OvSweep      *self);
OvPass  *ov_sweep_get_pass       (OvSweep      *self);
void     ov_sweep_score          (OvSweep      *self,
                                  OvSplit       split,
                                  guint         first,
                                  guint         n_images,
                                  GCancellable *cancellable,
                                  OvScore      *score);
void     ov_sweep_train          (OvSweep      *self,
                                  const guint  *order,
                                  guint         first,
                                  guint         n_images,
                                  float         factor,
                                  GCancellable *cancellable,
                                  OvScore      *score);
gboolean ov_sweep_train_batch    (OvSweep      *self,
                                  const guint  *order,
                                  guint         first,
                                  guint         n_images,
                                  OvSliceFunc   slice_func,
                                  gpointer      user_data,
                                  GCancellable *cancellable,
                                  OvScore      *score,
                                  GError      **error);
void     ov_sweep_visit          (OvSweep      *self,
                                  guint         first,
                                  guint         n_images,
                                  OvTileFunc    tile_func,
                                  gpointer      user_data,
                                  GCancellable *cancellable);
void     ov_sweep_take_gradient  (OvSweep      *self,
                                  float        *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweep, ov_sweep_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gradient.h"
#include "network.h"

/* Images that a member multiplies at once: enough for packing the weights to cost little. */
#define OV_FIRST_LAYER_MOST 256

/**
 * OvFirstLayer:
 *
 * The first layer of a network whose weights are many, shared out over a pool: on the way forward
 * by images, on the way back by weights. So there is one gradient of it, and not one per thread.
 */
typedef struct _OvFirstLayer OvFirstLayer;

gboolean      ov_first_layer_suits        (OvNetwork     *network);
OvFirstLayer *ov_first_layer_new          (OvNetwork     *network,
                                           const float   *mean,
                                           double         pixel_scale,
                                           OvThreadPool  *pool,
                                           guint          tile,
                                           guint          group);
void          ov_first_layer_free         (OvFirstLayer  *self);
gsize         ov_first_layer_get_n_whole  (OvFirstLayer  *self);
gboolean      ov_first_layer_takes_bytes  (OvFirstLayer  *self);
void          ov_first_layer_begin        (OvFirstLayer  *self,
                                           gboolean       roughly);
gint8        *ov_first_layer_get_bytes    (OvFirstLayer  *self,
                                           guint          member,
                                           guint          first,
                                           gboolean       keep);
void          ov_first_layer_multiply     (OvFirstLayer  *self,
                                           guint          member,
                                           const gint8   *images,
                                           guint          n_images);
void          ov_first_layer_join         (OvFirstLayer  *self,
                                           guint          member,
                                           guint          first,
                                           guint          n_images,
                                           float         *out);
float        *ov_first_layer_get_inputs   (OvFirstLayer  *self,
                                           guint          first);
void          ov_first_layer_backward     (OvFirstLayer  *self,
                                           OvPass        *pass,
                                           guint          tile,
                                           guint          first,
                                           guint          n_images,
                                           const float   *d_scores,
                                           float         *gradient);
void          ov_first_layer_finish       (OvFirstLayer  *self,
                                           guint          n_tiles,
                                           guint          n_images,
                                           float         *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFirstLayer, ov_first_layer_free)

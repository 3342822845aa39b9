/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "layer.h"

G_BEGIN_DECLS

/**
 * OvByteAffine:
 *
 * A network's first layer, when that is an affine one, computed from the images' bytes as they
 * are. Threads use it at once, each as another member of a pool.
 */
typedef struct _OvByteAffine OvByteAffine;

gboolean      ov_byte_affine_suits    (const OvLayer *layer);
OvByteAffine *ov_byte_affine_new      (const OvLayer *layer,
                                       const float   *mean,
                                       double         pixel_scale,
                                       guint          most_at_once,
                                       guint          most_images,
                                       guint          most_tiles,
                                       guint          n_members);
void          ov_byte_affine_free     (OvByteAffine  *self);
void          ov_byte_affine_prepare  (OvByteAffine  *self,
                                       const float   *parameters,
                                       guint          member);
void          ov_byte_affine_multiply (OvByteAffine  *self,
                                       guint          member,
                                       const gint8   *images,
                                       guint          n_images,
                                       gboolean       roughly);
void          ov_byte_affine_join     (OvByteAffine  *self,
                                       guint          member,
                                       guint          first,
                                       guint          n_images,
                                       const float   *parameters,
                                       gboolean       roughly,
                                       float         *out);
void          ov_byte_affine_measure  (OvByteAffine  *self,
                                       guint          tile,
                                       const float   *d_out,
                                       guint          n_images);
void          ov_byte_affine_split    (OvByteAffine  *self,
                                       guint          member,
                                       guint          n_tiles,
                                       const float   *d_out,
                                       guint          n_images);
void          ov_byte_affine_backward (OvByteAffine  *self,
                                       guint          member,
                                       const gint8   *images,
                                       guint          n_images,
                                       float         *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvByteAffine, ov_byte_affine_free)

G_END_DECLS

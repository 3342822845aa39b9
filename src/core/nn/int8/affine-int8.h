/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "layer.h"

/* With fewer units, products of bytes are no faster than those of floats. */
#define OV_AFFINE_INT8_LEAST_UNITS 64

/**
 * OvAffineInt8:
 *
 * A network's first layer, when that is an affine one, computed from the images' bytes as they
 * are. Threads use it at once, each as another member of a pool.
 */
typedef struct _OvAffineInt8 OvAffineInt8;

gboolean      ov_affine_int8_suits    (const OvLayer *layer);
OvAffineInt8 *ov_affine_int8_new      (const OvLayer *layer,
                                       const float   *mean,
                                       double         pixel_scale,
                                       guint          most_at_once,
                                       guint          most_images,
                                       guint          most_tiles,
                                       guint          n_members);
void          ov_affine_int8_free     (OvAffineInt8  *self);
void          ov_affine_int8_prepare  (OvAffineInt8  *self,
                                       const float   *parameters,
                                       guint          member);
void          ov_affine_int8_multiply (OvAffineInt8  *self,
                                       guint          member,
                                       const gint8   *images,
                                       guint          n_images,
                                       gboolean       roughly);
void          ov_affine_int8_join     (OvAffineInt8  *self,
                                       guint          member,
                                       guint          first,
                                       guint          n_images,
                                       const float   *parameters,
                                       gboolean       roughly,
                                       float         *out);
void          ov_affine_int8_measure  (OvAffineInt8  *self,
                                       guint          tile,
                                       const float   *d_out,
                                       guint          n_images);
void          ov_affine_int8_split    (OvAffineInt8  *self,
                                       guint          member,
                                       guint          n_tiles,
                                       const float   *d_out,
                                       guint          n_images);
void          ov_affine_int8_backward (OvAffineInt8  *self,
                                       guint          member,
                                       const gint8   *images,
                                       guint          n_images,
                                       float         *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvAffineInt8, ov_affine_int8_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"

/**
 * OvDnnlPool:
 *
 * oneDNN's implementation of a 2 × 2 max-pool and of its derivative, for a fixed number of images.
 * It remembers where the largest were, so each thread needs one.
 */
typedef struct _OvDnnlPool OvDnnlPool;

OvDnnlPool *ov_dnnl_pool_new      (OvShape      in,
                                   OvShape      out,
                                   guint        n_images);
void        ov_dnnl_pool_free     (OvDnnlPool  *self);
void        ov_dnnl_pool_forward  (OvDnnlPool  *self,
                                   const float *in,
                                   float       *out);
void        ov_dnnl_pool_backward (OvDnnlPool  *self,
                                   const float *d_out,
                                   float       *d_in);

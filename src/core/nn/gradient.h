/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "thread-pool.h"

/* The most parts that a group's gradient is summed up in. */
#define OV_GRADIENT_MOST_PARTS 24

/**
 * OvGradient:
 *
 * The gradient of a batch, gathered by a pool in such a way that the sums do not depend on the
 * number of threads.
 */
typedef struct _OvGradient OvGradient;

OvGradient *ov_gradient_new         (OvThreadPool  *pool,
                                     gsize          n_parameters);
void        ov_gradient_free        (OvGradient    *self);
void        ov_gradient_begin       (OvGradient    *self);
void        ov_gradient_begin_group (OvGradient    *self,
                                     gsize          n_whole,
                                     guint          n_parts);
float      *ov_gradient_get_whole   (OvGradient    *self);
float      *ov_gradient_begin_part  (OvGradient    *self,
                                     guint          part);
void        ov_gradient_fold        (OvGradient    *self);
void        ov_gradient_read        (OvGradient    *self,
                                     gsize          first,
                                     gsize          n,
                                     float         *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvGradient, ov_gradient_free)

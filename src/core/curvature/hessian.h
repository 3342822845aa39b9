/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "batch-runner.h"

/**
 * OvHessian:
 *
 * The second derivatives of a recipe's loss on some training images with respect to all parameters:
 * a matrix that is known only by its products.
 */
typedef struct _OvHessian OvHessian;

OvHessian *ov_hessian_new      (OvNetwork     *network,
                                OvBatchRunner *runner,
                                OvThreadPool  *pool,
                                guint          n_images,
                                double         regularisation);
void       ov_hessian_free     (OvHessian     *self);
gboolean   ov_hessian_multiply (OvHessian     *self,
                                const float   *direction,
                                float         *product,
                                GCancellable  *cancellable,
                                GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvHessian, ov_hessian_free)

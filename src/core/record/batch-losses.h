/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "progress.h"

/**
 * OvBatchLosses:
 *
 * The losses within the epochs of a run, from its reports of progress: finer than the history, but
 * as coarse as the reports happen to be.
 */
typedef struct _OvBatchLosses OvBatchLosses;

OvBatchLosses *ov_batch_losses_new         (void);
OvBatchLosses *ov_batch_losses_copy        (const OvBatchLosses *self);
void           ov_batch_losses_free        (OvBatchLosses       *self);
void           ov_batch_losses_add         (OvBatchLosses       *self,
                                            const OvProgress    *progress);
void           ov_batch_losses_add_point   (OvBatchLosses       *self,
                                            double               epoch,
                                            double               loss);
gsize          ov_batch_losses_get_length  (const OvBatchLosses *self);
const double  *ov_batch_losses_get_epochs  (const OvBatchLosses *self);
const double *ov_batch_losses_get_losses   (const OvBatchLosses *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvBatchLosses, ov_batch_losses_free)

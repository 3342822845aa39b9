/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "progress.h"

/**
 * OvBatchLosses:
 * @epochs: (element-type double): where the points stand: 2.5 is half-way through epoch 2
 * @losses: (element-type double): the mean losses there, without the penalty
 * @last: the newest report
 *
 * The losses within the epochs of a run, from its reports of progress: finer than the history, but
 * as coarse as the reports happen to be.
 */
typedef struct
{
  GArray    *epochs;
  GArray    *losses;
  OvProgress last;
} OvBatchLosses;

OvBatchLosses *ov_batch_losses_new         (void);
OvBatchLosses *ov_batch_losses_copy        (const OvBatchLosses *self);
void           ov_batch_losses_free        (OvBatchLosses       *self);
void           ov_batch_losses_add         (OvBatchLosses       *self,
                                            const OvProgress    *progress);
void           ov_batch_losses_add_point   (OvBatchLosses       *self,
                                            double               epoch,
                                            double               loss);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvBatchLosses, ov_batch_losses_free)

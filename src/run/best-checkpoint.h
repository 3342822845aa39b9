/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer.h"

/**
 * OvBestCheckpoint:
 *
 * The state of a run after the epoch with the best test accuracy so far, the first of equals.
 */
typedef struct _OvBestCheckpoint OvBestCheckpoint;

OvBestCheckpoint *ov_best_checkpoint_new      (double            accuracy);
void              ov_best_checkpoint_free     (OvBestCheckpoint *self);
void              ov_best_checkpoint_note     (OvBestCheckpoint *self,
                                               OvTrainer        *trainer,
                                               const OvEpoch    *epoch);
OvCheckpoint     *ov_best_checkpoint_get      (OvBestCheckpoint *self);
OvCheckpoint     *ov_best_checkpoint_take_new (OvBestCheckpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvBestCheckpoint, ov_best_checkpoint_free)

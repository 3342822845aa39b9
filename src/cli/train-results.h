/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"
#include "train-options.h"
#include "trainer.h"

/**
 * OvTrainResults:
 *
 * The files that a run leaves behind: which are wanted, and that their places can be written.
 */
typedef struct _OvTrainResults OvTrainResults;

OvTrainResults *ov_train_results_new   (const OvTrainOptions     *options,
                                        GError                  **error);
void            ov_train_results_free  (OvTrainResults           *self);
void            ov_train_results_set_name (OvTrainResults        *self,
                                        const char               *name);
GPtrArray      *ov_train_results_write (OvTrainResults           *self,
                                        OvTrainer                *trainer,
                                        OvDataset                *dataset,
                                        const OvRunRecord        *record,
                                        OvCheckpoint             *best);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTrainResults, ov_train_results_free)

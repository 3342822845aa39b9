/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "outcome.h"
#include "trainer.h"

/**
 * OvTrainingLoop:
 * @begin_epoch: called before each epoch with its number; it may block. Returns %FALSE with @error
 *   set to end the run
 * @progress: called within each epoch, see #OvProgressFunc
 * @end_epoch: called with each epoch that is done, also with the one in which the run diverged.
 *   Returns %FALSE with @error set to end the run
 * @user_data: given to all three
 *
 * What someone does around the epochs of a run. All are called on the thread of the loop.
 */
typedef struct
{
  gboolean (*begin_epoch) (guint    epoch,
                           gpointer user_data,
                           GError **error);
  OvProgressFunc progress;
  gboolean (*end_epoch) (const OvEpoch *epoch,
                         gpointer       user_data,
                         GError       **error);
  gpointer user_data;
} OvTrainingLoop;

OvOutcome ov_training_loop_run (const OvTrainingLoop *self,
                                OvTrainer            *trainer,
                                const OvEpoch        *first,
                                guint                 n_epochs,
                                GCancellable         *cancellable,
                                GError              **error);

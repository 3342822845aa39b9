/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training-loop.h"

static OvOutcome
fail (GError  *cause,
      GError **error)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return OV_OUTCOME_CANCELLED;

  g_propagate_error (error, g_steal_pointer (&owned));

  return OV_OUTCOME_FAILED;
}

/**
 * ov_training_loop_run:
 * @self: what is done around the epochs
 * @trainer: a trainer before its first epoch, or one that continues from a checkpoint
 * @first: (nullable): epoch 0 of a run that is continued, by which its divergence is judged
 * @n_epochs: how many epochs the recipe has
 * @cancellable: (nullable): ends the run
 * @error: (out) (optional): return location for an error, set only for %OV_OUTCOME_FAILED
 *
 * Runs a recipe's epochs until they are done or the run ends in another way. The same loop serves
 * the worker's thread and the command line, so that a run ends alike in both.
 *
 * Returns: how the run ended
 */
OvOutcome
ov_training_loop_run (const OvTrainingLoop *self,
                      OvTrainer            *trainer,
                      const OvEpoch        *first,
                      guint                 n_epochs,
                      GCancellable         *cancellable,
                      GError              **error)
{
  OvEpoch begin = {0};

  g_return_val_if_fail (self != NULL, OV_OUTCOME_NONE);
  g_return_val_if_fail (trainer != NULL, OV_OUTCOME_NONE);

  g_return_val_if_fail (first != NULL || ov_trainer_get_n_epochs (trainer) == 0, OV_OUTCOME_NONE);

  if (first != NULL)
    begin = *first;

  for (guint i = ov_trainer_get_n_epochs (trainer); i < n_epochs; i++)
    {
      GError *local_error = NULL;
      OvEpoch epoch;

      if (!self->begin_epoch (i, self->user_data, &local_error)
          || !ov_trainer_run_epoch (trainer, &epoch, self->progress, self->user_data, cancellable,
                                    &local_error)
          || !self->end_epoch (&epoch, self->user_data, &local_error))
        return fail (local_error, error);

      if (i == 0)
        begin = epoch;
      if (ov_epoch_has_diverged (&epoch, &begin))
        return OV_OUTCOME_DIVERGED;
    }

  return OV_OUTCOME_FINISHED;
}

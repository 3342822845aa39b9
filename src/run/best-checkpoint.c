/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "best-checkpoint.h"

struct _OvBestCheckpoint
{
  double        accuracy;
  OvCheckpoint *checkpoint; /* NULL while no epoch was better than what there was before */
  gboolean      is_new;     /* whether nobody has taken it yet */
};

/**
 * ov_best_checkpoint_new:
 * @accuracy: the best test accuracy of the epochs that were made before, in per cent; a negative
 *   one when there were none
 *
 * Returns: (transfer full): what will keep the best state
 */
OvBestCheckpoint *
ov_best_checkpoint_new (double accuracy)
{
  OvBestCheckpoint *self = g_new0 (OvBestCheckpoint, 1);

  self->accuracy = accuracy;

  return self;
}

/**
 * ov_best_checkpoint_free:
 * @self: what keeps the best state
 */
void
ov_best_checkpoint_free (OvBestCheckpoint *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  g_free (self);
}

/**
 * ov_best_checkpoint_note:
 * @self: what keeps the best state
 * @trainer: a trainer that has just made an epoch
 * @epoch: that epoch
 *
 * Copies the trainer's state when it is better than all before.
 */
void
ov_best_checkpoint_note (OvBestCheckpoint *self,
                         OvTrainer        *trainer,
                         const OvEpoch    *epoch)
{
  g_autoptr (OvCheckpoint) checkpoint = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (epoch != NULL);

  if (!(epoch->test_accuracy > self->accuracy))
    return;
  checkpoint = ov_trainer_take_checkpoint (trainer);
  if (checkpoint == NULL)
    return;

  self->accuracy = epoch->test_accuracy;
  self->is_new = TRUE;
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  self->checkpoint = g_steal_pointer (&checkpoint);
}

/**
 * ov_best_checkpoint_get:
 * @self: what keeps the best state
 *
 * Returns: (transfer none) (nullable): the best state, if it is one of those that were noted
 */
OvCheckpoint *
ov_best_checkpoint_get (OvBestCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->checkpoint;
}

/**
 * ov_best_checkpoint_take_new:
 * @self: what keeps the best state
 *
 * Returns: (transfer full) (nullable): the best state, if there is a better one than when this was
 *   last asked
 */
OvCheckpoint *
ov_best_checkpoint_take_new (OvBestCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->is_new)
    return NULL;
  self->is_new = FALSE;

  return ov_checkpoint_ref (self->checkpoint);
}

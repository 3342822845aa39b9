/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder-private.h"

/* What can be asked of a ladder and of its rungs. */

/*
 * ov_ladder_get_rung:
 * @self: a ladder
 * @rung: one of its rungs
 *
 * Returns: (transfer none): the rung, valid until the rungs are replaced
 */
OvLadderRung *
ov_ladder_get_rung (OvLadder *self,
                    guint     rung)
{
  return &g_array_index (self->rungs, OvLadderRung, rung);
}

/**
 * ov_ladder_get_dataset:
 * @self: a ladder
 *
 * Returns: (transfer none) (nullable): what its rungs are trained on
 */
OvDataset *
ov_ladder_get_dataset (OvLadder *self)
{
  g_return_val_if_fail (OV_IS_LADDER (self), NULL);

  return self->dataset;
}

/**
 * ov_ladder_is_running:
 * @self: a ladder
 *
 * Returns: whether some of its rungs are still to end
 */
gboolean
ov_ladder_is_running (OvLadder *self)
{
  g_return_val_if_fail (OV_IS_LADDER (self), FALSE);

  return self->is_running;
}

/**
 * ov_ladder_is_foretold:
 * @self: a ladder
 *
 * Returns: whether its rungs were not run but foretold, so that their accuracies are %NAN
 */
gboolean
ov_ladder_is_foretold (OvLadder *self)
{
  g_return_val_if_fail (OV_IS_LADDER (self), FALSE);

  return self->is_foretold;
}

/**
 * ov_ladder_get_progress:
 * @self: a ladder
 *
 * Returns: which share of its epochs is done, from 0 to 1; those that a diverged run leaves out
 *   count as done
 */
double
ov_ladder_get_progress (OvLadder *self)
{
  double sum = 0.0;

  g_return_val_if_fail (OV_IS_LADDER (self), 0.0);

  for (guint i = 0; i < self->rungs->len; i++)
    sum += ov_ladder_rung_get_share (ov_ladder_get_rung (self, i));

  return self->rungs->len > 0 ? MIN (sum / self->rungs->len, 1.0) : 0.0;
}

/**
 * ov_ladder_get_n_rungs:
 * @self: a ladder
 *
 * Returns: how many rungs it has
 */
guint
ov_ladder_get_n_rungs (OvLadder *self)
{
  g_return_val_if_fail (OV_IS_LADDER (self), 0);

  return self->rungs->len;
}

/**
 * ov_ladder_get_recipe:
 * @self: a ladder
 * @rung: one of its rungs, from the lowest learning rate
 *
 * Returns: (transfer none): what is run there
 */
const OvRecipe *
ov_ladder_get_recipe (OvLadder *self,
                      guint     rung)
{
  g_return_val_if_fail (OV_IS_LADDER (self), NULL);
  g_return_val_if_fail (rung < self->rungs->len, NULL);

  return &ov_ladder_get_rung (self, rung)->recipe;
}

/**
 * ov_ladder_get_history:
 * @self: a ladder
 * @rung: one of its rungs
 *
 * Returns: (transfer none): the epochs there so far; none before its turn
 */
const OvHistory *
ov_ladder_get_history (OvLadder *self,
                       guint     rung)
{
  g_return_val_if_fail (OV_IS_LADDER (self), NULL);
  g_return_val_if_fail (rung < self->rungs->len, NULL);

  return ov_ladder_rung_get_history (ov_ladder_get_rung (self, rung));
}

/**
 * ov_ladder_get_state:
 * @self: a ladder
 * @rung: one of its rungs
 *
 * Returns: what the rung does; it is idle before its turn, and stays so when the ladder is stopped
 *   first
 */
OvRunState
ov_ladder_get_state (OvLadder *self,
                     guint     rung)
{
  g_return_val_if_fail (OV_IS_LADDER (self), OV_RUN_FAILED);
  g_return_val_if_fail (rung < self->rungs->len, OV_RUN_FAILED);

  return ov_ladder_get_rung (self, rung)->state;
}

/**
 * ov_ladder_get_error:
 * @self: a ladder
 *
 * Returns: (transfer none) (nullable): why it ended before its time
 */
const GError *
ov_ladder_get_error (OvLadder *self)
{
  g_return_val_if_fail (OV_IS_LADDER (self), NULL);

  return self->error;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exact-checkpoint.h"

#include "checkpoint-private.h"
#include "trajectory.h"

/**
 * ov_exact_checkpoint_new:
 * @quadratic: the loss
 * @recipe: a recipe that suits it, see ov_quadratic_suits()
 * @n_epochs: how many epochs are done, at most those of the recipe
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Computes the state of a run of the linear classifier after any number of epochs from the closed
 * form: the weights are those of #OvTrajectory to the last bit, with the velocity where the recipe
 * has momentum. What continues from there goes on by exact steps.
 *
 * Returns: (transfer full) (nullable): the state; %NULL when it is not finite, or was cancelled
 */
OvCheckpoint *
ov_exact_checkpoint_new (OvQuadratic    *quadratic,
                         const OvRecipe *recipe,
                         guint           n_epochs,
                         GCancellable   *cancellable)
{
  const gsize n_parameters = (gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1);
  g_autoptr (OvTrajectory) trajectory = NULL;
  g_autoptr (OvCheckpoint) checkpoint = NULL;

  g_return_val_if_fail (quadratic != NULL, NULL);
  g_return_val_if_fail (ov_quadratic_suits (quadratic, recipe), NULL);

  trajectory = ov_trajectory_new (quadratic, recipe);
  checkpoint = ov_checkpoint_new (recipe, n_epochs, n_parameters);
  checkpoint->exact_from = n_epochs;
  checkpoint->n_steps = n_epochs; /* full batches: one in each epoch */
  if (!ov_trajectory_find_weights (trajectory, n_epochs,
                                   ov_checkpoint_add_block (checkpoint, OV_CHECKPOINT_WEIGHTS),
                                   cancellable))
    return NULL;
  if (checkpoint->n_states > 0)
    ov_trajectory_find_velocity (trajectory,
                                 ov_checkpoint_add_block (checkpoint, OV_CHECKPOINT_STATES));

  return ov_checkpoint_is_finite (checkpoint) ? g_steal_pointer (&checkpoint) : NULL;
}

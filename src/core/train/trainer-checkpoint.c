/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "checkpoint-private.h"
#include "trainer-private.h"

/* How a trainer is saved and continued between two epochs. */

static void
add_copy (OvCheckpoint     *checkpoint,
          OvCheckpointBlock block,
          const float      *values)
{
  if (values != NULL)
    memcpy (ov_checkpoint_add_block (checkpoint, block), values,
            ov_checkpoint_get_size (checkpoint, block) * sizeof (float));
}

/* The plain trainer's optimiser, between epochs or as it was before one that was given up. */
static void
take_optimiser (OvTrainer    *self,
                OvCheckpoint *checkpoint)
{
  checkpoint->n_steps = self->is_torn ? self->finite_steps
                                      : self->optimiser->n_steps;
  if (checkpoint->n_states == 0)
    return;

  if (self->is_torn)
    add_copy (checkpoint, OV_CHECKPOINT_STATES, self->finite_states);
  else
    ov_optimiser_get_states (self->optimiser,
                             ov_checkpoint_add_block (checkpoint, OV_CHECKPOINT_STATES));
}

static void
take_descent (OvTrainer    *self,
              OvCheckpoint *checkpoint)
{
  OvQuadraticBatch batch;

  checkpoint->exact_from = self->exact_from;
  checkpoint->n_steps = self->n_epochs; /* full batches: one in each epoch */
  add_copy (checkpoint, OV_CHECKPOINT_STATES,
            ov_quadratic_trainer_get_velocity (self->descent, self->n_epochs));
  if (!ov_quadratic_trainer_get_batch (self->descent, &batch))
    return;

  checkpoint->batch_first = batch.first_epoch;
  checkpoint->batch_size = batch.size;
  add_copy (checkpoint, OV_CHECKPOINT_BATCH_WEIGHTS, batch.parameters);
  add_copy (checkpoint, OV_CHECKPOINT_BATCH_STATES, batch.velocity);
}

/**
 * ov_trainer_take_checkpoint:
 * @self: a trainer that is not at work; an epoch may have been given up
 *
 * Copies all that decides how the training continues after the last whole epoch, and nothing of one
 * that was given up. The training continues as if nobody had looked.
 *
 * Returns: (transfer full) (nullable): the state, or %NULL when it is no longer finite, so that
 *   nobody can continue from it
 */
OvCheckpoint *
ov_trainer_take_checkpoint (OvTrainer *self)
{
  g_autoptr (OvCheckpoint) checkpoint = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->has_diverged || self->is_restored
      || (self->is_torn && (self->finite == NULL || self->finite_epochs != self->n_epochs)))
    return NULL;

  checkpoint = ov_checkpoint_new (&self->recipe, self->n_epochs,
                                  self->network->n_parameters);
  add_copy (checkpoint, OV_CHECKPOINT_WEIGHTS,
            self->is_torn ? self->finite : self->network->parameters);
  if (self->descent != NULL)
    take_descent (self, checkpoint);
  else
    take_optimiser (self, checkpoint);
  add_copy (checkpoint, OV_CHECKPOINT_DIRECTION, self->direction);

  return ov_checkpoint_is_finite (checkpoint) ? g_steal_pointer (&checkpoint) : NULL;
}

/* Whether the recipe does the same to the weights, so that epochs can be made again. */
static gboolean
is_same_course (const OvRecipe *recipe,
                const OvRecipe *other)
{
  OvRecipe same = *other;

  same.measure_train = recipe->measure_train;

  return ov_schedule_is_prefix (recipe, &same);
}

/* What another rule has kept is of no use, and what this one has not kept so far begins at 0. */
static void
restore_optimiser (OvTrainer          *self,
                   const OvCheckpoint *checkpoint)
{
  const guint n_states = self->optimiser->n_states;

  ov_optimiser_reset (self->optimiser);
  if (self->recipe.update_rule == checkpoint->recipe.update_rule
      && (n_states == 0 || n_states == checkpoint->n_states))
    ov_optimiser_set_states (self->optimiser, checkpoint->blocks[OV_CHECKPOINT_STATES],
                             checkpoint->n_steps);
}

static void
restore_descent (OvTrainer          *self,
                 const OvCheckpoint *checkpoint)
{
  const float *velocity = ov_optimiser_get_velocity (self->optimiser);
  const OvQuadraticBatch batch = {
    .first_epoch = checkpoint->batch_first,
    .size = checkpoint->batch_size,
    .parameters = checkpoint->blocks[OV_CHECKPOINT_BATCH_WEIGHTS],
    .velocity = checkpoint->blocks[OV_CHECKPOINT_BATCH_STATES],
  };
  const gboolean is_same = checkpoint->exact_from != OV_EPOCH_NEVER
                           && is_same_course (&self->recipe, &checkpoint->recipe);

  self->exact_from = is_same ? checkpoint->exact_from : self->n_epochs;
  ov_quadratic_trainer_reset (self->descent);
  if (is_same && batch.size > 0)
    ov_quadratic_trainer_set_batch (self->descent, &batch, self->n_epochs, velocity);
  else if (velocity != NULL)
    ov_quadratic_trainer_set_velocity (self->descent, velocity);
}

/**
 * ov_trainer_restore_checkpoint:
 * @self: a trainer that is not at work
 * @checkpoint: of a trainer with the same data, and with the same recipe but for what may change
 *   where a run branches: neither the network, what its first weights came from, nor its input
 * @error: (out) (optional): return location for an error
 *
 * Continues from there. With the same recipe, even for more epochs if its schedule does not go by
 * their number (see ov_schedule_is_prefix()), the epochs that follow are the same to the last bit
 * as if there had been no checkpoint, for any number of threads; where the steps were exact, that
 * needs ov_trainer_set_quadratic() before this, and of a run that was to end earlier the last
 * epochs' figures may differ by rounding. With another recipe the learning rate is what that one
 * says of the next epoch.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE; then nothing has changed
 */
gboolean
ov_trainer_restore_checkpoint (OvTrainer    *self,
                               OvCheckpoint *checkpoint,
                               GError      **error)
{
  const float *direction;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (checkpoint != NULL, FALSE);

  if (!ov_checkpoint_check_recipe (checkpoint, &self->recipe, error))
    return FALSE;

  ov_trainer_set_parameters (self, checkpoint->blocks[OV_CHECKPOINT_WEIGHTS],
                             checkpoint->n_parameters);
  self->n_epochs = checkpoint->n_epochs;
  ov_trainer_init_order (self);
  restore_optimiser (self, checkpoint);
  if (self->descent != NULL)
    restore_descent (self, checkpoint);

  direction = checkpoint->blocks[OV_CHECKPOINT_DIRECTION];
  g_clear_pointer (&self->direction, g_free);
  if (direction != NULL)
    self->direction = g_memdup2 (direction, checkpoint->n_parameters * sizeof (float));

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "checkpoint-private.h"
#include "error.h"
#include "parameter.h"
#include "trainer-private.h"

/* How a trainer is saved and continued between two epochs. */

/* What decides the first weights, and what they are applied to. All else may change where a run
 * branches. */
static const char *const fixed_parameters[] = {
  "hidden-units",
  "pixel-scale",
  "weight-std",
  "seed",
};

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
                                      : ov_optimiser_get_n_steps (self->optimiser);
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

static gboolean
is_finite (const OvCheckpoint *checkpoint)
{
  gboolean finite = TRUE;

  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (checkpoint->blocks[block] != NULL)
      for (gsize i = 0; i < ov_checkpoint_get_size (checkpoint, block); i++)
        finite &= isfinite (checkpoint->blocks[block][i]) != 0;

  return finite;
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
                                  ov_network_get_n_parameters (self->network));
  add_copy (checkpoint, OV_CHECKPOINT_WEIGHTS,
            self->is_torn ? self->finite : ov_network_get_parameters (self->network));
  if (self->descent != NULL)
    take_descent (self, checkpoint);
  else
    take_optimiser (self, checkpoint);
  add_copy (checkpoint, OV_CHECKPOINT_DIRECTION, self->direction);

  return is_finite (checkpoint) ? g_steal_pointer (&checkpoint) : NULL;
}

static gboolean
check_recipe (OvTrainer          *self,
              const OvCheckpoint *checkpoint,
              GError            **error)
{
  const OvRecipe *other = &checkpoint->recipe;

  if (self->recipe.model != other->model)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   /* Translators: %s is a recipe's title, such as Linear classifier. */
                   _("The run to be continued has another network. Continue with the recipe “%s”."),
                   ov_recipe_get_title (other));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (fixed_parameters); i++)
    {
      const OvParameter *parameter = ov_parameter_find (fixed_parameters[i]);
      const double value = ov_parameter_get (parameter, other);

      if (ov_parameter_unused (parameter, other) == NULL
          && ov_parameter_get (parameter, &self->recipe) != value)
        {
          g_autofree char *text = ov_parameter_format (parameter, value);

          g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                       /* Translators: the first is a parameter's title, such as Hidden units. */
                       _("%s cannot change when a run is continued. Set it to %s, as it was."),
                       _(parameter->title), text);
          return FALSE;
        }
    }

  return TRUE;
}

/* Whether the recipe does the same to the weights, so that epochs can be made again. */
static gboolean
is_same_course (const OvRecipe *recipe,
                const OvRecipe *other)
{
  OvRecipe same = *other;

  same.epochs = recipe->epochs;
  same.measure_train = recipe->measure_train;

  return ov_recipe_equal (recipe, &same);
}

/* What another rule has kept is of no use, and what this one has not kept so far begins at 0. */
static void
restore_optimiser (OvTrainer          *self,
                   const OvCheckpoint *checkpoint)
{
  const guint n_states = ov_optimiser_get_n_states (self->optimiser);

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
 * Continues from there. With the same recipe, even for more epochs, the epochs that follow are the
 * same to the last bit as if there had been no checkpoint, for any number of threads; where the
 * steps were exact, that needs ov_trainer_set_quadratic() before this, and of a run that was to end
 * earlier the last epochs' figures may differ by rounding. With another recipe the learning rate is
 * what that one says of the next epoch.
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

  if (!check_recipe (self, checkpoint, error))
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

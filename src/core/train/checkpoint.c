/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "checkpoint-private.h"
#include "epoch.h"
#include "error.h"
#include "finite.h"
#include "parameter.h"
#include "update-rule.h"

/* What decides the first weights, and what they are applied to. All else may change where a run
 * branches. */
static const char *const fixed_parameters[] = {
  "hidden-units",
  "pixel-scale",
  "weight-std",
  "seed",
};

G_DEFINE_BOXED_TYPE (OvCheckpoint, ov_checkpoint, ov_checkpoint_ref, ov_checkpoint_unref)

/*
 * ov_checkpoint_new:
 * @recipe: what is trained; copied
 * @n_epochs: how many epochs are done
 * @n_parameters: how many weights and biases the network has
 *
 * Returns: (transfer full): a checkpoint without any block, to be filled by whoever makes it
 */
OvCheckpoint *
ov_checkpoint_new (const OvRecipe *recipe,
                   guint           n_epochs,
                   gsize           n_parameters)
{
  OvCheckpoint *self = g_new0 (OvCheckpoint, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->recipe = *recipe;
  self->n_epochs = n_epochs;
  self->exact_from = OV_EPOCH_NEVER;
  self->n_states = ov_update_rule_get (recipe)->count_states (recipe);
  self->n_parameters = n_parameters;

  return self;
}

/**
 * ov_checkpoint_ref:
 * @self: a checkpoint
 *
 * Returns: (transfer full): @self
 */
OvCheckpoint *
ov_checkpoint_ref (OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_references);

  return self;
}

/**
 * ov_checkpoint_unref:
 * @self: (transfer full): a checkpoint
 */
void
ov_checkpoint_unref (OvCheckpoint *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_references))
    return;

  for (guint i = 0; i < OV_CHECKPOINT_N_BLOCKS; i++)
    g_free (self->blocks[i]);
  g_free (self);
}

/*
 * ov_checkpoint_get_size:
 * @self: a checkpoint
 * @block: a block, which need not be there
 *
 * Returns: how many numbers it has; 0 for states of an optimiser that keeps none
 */
gsize
ov_checkpoint_get_size (const OvCheckpoint *self,
                        OvCheckpointBlock   block)
{
  if (block == OV_CHECKPOINT_STATES || block == OV_CHECKPOINT_BATCH_STATES)
    return self->n_states * self->n_parameters;

  return self->n_parameters;
}

/*
 * ov_checkpoint_add_block:
 * @self: a checkpoint that is being made
 * @block: a block that is not there yet
 *
 * Returns: (transfer none): where its numbers are to be put
 */
float *
ov_checkpoint_add_block (OvCheckpoint     *self,
                         OvCheckpointBlock block)
{
  self->blocks[block] = g_new (float, ov_checkpoint_get_size (self, block));

  return self->blocks[block];
}

/*
 * ov_checkpoint_is_finite:
 * @self: a checkpoint that is being made
 *
 * Returns: whether all its numbers are finite, so that somebody can continue from it
 */
gboolean
ov_checkpoint_is_finite (const OvCheckpoint *self)
{
  gboolean finite = TRUE;

  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (self->blocks[block] != NULL)
      finite &= ov_floats_are_finite (self->blocks[block], ov_checkpoint_get_size (self, block));

  return finite;
}

/**
 * ov_checkpoint_get_recipe:
 * @self: a checkpoint
 *
 * Returns: (transfer none): what was trained
 */
const OvRecipe *
ov_checkpoint_get_recipe (const OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->recipe;
}

/**
 * ov_checkpoint_get_n_epochs:
 * @self: a checkpoint
 *
 * Returns: how many epochs were done, which is the number of the next one
 */
guint
ov_checkpoint_get_n_epochs (const OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_epochs;
}

/**
 * ov_checkpoint_get_exact_from:
 * @self: a checkpoint
 *
 * Returns: the epoch from which on the steps were exact, or %OV_EPOCH_NEVER. To continue bit for
 *   bit, a trainer needs the quadratic form where they were
 */
guint
ov_checkpoint_get_exact_from (const OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, OV_EPOCH_NEVER);

  return self->exact_from;
}

/**
 * ov_checkpoint_get_n_bytes:
 * @self: a checkpoint
 *
 * Returns: how much memory its numbers take
 */
gsize
ov_checkpoint_get_n_bytes (const OvCheckpoint *self)
{
  gsize n_bytes = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint block = 0; block < OV_CHECKPOINT_N_BLOCKS; block++)
    if (self->blocks[block] != NULL)
      n_bytes += ov_checkpoint_get_size (self, block) * sizeof (float);

  return n_bytes;
}

/**
 * ov_checkpoint_get_n_parameters:
 * @self: a checkpoint
 *
 * Returns: how many weights and biases the network has
 */
gsize
ov_checkpoint_get_n_parameters (const OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_parameters;
}

/**
 * ov_checkpoint_get_parameters:
 * @self: a checkpoint
 *
 * Returns: (transfer none): [parameters], the weights and biases in the network's order; finite
 */
const float *
ov_checkpoint_get_parameters (const OvCheckpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->blocks[OV_CHECKPOINT_WEIGHTS];
}

/**
 * ov_checkpoint_check_recipe:
 * @self: a checkpoint
 * @recipe: a recipe
 * @error: (out) (optional): return location for an error
 *
 * Returns: whether training can continue from the state with that recipe; otherwise @error is set
 *   to an %OV_ERROR_RECIPE that says what differs and must not
 */
gboolean
ov_checkpoint_check_recipe (const OvCheckpoint *self,
                            const OvRecipe     *recipe,
                            GError            **error)
{
  const OvRecipe *own;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);

  own = &self->recipe;
  if (recipe->model != own->model)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   /* Translators: %s is a recipe's title, such as Linear classifier. */
                   _("The run to be continued has another network. Continue with the recipe “%s”."),
                   ov_recipe_get_title (own));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (fixed_parameters); i++)
    {
      const OvParameter *parameter = ov_parameter_find (fixed_parameters[i]);
      const double value = ov_parameter_get (parameter, own);

      if (ov_parameter_unused (parameter, own) == NULL
          && ov_parameter_get (parameter, recipe) != value)
        {
          g_autofree char *text = ov_parameter_format_local (parameter, value);

          g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                       /* Translators: the first is a parameter's title, such as Hidden units. */
                       _("%s cannot change when a run is continued. Set it to %s, as it was."),
                       _(parameter->title), text);
          return FALSE;
        }
    }

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "finite.h"
#include "trainer-private.h"
#include "weights.h"

/* How weights enter and leave a trainer. */

/* What belonged to other weights than the network has now: the velocity, and what was computed
 * ahead. */
static void
forget_course (OvTrainer *self)
{
  self->step_rate = 0.0;
  self->notes.has_step = FALSE;
  self->n_images = 0;
  self->is_torn = FALSE;
  self->has_diverged = FALSE;
  self->is_restored = FALSE;
  ov_optimiser_reset (self->optimiser);
  if (self->descent != NULL)
    ov_quadratic_trainer_reset (self->descent);
}

/*
 * ov_trainer_keep_finite:
 * @self: a trainer at the start of an epoch
 *
 * Keeps the weights for ov_trainer_restore_finite(), as long as no loss was anything but finite,
 * and with them what else a checkpoint needs when the epoch is given up.
 */
void
ov_trainer_keep_finite (OvTrainer *self)
{
  const float *parameters = self->network->parameters;
  const gsize n_parameters = self->network->n_parameters;
  const guint n_states = self->optimiser->n_states;

  self->is_restored = FALSE;
  if (self->has_diverged || !ov_floats_are_finite (parameters, n_parameters))
    return;

  if (self->finite == NULL)
    self->finite = g_new (float, n_parameters);
  memcpy (self->finite, parameters, n_parameters * sizeof (float));
  if (n_states > 0 && self->finite_states == NULL)
    self->finite_states = g_new (float, n_states *n_parameters);
  if (n_states > 0)
    ov_optimiser_get_states (self->optimiser, self->finite_states);
  self->finite_steps = self->optimiser->n_steps;
  self->finite_epochs = self->n_epochs;
}

/**
 * ov_trainer_restore_finite:
 * @self: a trainer that is not at work; an epoch may have been given up
 * @n_epochs: (out) (optional): how many whole epochs the weights have been trained for, when they
 *   were put back
 *
 * The weights that a run diverges to are worthless: once a loss was not finite, or a weight is not,
 * this puts back those with which that epoch began. Other weights stay.
 *
 * Returns: whether weights were put back
 */
gboolean
ov_trainer_restore_finite (OvTrainer *self,
                           guint     *n_epochs)
{
  gsize n_parameters;

  g_return_val_if_fail (self != NULL, FALSE);

  n_parameters = self->network->n_parameters;
  if (self->finite == NULL
      || (!self->has_diverged
          && ov_floats_are_finite (self->network->parameters, n_parameters)))
    return FALSE;

  if (n_epochs != NULL)
    *n_epochs = self->finite_epochs;
  ov_trainer_set_parameters (self, self->finite, n_parameters);
  self->is_restored = TRUE;

  return TRUE;
}

/**
 * ov_trainer_set_parameters:
 * @self: a trainer that is not at work
 * @parameters: [@n_parameters], weights and biases in the network's order; copied
 * @n_parameters: as many as the network has
 *
 * Continues from other weights, such as those of a snapshot of the same recipe, with no momentum.
 * The number of the epoch and the learning rate stay.
 */
void
ov_trainer_set_parameters (OvTrainer   *self,
                           const float *parameters,
                           gsize        n_parameters)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (parameters != NULL);
  g_return_if_fail (n_parameters == self->network->n_parameters);

  memcpy (self->network->parameters, parameters, n_parameters * sizeof (float));
  forget_course (self);
}

/**
 * ov_trainer_save_weights:
 * @self: a trainer that is not at work
 * @file: where the weights are written to
 * @error: (out) (optional): return location for an error
 *
 * Writes the weights as they are: before the first epoch, those that the training starts from.
 * With them goes what is needed to use them elsewhere: mean image, pixel scale, recipe, classes.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_FILE
 */
gboolean
ov_trainer_save_weights (OvTrainer *self,
                         GFile     *file,
                         GError   **error)
{
  OvWeightsNotes notes;

  g_return_val_if_fail (self != NULL, FALSE);

  notes = (OvWeightsNotes) {
    .recipe = &self->recipe,
    .dataset = self->dataset,
    .n_epochs = self->is_restored ? self->finite_epochs : self->n_epochs,
  };

  return ov_weights_save (self->network, &notes, file, error);
}

/**
 * ov_trainer_load_weights:
 * @self: a trainer that is not at work
 * @file: a file that was saved from a network of the same shape
 * @error: (out) (optional): return location for an error
 *
 * Continues from other weights, with no momentum. When it fails nothing has changed.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_FILE
 */
gboolean
ov_trainer_load_weights (OvTrainer *self,
                         GFile     *file,
                         GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!ov_weights_load (self->network, file, error))
    return FALSE;
  forget_course (self);

  return TRUE;
}

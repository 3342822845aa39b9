/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot.h"

#include <string.h>

#include "finite.h"

/**
 * ov_snapshot_new:
 * @network: a network that nobody is changing meanwhile
 * @n_epochs: how many whole epochs it has been trained for
 * @n_images: on how many images of another epoch it has been trained as well
 *
 * Copies a network's weights and biases.
 *
 * Returns: (transfer full) (nullable): the snapshot, or %NULL when some of the weights are no
 *   longer finite, so that nothing can start from them
 */
OvSnapshot *
ov_snapshot_new (OvNetwork *network,
                 guint      n_epochs,
                 guint      n_images)
{
  OvSnapshot *self;

  g_return_val_if_fail (network != NULL, NULL);

  if (!ov_floats_are_finite (network->parameters, network->n_parameters))
    return NULL;

  self = g_malloc (sizeof *self + network->n_parameters * sizeof (float));
  g_atomic_ref_count_init (&self->n_references);
  self->n_epochs = n_epochs;
  self->n_images = n_images;
  self->n_parameters = network->n_parameters;
  memcpy (self->parameters, network->parameters, network->n_parameters * sizeof (float));

  return self;
}

/**
 * ov_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
OvSnapshot *
ov_snapshot_ref (OvSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_references);

  return self;
}

/**
 * ov_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
ov_snapshot_unref (OvSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->n_references))
    g_free (self);
}

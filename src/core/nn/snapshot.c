/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot.h"

#include <math.h>
#include <string.h>

struct _OvSnapshot
{
  gatomicrefcount n_references;
  guint           n_epochs;
  guint           n_images;
  gsize           n_parameters;
  float           parameters[]; /* [n_parameters], all finite */
};

/**
 * ov_snapshot_new:
 * @network: a network that nobody is changing meanwhile
 * @n_epochs: how many whole epochs it has been trained for
 * @n_images: on how many images of another epoch it has been trained besides
 *
 * Copies a network's weights and biases.
 *
 * Returns: (transfer full) (nullable): the snapshot, or %NULL when some of the weights are no
 *   numbers any more, so that nothing can start from them
 */
OvSnapshot *
ov_snapshot_new (OvNetwork *network,
                 guint      n_epochs,
                 guint      n_images)
{
  const float *parameters;
  gsize n_parameters;
  OvSnapshot *self;

  g_return_val_if_fail (network != NULL, NULL);

  parameters = ov_network_get_parameters (network);
  n_parameters = ov_network_get_n_parameters (network);
  for (gsize i = 0; i < n_parameters; i++)
    if (!isfinite (parameters[i]))
      return NULL;

  self = g_malloc (sizeof *self + n_parameters * sizeof (float));
  g_atomic_ref_count_init (&self->n_references);
  self->n_epochs = n_epochs;
  self->n_images = n_images;
  self->n_parameters = n_parameters;
  memcpy (self->parameters, parameters, n_parameters * sizeof (float));

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

/**
 * ov_snapshot_get_n_epochs:
 * @self: a snapshot
 *
 * Returns: how many whole epochs the network had been trained for; 0 for its first weights
 */
guint
ov_snapshot_get_n_epochs (const OvSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_epochs;
}

/**
 * ov_snapshot_get_n_images:
 * @self: a snapshot
 *
 * Returns: how many images of another epoch had led to updates besides; 0 between two epochs
 */
guint
ov_snapshot_get_n_images (const OvSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_images;
}

/**
 * ov_snapshot_get_n_parameters:
 * @self: a snapshot
 *
 * Returns: how many weights and biases the network has
 */
gsize
ov_snapshot_get_n_parameters (const OvSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_parameters;
}

/**
 * ov_snapshot_get_parameters:
 * @self: a snapshot
 *
 * Returns: (transfer none): [parameters], the weights and biases in the network's own order; finite
 */
const float *
ov_snapshot_get_parameters (const OvSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parameters;
}

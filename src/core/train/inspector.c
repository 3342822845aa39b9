/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspector.h"

#include <string.h>

#include "model.h"
#include "sensitivity.h"

struct _OvInspector
{
  OvDataset     *dataset;
  OvNetwork     *network;
  OvThreadPool  *pool;
  OvSensitivity *sensitivity;
};

/**
 * ov_inspector_new:
 * @recipe: whose network it is
 * @dataset: what it was trained on; referenced
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): an inspector, to be freed with ov_inspector_free()
 */
OvInspector *
ov_inspector_new (const OvRecipe *recipe,
                  OvDataset      *dataset,
                  guint           n_threads)
{
  OvInspector *self;

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_new0 (OvInspector, 1);
  self->dataset = ov_dataset_ref (dataset);
  self->network = ov_model_build_network (recipe);
  self->pool = ov_thread_pool_new (n_threads);
  self->sensitivity = ov_sensitivity_new (self->network, dataset, self->pool,
                                          recipe->pixel_scale);

  return self;
}

/**
 * ov_inspector_free:
 * @self: an inspector
 */
void
ov_inspector_free (OvInspector *self)
{
  g_return_if_fail (self != NULL);

  ov_sensitivity_free (self->sensitivity);
  ov_thread_pool_free (self->pool);
  ov_network_free (self->network);
  ov_dataset_unref (self->dataset);
  g_free (self);
}

/**
 * ov_inspector_inspect:
 * @self: an inspector
 * @parameters: [@n_parameters], weights and biases in the network's order
 * @n_parameters: as many as the network has
 * @n_epochs: how many epochs led to them
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * What it finds is to the last bit what a trainer with these weights shows.
 *
 * Returns: (transfer full) (nullable): what the network has learned, to be freed with
 *   ov_learned_free(); %NULL when it was cancelled
 */
OvLearned *
ov_inspector_inspect (OvInspector  *self,
                      const float  *parameters,
                      gsize         n_parameters,
                      guint         n_epochs,
                      GCancellable *cancellable)
{
  g_autoptr (OvLearned) learned = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_parameters == self->network->n_parameters, NULL);

  memcpy (self->network->parameters, parameters, n_parameters * sizeof (float));
  learned = g_new0 (OvLearned, 1);
  learned->n_epochs = n_epochs;
  learned->templates = g_new (OvTemplates, 1);
  if (!ov_sensitivity_measure (self->sensitivity, learned->templates, cancellable))
    return NULL;

  if (ov_templates_are_finite (learned->templates))
    learned->features = ov_features_new (self->network);
  else
    g_clear_pointer (&learned->templates, ov_templates_free);

  return g_steal_pointer (&learned);
}

/**
 * ov_learned_free:
 * @self: what a network had learned
 */
void
ov_learned_free (OvLearned *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->templates, ov_templates_free);
  g_clear_pointer (&self->features, ov_features_free);
  g_free (self);
}

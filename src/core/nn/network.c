/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network.h"

#include <math.h>
#include <string.h>

static void
place_tensors (OvNetwork         *self,
               const OvLayerPlan *plan,
               OvTensor          *tensors)
{
  static const char *const suffixes[] = {"weight", "bias"};

  for (guint i = 0; i < plan->klass->n_tensors; i++)
    {
      OvTensor *tensor = &tensors[i];

      tensor->name = g_strdup_printf ("%s.%s", plan->name, suffixes[i]);
      tensor->is_weight = i == 0;
      tensor->offset = self->n_parameters;
      tensor->size = 1;
      for (guint d = 0; d < tensor->n_dims; d++)
        tensor->size *= tensor->dims[d];
      self->n_parameters += tensor->size;
    }
}

/**
 * ov_network_new:
 * @layers: [@n_layers], the layers to build, from the input's side
 * @n_layers: how many layers there are
 * @shape: the shape of an image
 * @loss: the loss that its scores are measured by
 *
 * Builds a network; its parameters are zero.
 *
 * Returns: (transfer full): a network
 */
OvNetwork *
ov_network_new (const OvLayerPlan *layers,
                guint              n_layers,
                OvShape            shape,
                OvLoss             loss)
{
  OvNetwork *self;

  g_return_val_if_fail (layers != NULL, NULL);
  g_return_val_if_fail (n_layers > 0, NULL);

  self = g_new0 (OvNetwork, 1);
  self->loss = loss;
  self->n_layers = n_layers;
  self->layers = g_new0 (OvLayer, n_layers);
  for (guint i = 0; i < n_layers; i++)
    self->n_tensors += layers[i].klass->n_tensors;
  self->tensors = g_new0 (OvTensor, self->n_tensors);

  for (guint i = 0, tensor = 0; i < self->n_layers; i++)
    {
      OvLayer *layer = &self->layers[i];

      layer->klass = layers[i].klass;
      layer->name = layers[i].name;
      layer->in = shape;
      layer->tensors = &self->tensors[tensor];
      layer->klass->plan (shape, layers[i].n_out, &layer->out, &self->tensors[tensor]);
      place_tensors (self, &layers[i], &self->tensors[tensor]);

      tensor += layer->klass->n_tensors;
      shape = layer->out;
    }

  self->parameters = g_new0 (float, self->n_parameters);

  return self;
}

/**
 * ov_network_free:
 * @self: a network that no pass borrows any more
 */
void
ov_network_free (OvNetwork *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_tensors; i++)
    g_free (self->tensors[i].name);
  g_free (self->tensors);
  g_free (self->layers);
  g_free (self->parameters);
  g_free (self);
}

/* The Box-Muller transform: two uniform numbers give one that is normally distributed. */
static double
draw_normal (GRand *rand)
{
  const double radius = sqrt (-2.0 * log (1.0 - g_rand_double (rand)));

  return radius * cos (2.0 * G_PI * g_rand_double (rand));
}

/* Glorot and Bengio (2010): uniform in ±√(6 / (fan in + fan out)). */
static double
get_glorot_limit (const OvTensor *weight)
{
  gsize field = 1;

  for (guint d = 2; d < weight->n_dims; d++)
    field *= weight->dims[d];

  return sqrt (6.0 / (double) (field * (weight->dims[0] + weight->dims[1])));
}

/**
 * ov_network_init_weights:
 * @self: a network
 * @seed: where the random numbers start
 * @std: the spread of the weights, or 0
 *
 * Draws the first weights: normally distributed with the standard deviation @std, or, where that is
 * 0, uniformly in Glorot's range. Biases become 0.
 */
void
ov_network_init_weights (OvNetwork *self,
                         guint      seed,
                         double     std)
{
  g_autoptr (GRand) rand = NULL;

  g_return_if_fail (self != NULL);

  rand = g_rand_new_with_seed (seed);
  memset (self->parameters, 0, self->n_parameters * sizeof (float));

  for (guint i = 0; i < self->n_tensors; i++)
    {
      const OvTensor *tensor = &self->tensors[i];
      float *values = self->parameters + tensor->offset;

      if (!tensor->is_weight)
        continue;

      if (std > 0.0)
        for (gsize j = 0; j < tensor->size; j++)
          values[j] = (float) (std * draw_normal (rand));
      else
        for (gsize j = 0; j < tensor->size; j++)
          values[j] = (float) (get_glorot_limit (tensor) * g_rand_double_range (rand, -1.0, 1.0));
    }
}

/**
 * ov_network_sum_squares:
 * @self: a network
 *
 * Returns: the sum of the squares of its weights, biases excluded, which the penalty is a multiple
 *   of
 */
double
ov_network_sum_squares (const OvNetwork *self)
{
  double squares = 0.0;

  g_return_val_if_fail (self != NULL, 0.0);

  for (guint t = 0; t < self->n_tensors; t++)
    {
      const OvTensor *tensor = &self->tensors[t];

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        squares += (double) self->parameters[i] * (double) self->parameters[i];
    }

  return squares;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pass-private.h"

/**
 * ov_pass_allocate:
 * @n_floats: how many numbers
 *
 * Returns: (transfer full): zeros that lie as layers like it, to be freed with g_aligned_free()
 */
float *
ov_pass_allocate (gsize n_floats)
{
  return g_aligned_alloc0 (n_floats, sizeof (float), OV_LAYER_ALIGNMENT);
}

/**
 * ov_pass_new:
 * @network: a network that outlives the pass
 * @capacity: the most images that are sent through at once
 *
 * Returns: (transfer full): a pass, to be freed with ov_pass_free()
 */
OvPass *
ov_pass_new (OvNetwork *network,
             guint      capacity)
{
  gsize widest = 0;
  OvPass *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (capacity > 0, NULL);

  self = g_new0 (OvPass, 1);
  self->network = network;
  self->capacity = capacity;
  self->values = g_new0 (float *, network->n_layers + 1);
  self->states = g_new0 (GHashTable *, network->n_layers);

  for (guint i = 0; i < network->n_layers; i++)
    {
      const OvLayer *layer = &network->layers[i];
      const gsize size = ov_shape_get_size (layer->out);

      if (i == 0)
        self->input = ov_pass_allocate (capacity * ov_shape_get_size (layer->in));
      self->values[i + 1] = ov_pass_allocate (capacity * size);
      widest = MAX (widest, size);
    }

  self->values[0] = self->input;
  for (guint i = 0; i < G_N_ELEMENTS (self->d_values); i++)
    self->d_values[i] = ov_pass_allocate (capacity * widest);

  return self;
}

/**
 * ov_pass_free:
 * @self: a pass
 */
void
ov_pass_free (OvPass *self)
{
  g_return_if_fail (self != NULL);

  g_aligned_free (self->input);
  for (guint i = 0; i < self->network->n_layers; i++)
    {
      g_clear_pointer (&self->states[i], g_hash_table_unref);
      g_aligned_free (self->values[i + 1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->d_values); i++)
    g_aligned_free (self->d_values[i]);
  g_free (self->values);
  g_free (self->states);
  g_free (self);
}

/* What a layer keeps for so many images is made when it is needed, and found again by their
 * number: oneDNN's implementations are for a fixed one. */
static gpointer
get_state (OvPass        *self,
           guint          index,
           const OvLayer *layer,
           guint          n)
{
  gpointer state;

  if (layer->klass->state_new == NULL)
    return NULL;

  if (self->states[index] == NULL)
    self->states[index] = g_hash_table_new_full (NULL, NULL, NULL, layer->klass->state_free);
  state = g_hash_table_lookup (self->states[index], GUINT_TO_POINTER (n));
  if (state == NULL)
    {
      state = layer->klass->state_new (layer, n);
      g_hash_table_insert (self->states[index], GUINT_TO_POINTER (n), state);
    }

  return state;
}

/**
 * ov_pass_call_layer:
 * @self: a pass
 * @index: which layer, from the input's side
 * @n_images: how many images there are
 *
 * Returns: the layer with the values that it has in this pass
 */
OvLayerCall
ov_pass_call_layer (OvPass *self,
                    guint   index,
                    guint   n_images)
{
  const OvLayer *layer = &self->network->layers[index];

  return (OvLayerCall) {
    .layer = layer,
    .state = get_state (self, index, layer, n_images),
    .parameters = self->network->parameters,
    .n = n_images,
    .in = self->values[index],
    .out = self->values[index + 1],
  };
}

/**
 * ov_pass_forward:
 * @self: a pass whose input, or the output of the layers before @first, holds images
 * @first: the first layer that they go through: 0 for all
 * @n_images: how many
 *
 * Sends images through the network.
 *
 * Returns: (transfer none): [@n_images × 10], the scores, valid until the next forward pass
 */
const float *
ov_pass_forward (OvPass *self,
                 guint   first,
                 guint   n_images)
{
  guint n_layers;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_images <= self->capacity, NULL);

  n_layers = self->network->n_layers;
  self->n_images = n_images;
  for (guint i = first; i < n_layers; i++)
    {
      const OvLayerCall call = ov_pass_call_layer (self, i, n_images);

      call.layer->klass->forward (&call);
    }

  return self->values[self->network->n_layers];
}

/**
 * ov_pass_backward:
 * @self: a pass, after ov_pass_forward()
 * @first: the last layer that is reached: 0 for all
 * @d_scores: [n × 10], the derivative of the loss with respect to the scores
 * @gradient: (nullable): [parameters of the network], what the derivative with respect to the
 *   parameters of the layers that are reached is added to
 * @d_input: (out) (nullable): [n × size], the derivative with respect to the input of layer @first
 *
 * Sends derivatives back through the network (Rumelhart, Hinton and Williams, 1986), for the
 * images of the last forward pass.
 */
void
ov_pass_backward (OvPass      *self,
                  guint        first,
                  const float *d_scores,
                  float       *gradient,
                  float       *d_input)
{
  const float *d_out = d_scores;

  g_return_if_fail (self != NULL);
  g_return_if_fail (d_scores != NULL);

  for (guint i = self->network->n_layers; i-- > first;)
    {
      OvLayerCall call = ov_pass_call_layer (self, i, self->n_images);

      call.d_out = d_out;
      call.d_in = i == first ? d_input : self->d_values[i % 2];
      call.gradient = gradient;
      call.layer->klass->backward (&call);
      d_out = call.d_in;
    }
}

/**
 * ov_pass_backward_first:
 * @self: a pass
 * @d_first: [@n × size of the first layer's output], derivatives with respect to that output
 * @n: how many, at most the capacity
 * @d_input: (out): [@n × 3072], the derivatives by the input
 *
 * Goes the rest of the way after ov_pass_backward() to layer 1. The first layer is linear, so that
 * it does not matter what images the pass holds, and @d_first may be a sum over some.
 */
void
ov_pass_backward_first (OvPass      *self,
                        const float *d_first,
                        guint        n,
                        float       *d_input)
{
  OvLayerCall call;

  g_return_if_fail (self != NULL);
  g_return_if_fail (n <= self->capacity);

  call = ov_pass_call_layer (self, 0, n);
  call.d_out = d_first;
  call.d_in = d_input;
  call.layer->klass->backward (&call);
}

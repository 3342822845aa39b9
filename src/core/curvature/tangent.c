/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tangent.h"

#include <string.h>

#include "pass-private.h"
#include "simd.h"

/*
 * Pearlman's R-operator (Fast exact multiplication by the Hessian, Neural Computation 6, 1994):
 * what a network computes, derived by t while its parameters are w + t v. Sent through after a
 * pass, it gives the product of the Hessian with v without a difference, hence without a step that
 * could cross a kink.
 *
 * The tangent of x is called t_x here. A layer with parameters is linear in its weights W and in
 * its input, so that the rule of the product makes its tangents of what the layer does anyhow:
 *
 *     out = W in + b       t_out = W t_in + V in + c, where V and c are the direction's part
 *     d_in = Wᵀ d_out      t_d_in = Wᵀ t_d_out + Vᵀ d_out
 *     d_W = d_out inᵀ      t_d_W = t_d_out inᵀ + d_out t_inᵀ, and t_d_b = t_d_out
 *
 * The images do not move: the first layer's t_in is zero, and is NULL.
 */

struct _OvTangent
{
  OvPass *pass;
  float  *weights;       /* [parameters], the network's where a layer needs them without biases */
  float  *biases;        /* [most biases of a layer] */
  float **t_values;      /* [n_layers + 1], of the pass's values; the first is NULL */
  float  *d_values[2];   /* the derivatives by a layer's output and by its input, in turn */
  float  *t_d_values[2]; /* their tangents */
  float  *term;          /* one of the two terms of a product's tangent */
};

static float *
allocate (gsize n_floats)
{
  return g_aligned_alloc0 (n_floats, sizeof (float), OV_LAYER_ALIGNMENT);
}

OV_MULTIVERSION static void
add (float *restrict sum,
     const float *restrict term,
     gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += term[i];
}

static gboolean
has_parameters (const OvLayer *layer)
{
  return layer->klass->n_tensors > 0;
}

/**
 * ov_tangent_new:
 * @pass: a pass that outlives the tangent
 *
 * Returns: (transfer full): room for the tangents of the pass, to be freed with ov_tangent_free()
 */
OvTangent *
ov_tangent_new (OvPass *pass)
{
  OvTangent *self;
  guint n_layers;
  gsize widest = 0;
  gsize most_biases = 0;

  g_return_val_if_fail (pass != NULL, NULL);

  n_layers = ov_network_get_n_layers (pass->network);
  self = g_new0 (OvTangent, 1);
  self->pass = pass;
  self->t_values = g_new0 (float *, n_layers + 1);

  for (guint i = 0; i < n_layers; i++)
    {
      const OvLayer *layer = ov_network_get_layer (pass->network, i);
      const gsize size = pass->capacity * ov_shape_get_size (layer->out);

      self->t_values[i + 1] = allocate (size);
      widest = MAX (widest, size);
      if (has_parameters (layer))
        most_biases = MAX (most_biases, layer->tensors[1].size);
    }

  self->weights = allocate (ov_network_get_n_parameters (pass->network));
  self->biases = allocate (most_biases);
  self->term = allocate (widest);
  for (guint i = 0; i < G_N_ELEMENTS (self->d_values); i++)
    {
      self->d_values[i] = allocate (widest);
      self->t_d_values[i] = allocate (widest);
    }

  return self;
}

/**
 * ov_tangent_free:
 * @self: a tangent
 */
void
ov_tangent_free (OvTangent *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i <= ov_network_get_n_layers (self->pass->network); i++)
    g_aligned_free (self->t_values[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->d_values); i++)
    {
      g_aligned_free (self->d_values[i]);
      g_aligned_free (self->t_d_values[i]);
    }
  g_free (self->t_values);
  g_aligned_free (self->weights);
  g_aligned_free (self->biases);
  g_aligned_free (self->term);
  g_free (self);
}

static void
send_forward (OvTangent   *self,
              guint        index,
              const float *direction)
{
  const OvPass *pass = self->pass;
  const OvLayer *layer = ov_network_get_layer (pass->network, index);
  const float *in = pass->values[index];
  const float *t_in = self->t_values[index];
  float *t_out = self->t_values[index + 1];
  const guint n = pass->n_images;

  if (layer->klass->tangent_forward != NULL)
    {
      layer->klass->tangent_forward (layer, in, pass->values[index + 1], t_in, t_out, n);
    }
  else if (!has_parameters (layer))
    {
      layer->klass->forward (layer, pass->states[index], NULL, t_in, t_out, n);
    }
  else
    {
      const OvTensor *weight = &layer->tensors[0];

      layer->klass->forward (layer, pass->states[index], direction, in, t_out, n);
      if (t_in == NULL)
        return;

      memcpy (self->weights + weight->offset,
              ov_network_get_parameters (pass->network) + weight->offset,
              weight->size * sizeof (float));
      layer->klass->forward (layer, pass->states[index], self->weights, t_in, self->term, n);
      add (t_out, self->term, n * ov_shape_get_size (layer->out));
    }
}

/**
 * ov_tangent_forward:
 * @self: a tangent whose pass has been sent forward
 * @direction: [parameters of the network], where the parameters move to
 *
 * Sends tangents through the network, for the images of the pass.
 *
 * Returns: (transfer none): [n × 10], how fast the scores change, valid until the next call
 */
const float *
ov_tangent_forward (OvTangent   *self,
                    const float *direction)
{
  guint n_layers;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (direction != NULL, NULL);

  n_layers = ov_network_get_n_layers (self->pass->network);
  for (guint i = 0; i < n_layers; i++)
    send_forward (self, i, direction);

  return self->t_values[n_layers];
}

/* Adds d_out t_inᵀ to the tangent of the gradient by the weights, and leaves that by the biases,
 * which does not depend on the input. */
static void
add_moving_input (OvTangent   *self,
                  guint        index,
                  const float *d_out,
                  float       *t_gradient)
{
  const OvPass *pass = self->pass;
  const OvLayer *layer = ov_network_get_layer (pass->network, index);
  const float *parameters = ov_network_get_parameters (pass->network);
  float *bias = t_gradient + layer->tensors[1].offset;
  const gsize size = layer->tensors[1].size * sizeof (float);

  memcpy (self->biases, bias, size);
  layer->klass->backward (layer, pass->states[index], parameters, self->t_values[index],
                          self->t_values[index + 1], d_out, NULL, t_gradient, pass->n_images);
  memcpy (bias, self->biases, size);
}

static void
send_backward (OvTangent   *self,
               guint        index,
               const float *direction,
               const float *d_out,
               const float *t_d_out,
               float       *t_gradient)
{
  const OvPass *pass = self->pass;
  const OvLayer *layer = ov_network_get_layer (pass->network, index);
  const float *parameters = ov_network_get_parameters (pass->network);
  gpointer state = pass->states[index];
  const float *in = pass->values[index];
  const float *out = pass->values[index + 1];
  const float *t_in = self->t_values[index];
  float *d_in = t_in != NULL ? self->d_values[index % 2] : NULL;
  float *t_d_in = t_in != NULL ? self->t_d_values[index % 2] : NULL;
  const guint n = pass->n_images;

  layer->klass->backward (layer, state, parameters, in, out, t_d_out, t_d_in, t_gradient, n);
  if (t_in == NULL)
    return;

  layer->klass->backward (layer, state, parameters, in, out, d_out, d_in, NULL, n);
  if (layer->klass->tangent_backward != NULL)
    layer->klass->tangent_backward (layer, out, t_in, d_out, t_d_in, n);
  if (has_parameters (layer))
    {
      layer->klass->backward (layer, state, direction, in, out, d_out, self->term, NULL, n);
      add (t_d_in, self->term, n * ov_shape_get_size (layer->in));
      add_moving_input (self, index, d_out, t_gradient);
    }
}

/**
 * ov_tangent_backward:
 * @self: a tangent, after ov_tangent_forward()
 * @direction: [parameters of the network], the same
 * @d_scores: [n × 10], the derivative of the loss by the scores
 * @t_d_scores: [n × 10], how fast it changes
 * @t_gradient: [parameters of the network], what the tangent of the gradient is added to: the
 *   product of the loss's Hessian with @direction
 *
 * Sends derivatives and their tangents back through the network.
 */
void
ov_tangent_backward (OvTangent   *self,
                     const float *direction,
                     const float *d_scores,
                     const float *t_d_scores,
                     float       *t_gradient)
{
  const float *d_out = d_scores;
  const float *t_d_out = t_d_scores;

  g_return_if_fail (self != NULL);
  g_return_if_fail (direction != NULL);
  g_return_if_fail (d_scores != NULL);
  g_return_if_fail (t_d_scores != NULL);
  g_return_if_fail (t_gradient != NULL);

  for (guint i = ov_network_get_n_layers (self->pass->network); i-- > 0;)
    {
      send_backward (self, i, direction, d_out, t_d_out, t_gradient);
      d_out = self->d_values[i % 2];
      t_d_out = self->t_d_values[i % 2];
    }
}

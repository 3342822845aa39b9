/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tangent.h"

#include <string.h>

#include "pass-private.h"
#include "simd.h"

/*
 * Pearlman's R-operator (Fast exact multiplication by the Hessian, Neural Computation 6, 1994):
 * what a network computes, differentiated with respect to t while its parameters are w + t v. Sent
 * through after a pass, it gives the product of the Hessian with v without a difference, hence
 * without a step that could cross a kink.
 *
 * The tangent of x is called t_x here. A layer with parameters is linear in its weights W and in
 * its input, so that the product rule makes its tangents of what the layer does anyway:
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
  float  *d_values[2];   /* the derivatives at a layer's output and at its input, in turn */
  float  *t_d_values[2]; /* their tangents */
  float  *term;          /* one of the two terms of a product's tangent */
};

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
  gsize widest = 0;
  gsize most_biases = 0;

  g_return_val_if_fail (pass != NULL, NULL);

  self = g_new0 (OvTangent, 1);
  self->pass = pass;
  self->t_values = g_new0 (float *, pass->network->n_layers + 1);

  for (guint i = 0; i < pass->network->n_layers; i++)
    {
      const OvLayer *layer = &pass->network->layers[i];
      const gsize size = pass->capacity * ov_shape_get_size (layer->out);

      self->t_values[i + 1] = ov_pass_allocate (size);
      widest = MAX (widest, size);
      if (has_parameters (layer))
        most_biases = MAX (most_biases, layer->tensors[1].size);
    }

  self->weights = ov_pass_allocate (pass->network->n_parameters);
  self->biases = ov_pass_allocate (most_biases);
  self->term = ov_pass_allocate (widest);
  for (guint i = 0; i < G_N_ELEMENTS (self->d_values); i++)
    {
      self->d_values[i] = ov_pass_allocate (widest);
      self->t_d_values[i] = ov_pass_allocate (widest);
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

  for (guint i = 0; i <= self->pass->network->n_layers; i++)
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
  OvLayerCall call = ov_pass_call_layer (self->pass, index, self->pass->n_images);
  const OvLayer *layer = call.layer;
  const float *t_in = self->t_values[index];
  float *t_out = self->t_values[index + 1];

  if (layer->klass->tangent_forward != NULL)
    {
      call.t_in = t_in;
      call.t_out = t_out;
      layer->klass->tangent_forward (&call);
    }
  else if (!has_parameters (layer))
    {
      call.in = t_in;
      call.out = t_out;
      layer->klass->forward (&call);
    }
  else
    {
      const OvTensor *weight = &layer->tensors[0];

      memcpy (self->weights + weight->offset, call.parameters + weight->offset,
              weight->size * sizeof (float));
      call.parameters = direction;
      call.out = t_out;
      layer->klass->forward (&call);
      if (t_in == NULL)
        return;

      call.parameters = self->weights;
      call.in = t_in;
      call.out = self->term;
      layer->klass->forward (&call);
      add (t_out, self->term, call.n * ov_shape_get_size (layer->out));
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
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (direction != NULL, NULL);

  for (guint i = 0; i < self->pass->network->n_layers; i++)
    send_forward (self, i, direction);

  return self->t_values[self->pass->network->n_layers];
}

/* Adds d_out t_inᵀ to the tangent of the gradient by the weights, and leaves that by the biases,
 * which does not depend on the input. */
static void
add_moving_input (OvTangent   *self,
                  guint        index,
                  const float *d_out,
                  float       *t_gradient)
{
  OvLayerCall call = ov_pass_call_layer (self->pass, index, self->pass->n_images);
  float *bias = t_gradient + call.layer->tensors[1].offset;
  const gsize size = call.layer->tensors[1].size * sizeof (float);

  call.in = self->t_values[index];
  call.d_out = d_out;
  call.gradient = t_gradient;
  memcpy (self->biases, bias, size);
  call.layer->klass->backward (&call);
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
  OvLayerCall call = ov_pass_call_layer (self->pass, index, self->pass->n_images);
  const OvLayer *layer = call.layer;
  const float *t_in = self->t_values[index];
  float *t_d_in = t_in != NULL ? self->t_d_values[index % 2] : NULL;

  call.d_out = t_d_out;
  call.d_in = t_d_in;
  call.gradient = t_gradient;
  layer->klass->backward (&call);
  if (t_in == NULL)
    return;

  call.d_out = d_out;
  call.d_in = self->d_values[index % 2];
  call.gradient = NULL;
  layer->klass->backward (&call);

  call.t_in = t_in;
  call.t_d_in = t_d_in;
  if (layer->klass->tangent_backward != NULL)
    layer->klass->tangent_backward (&call);
  if (has_parameters (layer))
    {
      call.parameters = direction;
      call.d_in = self->term;
      layer->klass->backward (&call);
      add (t_d_in, self->term, call.n * ov_shape_get_size (layer->in));
      add_moving_input (self, index, d_out, t_gradient);
    }
}

/**
 * ov_tangent_backward:
 * @self: a tangent, after ov_tangent_forward()
 * @direction: [parameters of the network], the same
 * @d_scores: [n × 10], the derivative of the loss with respect to the scores
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

  for (guint i = self->pass->network->n_layers; i-- > 0;)
    {
      send_backward (self, i, direction, d_out, t_d_out, t_gradient);
      d_out = self->d_values[i % 2];
      t_d_out = self->t_d_values[i % 2];
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-convolution.h"

#include "channel-layout.h"
#include "dnnl-step.h"

#define WINDOW 3

/* With fewer input channels Winograd's algorithm spends more on its transforms than it saves. */
#define LEAST_FAST_CHANNELS 16

struct _OvDnnlConvolution
{
  dnnl_stream_t         stream;
  OvDnnlDescs           descs;        /* values as between layers, weights as oneDNN likes */
  OvDnnlDesc            plain_weight; /* weights as the network has them */
  OvDnnlDesc            free_in;      /* the input as oneDNN likes */
  dnnl_primitive_desc_t forward_desc;
  gsize                 n_weights;
  guint                 n_out;
  gboolean              fast;

  OvDnnlStep            forward;
  OvDnnlStep            backward_data;
  OvDnnlStep            backward_weights;

  /* Between the network's layout of an operand and that of the primitive. A step that is not
   * needed has no primitive, and then the operand is the network's own. */
  OvDnnlStep            forward_weight;
  OvDnnlStep            backward_weight;
  OvDnnlStep            d_in;
  OvDnnlStep            d_weight;

  float                *d_weight_values; /* [n_weights], plain */
  float                *d_bias_values;   /* [n_out] */
};

/* Makes a step that copies between two layouts, unless they are the same. */
static void
create_reorder (OvDnnlStep     *step,
                OvDnnlConstDesc from,
                OvDnnlConstDesc to)
{
  const dnnl_engine_t engine = ov_dnnl_get_engine ();
  dnnl_primitive_desc_t desc;

  if (dnnl_memory_desc_equal (from, to))
    return;

  ov_dnnl_check (dnnl_reorder_primitive_desc_create (&desc, from, engine, to, engine, NULL),
                 "choose a copy");
  ov_dnnl_step_create (step, desc);
  dnnl_primitive_desc_destroy (desc);
  ov_dnnl_step_add_operand (step, DNNL_ARG_FROM, from, TRUE);
  ov_dnnl_step_add_operand (step, DNNL_ARG_TO, to, TRUE);
}

/* Hands the primitive an operand that may have to be copied into its layout first. */
static void
give_operand (OvDnnlConvolution *self,
              OvDnnlStep        *reorder,
              OvDnnlStep        *step,
              int                name,
              const float       *values)
{
  if (reorder->primitive == NULL)
    {
      ov_dnnl_step_set_operand (step, name, values);
      return;
    }

  ov_dnnl_step_set_operand (reorder, DNNL_ARG_FROM, values);
  ov_dnnl_step_set_operand (reorder, DNNL_ARG_TO, ov_dnnl_step_get_operand (step, name));
  ov_dnnl_step_run (reorder, self->stream);
}

/**
 * ov_dnnl_convolution_new:
 * @in: the shape of the input
 * @n_out: how many channels the output has
 * @n_images: the number of images
 *
 * Returns: (transfer full): the convolution, to be freed with ov_dnnl_convolution_free()
 */
OvDnnlConvolution *
ov_dnnl_convolution_new (OvShape in,
                         guint   n_out,
                         guint   n_images)
{
  const dnnl_dim_t in_dims[] = {n_images, in.channels, in.height, in.width};
  const dnnl_dim_t weight_dims[] = {n_out, in.channels, WINDOW, WINDOW};
  const dnnl_dim_t bias_dims[] = {n_out};
  const OvShape out = {n_out, in.height, in.width};
  OvDnnlConvolution *self = g_new0 (OvDnnlConvolution, 1);

  self->n_out = n_out;
  self->fast = in.channels >= LEAST_FAST_CHANNELS;
  self->n_weights = (gsize) n_out * in.channels * WINDOW * WINDOW;
  self->plain_weight = ov_dnnl_desc_new (4, weight_dims, dnnl_abcd);
  self->descs.in = ov_channel_layout_describe (in, n_images);
  self->descs.weight = ov_dnnl_desc_new (4, weight_dims, dnnl_format_tag_any);
  self->descs.bias = ov_dnnl_desc_new (1, bias_dims, dnnl_a);
  self->descs.out = ov_channel_layout_describe (out, n_images);
  self->free_in = ov_dnnl_desc_new (4, in_dims, dnnl_format_tag_any);
  self->forward_desc = ov_dnnl_convolution_desc (OV_DNNL_FORWARD, self->fast, &self->descs, NULL);
  self->stream = ov_dnnl_stream_new ();

  return self;
}

/**
 * ov_dnnl_convolution_free:
 * @self: (nullable): a convolution
 */
void
ov_dnnl_convolution_free (OvDnnlConvolution *self)
{
  if (self == NULL)
    return;

  ov_dnnl_step_clear (&self->forward);
  ov_dnnl_step_clear (&self->backward_data);
  ov_dnnl_step_clear (&self->backward_weights);
  ov_dnnl_step_clear (&self->forward_weight);
  ov_dnnl_step_clear (&self->backward_weight);
  ov_dnnl_step_clear (&self->d_in);
  ov_dnnl_step_clear (&self->d_weight);
  dnnl_stream_destroy (self->stream);
  dnnl_primitive_desc_destroy (self->forward_desc);
  ov_dnnl_desc_free (self->plain_weight);
  ov_dnnl_desc_free (self->free_in);
  ov_dnnl_desc_free (self->descs.in);
  ov_dnnl_desc_free (self->descs.weight);
  ov_dnnl_desc_free (self->descs.bias);
  ov_dnnl_desc_free (self->descs.out);
  g_aligned_free (self->d_weight_values);
  g_aligned_free (self->d_bias_values);
  g_free (self);
}

static void
create_forward (OvDnnlConvolution *self)
{
  const_dnnl_primitive_desc_t desc = self->forward_desc;
  OvDnnlConstDesc weight = dnnl_primitive_desc_query_md (desc, dnnl_query_weights_md, 0);

  ov_dnnl_step_create (&self->forward, desc);
  create_reorder (&self->forward_weight, self->plain_weight, weight);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_SRC, self->descs.in, TRUE);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_WEIGHTS, weight,
                            self->forward_weight.primitive == NULL);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_BIAS, self->descs.bias, TRUE);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_DST, self->descs.out, TRUE);
  ov_dnnl_step_add_operand (&self->forward, DNNL_ARG_SCRATCHPAD,
                            dnnl_primitive_desc_query_md (desc, dnnl_query_scratchpad_md, 0),
                            FALSE);
}

/**
 * ov_dnnl_convolution_forward:
 * @self: a convolution
 * @in: [images × in], the input
 * @weight: [out × in × 3 × 3]
 * @bias: [out]
 * @out: (out): [images × out], the output
 *
 * Computes out = in ∗ W + b.
 */
void
ov_dnnl_convolution_forward (OvDnnlConvolution *self,
                             const float       *in,
                             const float       *weight,
                             const float       *bias,
                             float             *out)
{
  if (self->forward.primitive == NULL)
    create_forward (self);

  ov_dnnl_step_set_operand (&self->forward, DNNL_ARG_SRC, in);
  ov_dnnl_step_set_operand (&self->forward, DNNL_ARG_BIAS, bias);
  ov_dnnl_step_set_operand (&self->forward, DNNL_ARG_DST, out);
  give_operand (self, &self->forward_weight, &self->forward, DNNL_ARG_WEIGHTS, weight);
  ov_dnnl_step_run (&self->forward, self->stream);
}

static void
create_backward_data (OvDnnlConvolution *self)
{
  OvDnnlDescs descs = self->descs;
  dnnl_primitive_desc_t desc;
  OvDnnlConstDesc weight;
  OvDnnlConstDesc d_in;

  /* There is no fast implementation for the plain layout of the network's own input. */
  descs.in = self->free_in;
  desc = ov_dnnl_convolution_desc (OV_DNNL_BACKWARD_DATA, self->fast, &descs, self->forward_desc);
  weight = dnnl_primitive_desc_query_md (desc, dnnl_query_weights_md, 0);
  d_in = dnnl_primitive_desc_query_md (desc, dnnl_query_diff_src_md, 0);

  ov_dnnl_step_create (&self->backward_data, desc);
  create_reorder (&self->backward_weight, self->plain_weight, weight);
  create_reorder (&self->d_in, d_in, self->descs.in);
  ov_dnnl_step_add_operand (&self->backward_data, DNNL_ARG_DIFF_DST, self->descs.out, TRUE);
  ov_dnnl_step_add_operand (&self->backward_data, DNNL_ARG_WEIGHTS, weight,
                            self->backward_weight.primitive == NULL);
  ov_dnnl_step_add_operand (&self->backward_data, DNNL_ARG_DIFF_SRC, d_in,
                            self->d_in.primitive == NULL);
  ov_dnnl_step_add_operand (&self->backward_data, DNNL_ARG_SCRATCHPAD,
                            dnnl_primitive_desc_query_md (desc, dnnl_query_scratchpad_md, 0),
                            FALSE);
  dnnl_primitive_desc_destroy (desc);
}

/**
 * ov_dnnl_convolution_backward_data:
 * @self: a convolution
 * @weight: [out × in × 3 × 3]
 * @d_out: [images × out], the derivative of the loss with respect to the output
 * @d_in: (out): [images × in], the derivative with respect to the input
 */
void
ov_dnnl_convolution_backward_data (OvDnnlConvolution *self,
                                   const float       *weight,
                                   const float       *d_out,
                                   float             *d_in)
{
  if (self->backward_data.primitive == NULL)
    create_backward_data (self);

  ov_dnnl_step_set_operand (&self->backward_data, DNNL_ARG_DIFF_DST, d_out);
  if (self->d_in.primitive == NULL)
    ov_dnnl_step_set_operand (&self->backward_data, DNNL_ARG_DIFF_SRC, d_in);
  give_operand (self, &self->backward_weight, &self->backward_data, DNNL_ARG_WEIGHTS, weight);
  ov_dnnl_step_run (&self->backward_data, self->stream);

  if (self->d_in.primitive != NULL)
    {
      ov_dnnl_step_set_operand (&self->d_in, DNNL_ARG_FROM,
                                ov_dnnl_step_get_operand (&self->backward_data, DNNL_ARG_DIFF_SRC));
      ov_dnnl_step_set_operand (&self->d_in, DNNL_ARG_TO, d_in);
      ov_dnnl_step_run (&self->d_in, self->stream);
    }
}

static void
create_backward_weights (OvDnnlConvolution *self)
{
  dnnl_primitive_desc_t desc;
  OvDnnlConstDesc d_weight;

  desc = ov_dnnl_convolution_desc (OV_DNNL_BACKWARD_WEIGHTS, self->fast, &self->descs,
                                   self->forward_desc);
  d_weight = dnnl_primitive_desc_query_md (desc, dnnl_query_diff_weights_md, 0);

  ov_dnnl_step_create (&self->backward_weights, desc);
  create_reorder (&self->d_weight, d_weight, self->plain_weight);
  ov_dnnl_step_add_operand (&self->backward_weights, DNNL_ARG_SRC, self->descs.in, TRUE);
  ov_dnnl_step_add_operand (&self->backward_weights, DNNL_ARG_DIFF_DST, self->descs.out, TRUE);
  ov_dnnl_step_add_operand (&self->backward_weights, DNNL_ARG_DIFF_WEIGHTS, d_weight,
                            self->d_weight.primitive == NULL);
  ov_dnnl_step_add_operand (&self->backward_weights, DNNL_ARG_DIFF_BIAS, self->descs.bias, TRUE);
  ov_dnnl_step_add_operand (&self->backward_weights, DNNL_ARG_SCRATCHPAD,
                            dnnl_primitive_desc_query_md (desc, dnnl_query_scratchpad_md, 0),
                            FALSE);
  dnnl_primitive_desc_destroy (desc);

  self->d_weight_values = g_aligned_alloc (self->n_weights, sizeof (float), OV_LAYER_ALIGNMENT);
  self->d_bias_values = g_aligned_alloc (self->n_out, sizeof (float), OV_LAYER_ALIGNMENT);
}

/**
 * ov_dnnl_convolution_backward_weights:
 * @self: a convolution
 * @in: [images × in], the input
 * @d_out: [images × out], the derivative of the loss with respect to the output
 * @d_weight: [out × in × 3 × 3], what the derivative with respect to the weights is added to
 * @d_bias: [out], what the derivative with respect to the biases is added to
 */
void
ov_dnnl_convolution_backward_weights (OvDnnlConvolution *self,
                                      const float       *in,
                                      const float       *d_out,
                                      float             *d_weight,
                                      float             *d_bias)
{
  if (self->backward_weights.primitive == NULL)
    create_backward_weights (self);

  ov_dnnl_step_set_operand (&self->backward_weights, DNNL_ARG_SRC, in);
  ov_dnnl_step_set_operand (&self->backward_weights, DNNL_ARG_DIFF_DST, d_out);
  ov_dnnl_step_set_operand (&self->backward_weights, DNNL_ARG_DIFF_BIAS, self->d_bias_values);
  if (self->d_weight.primitive == NULL)
    ov_dnnl_step_set_operand (&self->backward_weights, DNNL_ARG_DIFF_WEIGHTS,
                              self->d_weight_values);
  ov_dnnl_step_run (&self->backward_weights, self->stream);

  if (self->d_weight.primitive != NULL)
    {
      ov_dnnl_step_set_operand (
        &self->d_weight, DNNL_ARG_FROM,
        ov_dnnl_step_get_operand (&self->backward_weights, DNNL_ARG_DIFF_WEIGHTS));
      ov_dnnl_step_set_operand (&self->d_weight, DNNL_ARG_TO, self->d_weight_values);
      ov_dnnl_step_run (&self->d_weight, self->stream);
    }

  for (gsize i = 0; i < self->n_weights; i++)
    d_weight[i] += self->d_weight_values[i];
  for (guint i = 0; i < self->n_out; i++)
    d_bias[i] += self->d_bias_values[i];
}

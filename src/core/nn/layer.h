/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define OV_TENSOR_MAX_DIMS 4

/* A cache line; also what vector instructions like best. */
#define OV_LAYER_ALIGNMENT 64

/**
 * OvTensor:
 * @name: such as "linear.weight", as other programs name it
 * @dims: its shape: out × in, or out × in × height × width, or out
 * @n_dims: how many of @dims are used
 * @offset: where it starts in the network's block of parameters, in floats
 * @size: how many numbers it has
 * @is_weight: whether it is a weight, which is drawn at random and penalised, or a bias
 *
 * A named view into a network's block of parameters.
 */
typedef struct
{
  char    *name;
  guint    dims[OV_TENSOR_MAX_DIMS];
  guint    n_dims;
  gsize    offset;
  gsize    size;
  gboolean is_weight;
} OvTensor;

/**
 * OvShape:
 *
 * The shape of one image's values between two layers. A vector has height and width 1.
 */
typedef struct
{
  guint channels;
  guint height;
  guint width;
} OvShape;

typedef struct _OvLayer OvLayer;

/**
 * OvLayerCall:
 * @layer: the layer that computes
 * @state: (nullable): what it needs for @n images besides their values, see #OvLayerClass
 * @parameters: the network's whole block
 * @n: how many images there are
 * @in: [@n × size of the input]
 * @out: [@n × size of the output]
 * @d_out: [@n × size of the output], the derivative of the loss with respect to @out
 * @d_in: (nullable): [@n × size of the input], the derivative of the loss with respect to @in
 * @gradient: (nullable): the network's whole block of derivatives with respect to its parameters
 * @t_in: [@n × size of the input], how fast @in changes
 * @t_out: [@n × size of the output], how fast @out changes
 * @t_d_in: [@n × size of the input], how fast @d_in changes
 *
 * What a layer computes with, and where it puts its results.
 */
typedef struct
{
  const OvLayer *layer;
  gpointer       state;
  const float   *parameters;
  guint          n;
  const float   *in;
  float         *out;
  const float   *d_out;
  float         *d_in;
  float         *gradient;
  const float   *t_in;
  float         *t_out;
  float         *t_d_in;
} OvLayerCall;

/**
 * OvLayerClass:
 * @kind: what the layer is called in a table of the model, such as "Affine", not yet translated
 * @n_tensors: how many tensors of parameters it has: a weight and a bias, or none
 * @plan: from `in` and `n_out`, the units or channels wanted, sets the shape of the output and the
 *   dimensions of the tensors
 * @state_new: (nullable): makes what passes of exactly `n` images need besides their values
 * @state_free: (nullable): frees it
 * @forward: computes `out` from `in`
 * @backward: from `in`, `out` and `d_out` adds to `gradient` (unless %NULL) and sets `d_in` (unless
 *   %NULL)
 * @tangent_forward: (nullable): sets `t_out` from `in`, `out` and `t_in`; %NULL in a layer that is
 *   linear in its input and in its weights, whose changes follow from the functions above
 * @tangent_backward: (nullable): adds to `t_d_in` what the layer's own curvature makes of it, from
 *   `out`, `d_out` and `t_in`; %NULL in a layer that is linear or has kinks
 *
 * What a kind of layer does. A pass calls these from one thread; several passes run at once.
 *
 * A layer that has parameters has no @tangent_forward. A layer without it keeps no values in its
 * state from @forward to @backward, since its tangents are made by more calls of those two.
 */
typedef struct
{
  const char *kind;
  guint       n_tensors;
  void (*plan) (OvShape   in,
                guint     n_out,
                OvShape  *out,
                OvTensor *tensors);
  gpointer (*state_new) (const OvLayer *layer,
                         guint          n);
  void (*state_free) (gpointer state);
  void (*forward) (const OvLayerCall *call);
  void (*backward) (const OvLayerCall *call);
  void (*tangent_forward) (const OvLayerCall *call);
  void (*tangent_backward) (const OvLayerCall *call);
} OvLayerClass;

/**
 * OvLayer:
 * @klass: what it does
 * @in: the shape of its input
 * @out: the shape of its output
 * @tensors: [n_tensors of @klass], its parameters: the weight, then the bias
 * @name: its name in tables and, before a stop, in the names of its tensors
 */
struct _OvLayer
{
  const OvLayerClass *klass;
  OvShape             in;
  OvShape             out;
  const OvTensor     *tensors;
  const char         *name;
};

static inline gsize
ov_shape_get_size (OvShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

extern const OvLayerClass ov_affine_class;
extern const OvLayerClass ov_sigmoid_class;
extern const OvLayerClass ov_relu_class;
extern const OvLayerClass ov_convolution_class;
extern const OvLayerClass ov_max_pool_class;
extern const OvLayerClass ov_flatten_class;

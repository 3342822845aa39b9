/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layer.h"

#include <math.h>

#include "simd.h"

/*
 * The activations: functions of one number, applied to each. Their derivatives are written in
 * terms of the output, so that the input need not be kept.
 */

OV_MULTIVERSION __attribute__ ((optimize ("fast-math"))) static void
sigmoid (const float *restrict in,
         float *restrict       out,
         gsize                 size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = 1.0f / (1.0f + expf (-in[i]));
}

OV_MULTIVERSION static void
sigmoid_derivative (const float *restrict out,
                    const float *restrict d_out,
                    float *restrict       d_in,
                    gsize                 size)
{
  for (gsize i = 0; i < size; i++)
    d_in[i] = d_out[i] * out[i] * (1.0f - out[i]);
}

OV_MULTIVERSION static void
relu (const float *restrict in,
      float *restrict       out,
      gsize                 size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = in[i] < 0.0f ? 0.0f : in[i];
}

OV_MULTIVERSION static void
relu_derivative (const float *restrict out,
                 const float *restrict d_out,
                 float *restrict       d_in,
                 gsize                 size)
{
  for (gsize i = 0; i < size; i++)
    d_in[i] = out[i] > 0.0f ? d_out[i] : 0.0f;
}

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = in;
}

static void
sigmoid_forward (const OvLayer *layer,
                 gpointer       state,
                 const float   *parameters,
                 const float   *in,
                 float         *out,
                 guint          n)
{
  sigmoid (in, out, n * ov_shape_get_size (layer->out));
}

static void
sigmoid_backward (const OvLayer *layer,
                  gpointer       state,
                  const float   *parameters,
                  const float   *in,
                  const float   *out,
                  const float   *d_out,
                  float         *d_in,
                  float         *gradient,
                  guint          n)
{
  if (d_in != NULL)
    sigmoid_derivative (out, d_out, d_in, n * ov_shape_get_size (layer->out));
}

static void
relu_forward (const OvLayer *layer,
              gpointer       state,
              const float   *parameters,
              const float   *in,
              float         *out,
              guint          n)
{
  relu (in, out, n * ov_shape_get_size (layer->out));
}

static void
relu_backward (const OvLayer *layer,
               gpointer       state,
               const float   *parameters,
               const float   *in,
               const float   *out,
               const float   *d_out,
               float         *d_in,
               float         *gradient,
               guint          n)
{
  if (d_in != NULL)
    relu_derivative (out, d_out, d_in, n * ov_shape_get_size (layer->out));
}

const OvLayerClass ov_sigmoid_class = {
  .kind = "Sigmoid",
  .plan = plan,
  .forward = sigmoid_forward,
  .backward = sigmoid_backward,
};

const OvLayerClass ov_relu_class = {
  .kind = "ReLU",
  .plan = plan,
  .forward = relu_forward,
  .backward = relu_backward,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "simd.h"
#include "watch.h"

/*
 * The activations: functions of one number, applied to each. Their derivatives are written in
 * terms of the output, so that the input need not be kept.
 */

/* Beyond these the result or its reciprocal would not be a normal number. */
#define LEAST_EXPONENT -87.0f
#define LARGEST_EXPONENT 88.0f

/* ln 2 in two parts, the first of so few digits that its product with a small whole number is
 * exact. */
#define LN_2_HIGH 0.693359375f
#define LN_2_LOW -2.12194440e-4f

#define LOG2_E 1.44269504f

#define FLOAT_BIAS 127
#define FLOAT_MANTISSA_BITS 23

/*
 * The exponential function of a number that is within these bounds, as a few instructions that a
 * compiler can apply to a whole vector, which it cannot do with the library's: x = n · ln 2 + r,
 * eˣ = 2ⁿ · eʳ, and Taylor's series for eʳ. With |r| ≤ ln 2 / 2 its seven terms are exact to 5e-9.
 * NaN stays NaN.
 */
static inline __attribute__ ((always_inline)) float
exponential (float bounded)
{
  /* The sum is positive, so that cutting its fraction off rounds. */
  const gint32 biased = (gint32) (bounded * LOG2_E + FLOAT_BIAS + 0.5f);
  const float n = (float) biased - FLOAT_BIAS;
  const float r = bounded - n * LN_2_HIGH - n * LN_2_LOW;
  const guint32 bits = (guint32) biased << FLOAT_MANTISSA_BITS;
  float power;
  float series = 1.0f / 5040.0f;

  memcpy (&power, &bits, sizeof power);
  series = series * r + 1.0f / 720.0f;
  series = series * r + 1.0f / 120.0f;
  series = series * r + 1.0f / 24.0f;
  series = series * r + 1.0f / 6.0f;
  series = series * r + 1.0f / 2.0f;
  series = series * r + 1.0f;
  series = series * r + 1.0f;

  return series * power;
}

/* The bounds are kept in a loop of their own: with their conditions in it, the compiler would not
 * make vectors of the other. */
OV_MULTIVERSION static void
sigmoid (const float *restrict in,
         float *restrict out,
         gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      const float x = -in[i];
      const float at_least = x < LEAST_EXPONENT ? LEAST_EXPONENT : x;

      out[i] = at_least > LARGEST_EXPONENT ? LARGEST_EXPONENT : at_least;
    }

  for (gsize i = 0; i < size; i++)
    out[i] = 1.0f / (1.0f + exponential (out[i]));
}

OV_MULTIVERSION static void
sigmoid_derivative (const float *restrict out,
                    const float *restrict d_out,
                    float *restrict d_in,
                    gsize size)
{
  for (gsize i = 0; i < size; i++)
    d_in[i] = d_out[i] * out[i] * (1.0f - out[i]);
}

/* The second derivative of s is s (1 - s) (1 - 2 s). */
OV_MULTIVERSION static void
sigmoid_bend (const float *restrict out,
              const float *restrict t_in,
              const float *restrict d_out,
              float *restrict t_d_in,
              gsize size)
{
  for (gsize i = 0; i < size; i++)
    t_d_in[i] += d_out[i] * out[i] * (1.0f - out[i]) * (1.0f - 2.0f * out[i]) * t_in[i];
}

OV_MULTIVERSION OV_UNWATCHED static void
relu (const float *restrict in,
      float *restrict out,
      gsize size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = in[i] < 0.0f ? 0.0f : in[i];
}

OV_MULTIVERSION OV_UNWATCHED static void
relu_derivative (const float *restrict out,
                 const float *restrict d_out,
                 float *restrict d_in,
                 gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      const float d = d_out[i];

      d_in[i] = out[i] > 0.0f ? d : 0.0f;
    }
}

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = in;
}

static gsize
count_values (const OvLayerCall *call)
{
  return call->n * ov_shape_get_size (call->layer->out);
}

static void
sigmoid_forward (const OvLayerCall *call)
{
  sigmoid (call->in, call->out, count_values (call));
}

static void
sigmoid_backward (const OvLayerCall *call)
{
  if (call->d_in != NULL)
    sigmoid_derivative (call->out, call->d_out, call->d_in, count_values (call));
}

/* Each output depends on one input, so that the slope is the same both ways. */
static void
sigmoid_tangent_forward (const OvLayerCall *call)
{
  sigmoid_derivative (call->out, call->t_in, call->t_out, count_values (call));
}

static void
sigmoid_tangent_backward (const OvLayerCall *call)
{
  sigmoid_bend (call->out, call->t_in, call->d_out, call->t_d_in, count_values (call));
}

static void
relu_forward (const OvLayerCall *call)
{
  const gsize size = count_values (call);

  ov_watch_read (call->in, size * sizeof *call->in);
  ov_watch_write (call->out, size * sizeof *call->out);
  relu (call->in, call->out, size);
}

/* Each output depends on one input, so that the slope is the same both ways. */
static void
relu_slope (const OvLayerCall *call,
            const float       *given,
            float             *found)
{
  const gsize size = count_values (call);

  ov_watch_read (call->out, size * sizeof *call->out);
  ov_watch_read (given, size * sizeof *given);
  ov_watch_write (found, size * sizeof *found);
  relu_derivative (call->out, given, found, size);
}

static void
relu_backward (const OvLayerCall *call)
{
  if (call->d_in != NULL)
    relu_slope (call, call->d_out, call->d_in);
}

static void
relu_tangent_forward (const OvLayerCall *call)
{
  relu_slope (call, call->t_in, call->t_out);
}

const OvLayerClass ov_sigmoid_class = {
  .kind = N_("Sigmoid"),
  .plan = plan,
  .forward = sigmoid_forward,
  .backward = sigmoid_backward,
  .tangent_forward = sigmoid_tangent_forward,
  .tangent_backward = sigmoid_tangent_backward,
};

const OvLayerClass ov_relu_class = {
  .kind = N_("ReLU"),
  .plan = plan,
  .forward = relu_forward,
  .backward = relu_backward,
  .tangent_forward = relu_tangent_forward,
};

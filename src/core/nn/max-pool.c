/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "channel-layout.h"
#include "dnnl-pool.h"
#include "simd.h"

/*
 * The pooling layer: the largest of each 2 × 2 pixels, channel by channel. An odd last row or
 * column is left out. The values lie as channel-layout.c says.
 */

#define WINDOW 2

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = (OvShape) {in.channels, in.height / WINDOW, in.width / WINDOW};
}

static gpointer
state_new (const OvLayer *layer,
           guint          n)
{
  return ov_dnnl_pool_new (layer->in, layer->out, n);
}

static void
forward (const OvLayerCall *call)
{
  ov_dnnl_pool_forward (call->state, call->in, call->out);
}

static void
backward (const OvLayerCall *call)
{
  if (call->d_in != NULL)
    ov_dnnl_pool_backward (call->state, call->d_out, call->d_in);
}

/* The tangent of the first of the largest, which is found by its value. Of a pixel there are
 * `block` numbers. */
OV_MULTIVERSION static void
pool_tangent (const float *restrict in,
              const float *restrict out,
              const float *restrict t_in,
              float *restrict t_out,
              OvShape shape,
              gsize   n_planes,
              gsize   block)
{
  const gsize n_columns = shape.width / WINDOW;
  const gsize n_rows = shape.height / WINDOW;
  const gsize row_size = shape.width * block;

  for (gsize y = 0; y < n_planes * n_rows; y++)
    for (gsize x = 0; x < n_columns; x++)
      {
        const gsize row = y / n_rows * shape.height + y % n_rows * WINDOW;
        const gsize first = row * row_size + x * WINDOW * block;
        const gsize place = (y * n_columns + x) * block;

        for (gsize k = 0; k < block; k++)
          {
            const gsize upper = first + k;
            const gsize lower = upper + row_size;
            const float largest = out[place + k];
            const float upper_left = t_in[upper];
            const float upper_right = t_in[upper + block];
            const float lower_left = t_in[lower];
            float tangent = t_in[lower + block];

            tangent = in[lower] == largest ? lower_left : tangent;
            tangent = in[upper + block] == largest ? upper_right : tangent;
            t_out[place + k] = in[upper] == largest ? upper_left : tangent;
          }
      }
}

static void
tangent_forward (const OvLayerCall *call)
{
  const OvShape in = call->layer->in;
  const gsize block = ov_channel_layout_get_block (in.channels);

  pool_tangent (call->in, call->out, call->t_in, call->t_out, in,
                call->n * (in.channels / block), block);
}

const OvLayerClass ov_max_pool_class = {
  .kind = N_("Max-pool"),
  .plan = plan,
  .state_new = state_new,
  .state_free = (GDestroyNotify) ov_dnnl_pool_free,
  .forward = forward,
  .backward = backward,
  .tangent_forward = tangent_forward,
};

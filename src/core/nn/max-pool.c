/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "channel-layout.h"
#include "dnnl-pool.h"
#include "simd.h"

/*
 * The pooling layer: the largest of each 2 × 2 pixels, channel by channel. A last odd row or column
 * is left out. The values lie as channel-layout.c says.
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

/* oneDNN's implementations are for a fixed number of images, as those of the convolution. */
static gpointer
state_new (const OvLayer *layer,
           guint          capacity)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ov_dnnl_pool_free);
}

static void
state_free (gpointer state)
{
  g_hash_table_unref (state);
}

static OvDnnlPool *
get_pool (const OvLayer *layer,
          GHashTable    *state,
          guint          n)
{
  OvDnnlPool *pool = g_hash_table_lookup (state, GUINT_TO_POINTER (n));

  if (pool == NULL)
    {
      pool = ov_dnnl_pool_new (layer->in, layer->out, n);
      g_hash_table_insert (state, GUINT_TO_POINTER (n), pool);
    }

  return pool;
}

static void
forward (const OvLayer *layer,
         gpointer       state,
         const float   *parameters,
         const float   *in,
         float         *out,
         guint          n)
{
  ov_dnnl_pool_forward (get_pool (layer, state, n), in, out);
}

static void
backward (const OvLayer *layer,
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
    ov_dnnl_pool_backward (get_pool (layer, state, n), d_out, d_in);
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
tangent_forward (const OvLayer *layer,
                 const float   *in,
                 const float   *out,
                 const float   *t_in,
                 float         *t_out,
                 guint          n)
{
  const gsize block = ov_channel_layout_get_block (layer->in.channels);

  pool_tangent (in, out, t_in, t_out, layer->in, n * (layer->in.channels / block), block);
}

const OvLayerClass ov_max_pool_class = {
  .kind = N_("Max-pool"),
  .plan = plan,
  .state_new = state_new,
  .state_free = state_free,
  .forward = forward,
  .backward = backward,
  .tangent_forward = tangent_forward,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "dnnl-pool.h"

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

const OvLayerClass ov_max_pool_class = {
  .kind = N_("Max-pool"),
  .plan = plan,
  .state_new = state_new,
  .state_free = state_free,
  .forward = forward,
  .backward = backward,
};

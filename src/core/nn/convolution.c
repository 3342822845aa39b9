/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "dnnl-convolution.h"

/*
 * The convolutional layer: a 3 × 3 window over an image with a border of zeros, so that the image
 * keeps its size. W is [out × in × 3 × 3]. The values lie as channel-layout.c says.
 */

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = (OvShape) {n_out, in.height, in.width};

  tensors[0].n_dims = 4;
  tensors[0].dims[0] = n_out;
  tensors[0].dims[1] = in.channels;
  tensors[0].dims[2] = 3;
  tensors[0].dims[3] = 3;
  tensors[1].n_dims = 1;
  tensors[1].dims[0] = n_out;
}

/* oneDNN's implementations are for a fixed number of images; they are made when they are needed,
 * and found again by that number. */
static gpointer
state_new (const OvLayer *layer,
           guint          capacity)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ov_dnnl_convolution_free);
}

static void
state_free (gpointer state)
{
  g_hash_table_unref (state);
}

static OvDnnlConvolution *
get_convolution (const OvLayer *layer,
                 GHashTable    *state,
                 guint          n)
{
  OvDnnlConvolution *convolution = g_hash_table_lookup (state, GUINT_TO_POINTER (n));

  if (convolution == NULL)
    {
      convolution = ov_dnnl_convolution_new (layer->in, layer->out.channels, n);
      g_hash_table_insert (state, GUINT_TO_POINTER (n), convolution);
    }

  return convolution;
}

static void
forward (const OvLayer *layer,
         gpointer       state,
         const float   *parameters,
         const float   *in,
         float         *out,
         guint          n)
{
  ov_dnnl_convolution_forward (get_convolution (layer, state, n), in,
                               parameters + layer->tensors[0].offset,
                               parameters + layer->tensors[1].offset, out);
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
  OvDnnlConvolution *convolution = get_convolution (layer, state, n);

  if (gradient != NULL)
    ov_dnnl_convolution_backward_weights (convolution, in, d_out,
                                          gradient + layer->tensors[0].offset,
                                          gradient + layer->tensors[1].offset);
  if (d_in != NULL)
    ov_dnnl_convolution_backward_data (convolution, parameters + layer->tensors[0].offset,
                                       d_out, d_in);
}

const OvLayerClass ov_convolution_class = {
  .kind = N_("Convolution"),
  .n_tensors = 2,
  .plan = plan,
  .state_new = state_new,
  .state_free = state_free,
  .forward = forward,
  .backward = backward,
};

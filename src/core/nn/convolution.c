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

static gpointer
state_new (const OvLayer *layer,
           guint          n)
{
  return ov_dnnl_convolution_new (layer->in, layer->out.channels, n);
}

static void
forward (const OvLayerCall *call)
{
  const OvTensor *tensors = call->layer->tensors;

  ov_dnnl_convolution_forward (call->state, call->in, call->parameters + tensors[0].offset,
                               call->parameters + tensors[1].offset, call->out);
}

static void
backward (const OvLayerCall *call)
{
  const OvTensor *tensors = call->layer->tensors;

  if (call->gradient != NULL)
    ov_dnnl_convolution_backward_weights (call->state, call->in, call->d_out,
                                          call->gradient + tensors[0].offset,
                                          call->gradient + tensors[1].offset);
  if (call->d_in != NULL)
    ov_dnnl_convolution_backward_data (call->state, call->parameters + tensors[0].offset,
                                       call->d_out, call->d_in);
}

const OvLayerClass ov_convolution_class = {
  .kind = N_("Convolution"),
  .n_tensors = 2,
  .plan = plan,
  .state_new = state_new,
  .state_free = (GDestroyNotify) ov_dnnl_convolution_free,
  .forward = forward,
  .backward = backward,
};

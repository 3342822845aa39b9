/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "channel-layout.h"

/*
 * The flattening layer: makes an image a vector, channel by channel, whatever layout it had. So
 * the rows of the next weight are what other programs expect.
 */

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = (OvShape) {(guint) ov_shape_get_size (in), 1, 1};
}

static void
forward (const OvLayerCall *call)
{
  ov_channel_layout_to_plain (call->layer->in, call->in, call->out, call->n);
}

static void
backward (const OvLayerCall *call)
{
  if (call->d_in != NULL)
    ov_channel_layout_from_plain (call->layer->in, call->d_out, call->d_in, call->n);
}

const OvLayerClass ov_flatten_class = {
  .kind = N_("Flatten"),
  .plan = plan,
  .forward = forward,
  .backward = backward,
};

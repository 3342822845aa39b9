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
forward (const OvLayer *layer,
         gpointer       state,
         const float   *parameters,
         const float   *in,
         float         *out,
         guint          n)
{
  ov_channel_layout_to_plain (layer->in, in, out, n);
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
    ov_channel_layout_from_plain (layer->in, d_out, d_in, n);
}

const OvLayerClass ov_flatten_class = {
  .kind = N_("Flatten"),
  .plan = plan,
  .forward = forward,
  .backward = backward,
};

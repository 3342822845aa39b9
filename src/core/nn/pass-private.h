/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* Only for the files that send something along with a pass. */
struct _OvPass
{
  OvNetwork   *network;
  guint        capacity;
  guint        n_images;    /* of the last forward pass */
  float       *input;       /* [capacity × 3072], the pass's own */
  float      **values;      /* [n_layers + 1]: the input, then each layer's output */
  float       *d_values[2]; /* the derivatives at one layer's output and at its input, in turn */
  GHashTable **states;      /* [n_layers]: number of images => what the layer keeps for them */
};

float      *ov_pass_allocate   (gsize   n_floats);
OvLayerCall ov_pass_call_layer (OvPass *self,
                                guint   index,
                                guint   n_images);

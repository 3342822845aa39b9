/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* Only for the files that send something along with a pass. */

float      *ov_pass_allocate   (gsize   n_floats);
OvLayerCall ov_pass_call_layer (OvPass *self,
                                guint   index,
                                guint   n_images);

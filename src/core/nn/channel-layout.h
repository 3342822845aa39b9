/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dnnl-api.h"

guint      ov_channel_layout_get_block  (guint        channels);
OvDnnlDesc ov_channel_layout_describe   (OvShape      shape,
                                         guint        n_images);
void       ov_channel_layout_from_plain (OvShape      shape,
                                         const float *plain,
                                         float       *values,
                                         guint        n_images);
void       ov_channel_layout_to_plain   (OvShape      shape,
                                         const float *values,
                                         float       *plain,
                                         guint        n_images);

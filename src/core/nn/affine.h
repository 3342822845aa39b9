/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"

void ov_affine_sum_rows     (const float   *rows,
                             float         *sum,
                             gsize          n_rows,
                             gsize          n_out);
void ov_affine_set_gradient (const OvLayer *layer,
                             gsize          first,
                             gsize          n,
                             const float   *in,
                             const float   *d_out,
                             guint          n_images,
                             float         *gradient);

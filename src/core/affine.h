/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void ov_affine_sum_rows (const float *rows,
                         float       *sum,
                         gsize        n_rows,
                         gsize        n_out);

G_END_DECLS

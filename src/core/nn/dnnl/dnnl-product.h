/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ov_dnnl_multiplies_bytes (void);
void     ov_dnnl_multiply_bytes   (gboolean     transpose_a,
                                   gboolean     transpose_b,
                                   gsize        n_rows,
                                   gsize        n_columns,
                                   gsize        depth,
                                   const gint8 *a,
                                   gsize        a_stride,
                                   const gint8 *b,
                                   gsize        b_stride,
                                   gint32      *out);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many weights a unit may have. */
#define OV_INT8_SPLIT_MOST_INPUTS 3072

/* A weight keeps the 24 bits of a float's mantissa, or roughly 16 of them. A derivative, which is
 * summed over many images and is rounded up as often as down, keeps 16. */
#define OV_N_WEIGHT_DIGITS 3
#define OV_N_ROUGH_DIGITS 2
#define OV_N_DERIVATIVE_DIGITS 2

double ov_int8_split_weights      (const float   *weights,
                                   gsize          n,
                                   const double  *origin,
                                   gint8         *digits,
                                   gsize          stride,
                                   double        *offset,
                                   double        *rough_offset);
void   ov_int8_split_find_largest (const float   *derivatives,
                                   gsize          n_images,
                                   gsize          n_units,
                                   guint32       *largest);
float  ov_int8_split_get_scale    (guint32        largest);
void   ov_int8_split_derivatives  (const float   *derivatives,
                                   gsize          n_images,
                                   gsize          n_units,
                                   const guint32 *largest,
                                   gint8         *digits,
                                   gint32        *sums);
void   ov_int8_split_join_outputs (const gint32  *products,
                                   guint          n_digits,
                                   gsize          n_images,
                                   gsize          n_units,
                                   const double  *offsets,
                                   const double  *scales,
                                   const float   *bias,
                                   float         *out);
void   ov_int8_split_set_gradient (const gint32  *high,
                                   const gint32  *low,
                                   gsize          n,
                                   const double  *origin,
                                   double         sum,
                                   double         scale,
                                   float         *gradient);

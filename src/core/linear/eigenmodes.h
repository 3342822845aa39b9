/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/* The number of modes that a vector of them must be a multiple of. */
#define OV_EIGENMODES_UNIT 16

void   ov_eigenmodes_advance  (double         *factors,
                               double         *speeds,
                               const double   *curvatures,
                               double          drive,
                               double          learning_rate,
                               const OvRecipe *recipe,
                               gsize           n);
double ov_eigenmodes_sum_form (const double *products,
                               const double *curvatures,
                               const double *x,
                               const double *y,
                               double        shift,
                               gsize         n);
double ov_eigenmodes_sum      (const double *products,
                               const double *x,
                               const double *y,
                               gsize         n);
double ov_eigenmodes_dot      (const double *x,
                               const double *y,
                               gsize         n);

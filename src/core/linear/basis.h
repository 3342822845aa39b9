/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "thread-pool.h"

guint ov_basis_find (OvThreadPool *pool,
                     const float  *vectors,
                     gsize         stride,
                     guint         n_vectors,
                     gsize         size,
                     double        tolerance,
                     float        *residuals,
                     float        *basis,
                     float        *coefficients);

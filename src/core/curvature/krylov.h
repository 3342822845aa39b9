/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "thread-pool.h"

/**
 * OvKrylov:
 *
 * Vectors of unit length that are orthogonal to each other, and one more that is to become the next
 * of them. Sums are taken in a fixed order, whatever the number of threads.
 */
typedef struct _OvKrylov OvKrylov;

OvKrylov *ov_krylov_new           (OvThreadPool *pool,
                                   gsize         n,
                                   guint         capacity);
void      ov_krylov_free          (OvKrylov     *self);
float    *ov_krylov_get_vector    (OvKrylov     *self,
                                   guint         index);
double    ov_krylov_orthogonalise (OvKrylov     *self,
                                   guint         count,
                                   double       *coefficients);
double    ov_krylov_normalise     (OvKrylov     *self,
                                   guint         index);
void      ov_krylov_combine       (OvKrylov     *self,
                                   guint         count,
                                   guint         n_wanted,
                                   const double *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvKrylov, ov_krylov_free)

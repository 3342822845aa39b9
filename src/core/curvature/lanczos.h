/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "thread-pool.h"

/**
 * OvLanczosFunc:
 * @direction: [n]
 * @product: (out): [n], the matrix times @direction
 *
 * Multiplies a symmetric matrix. Returns %FALSE with @error set to give the search up.
 */
typedef gboolean (*OvLanczosFunc) (const float  *direction,
                                   float        *product,
                                   gpointer      user_data,
                                   GCancellable *cancellable,
                                   GError      **error);

/**
 * OvLanczosProblem:
 * @multiply: multiplies the matrix
 * @user_data: given to @multiply
 * @n: how many rows and columns the matrix has
 * @pool: the threads that share the work on the basis; the result does not depend on their number
 * @seed: for the random part of the start
 * @max_products: after how many products to give up
 * @tolerance: within which share of itself the eigenvalue is to be known
 */
typedef struct
{
  OvLanczosFunc multiply;
  gpointer      user_data;
  gsize         n;
  OvThreadPool *pool;
  guint32       seed;
  guint         max_products;
  double        tolerance;
} OvLanczosProblem;

/**
 * OvLanczosResult:
 * @value: an estimate of the largest eigenvalue that is never above it, but for rounding
 * @residual: ‖Hv − λv‖ for the unit vector v that was found: an eigenvalue is at most this far away
 * @error: how far away the largest eigenvalue is at most, unless the search missed it
 * @is_settled: whether @error is within the tolerance
 * @n_products: how many products it took
 */
typedef struct
{
  double   value;
  double   residual;
  double   error;
  gboolean is_settled;
  guint    n_products;
} OvLanczosResult;

gboolean ov_lanczos_find_largest (const OvLanczosProblem *problem,
                                  float                  *direction,
                                  OvLanczosResult        *result,
                                  GCancellable           *cancellable,
                                  GError                **error);

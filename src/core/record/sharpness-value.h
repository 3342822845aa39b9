/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvSharpness:
 * @value: the largest eigenvalue of the loss's Hessian, penalty included; when it is not settled,
 *   the true one is at least that
 * @error: by which share of @value the true one is larger at most
 * @residual: within which share of @value an eigenvalue is: ‖Hv − λv‖ / |λ|
 * @is_settled: whether @error is within the tolerance
 * @n_images: how many training images it was measured on
 * @n_iterations: how many products with the Hessian it took
 * @seconds: wall-clock time
 *
 * How sharply the loss bends at a network's weights. Full-batch gradient descent is stable while
 * its learning rate is below 2 (1 + momentum) / @value; for mini-batches that is a reference only.
 */
typedef struct
{
  double   value;
  double   error;
  double   residual;
  gboolean is_settled;
  guint    n_images;
  guint    n_iterations;
  double   seconds;
} OvSharpness;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * OvSharpness:
 * @value: the largest eigenvalue of the loss's Hessian, penalty included, or of the preconditioned
 *   one, see ov_stability_is_preconditioned(); when it is not settled, the true one is at least
 *   that
 * @error: by which share of @value the true one is larger at most
 * @residual: within which share of @value an eigenvalue is: ‖Hv − λv‖ / |λ|
 * @is_settled: whether @error is within the tolerance
 * @n_images: how many training images it was measured on
 * @n_iterations: how many products with the Hessian it took
 * @seconds: wall-clock time
 *
 * How sharply the loss bends at a network's weights. Full-batch descent is stable while it is below
 * ov_stability_get_sharpness_limit(); for mini-batches that is a reference only.
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

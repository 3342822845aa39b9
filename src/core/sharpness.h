/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer.h"

G_BEGIN_DECLS

/**
 * OvSharpness:
 * @value: the largest eigenvalue of the loss's Hessian, penalty included
 * @change: by which share of itself the last iteration changed it: how well it has settled
 * @residual: within which share of itself an eigenvalue is: ‖Hv − λv‖ / |λ|
 * @n_images: how many training images it was measured on
 * @n_iterations: how many products with the Hessian it took
 * @seconds: wall-clock time
 *
 * How sharply the loss bends at a network's weights. Full-batch gradient descent is stable while
 * its learning rate is below 2 (1 + momentum) / @value; for mini-batches that is a reference only.
 */
typedef struct
{
  double value;
  double change;
  double residual;
  guint  n_images;
  guint  n_iterations;
  double seconds;
} OvSharpness;

/* What is enough to follow the sharpness of a run: one per cent is seen on no chart. */
#define OV_SHARPNESS_IMAGES 1000
#define OV_SHARPNESS_ITERATIONS 30
#define OV_SHARPNESS_TOLERANCE 1e-3

gboolean ov_trainer_measure_sharpness (OvTrainer    *self,
                                       guint         n_images,
                                       guint         max_iterations,
                                       double        tolerance,
                                       OvSharpness  *sharpness,
                                       GCancellable *cancellable,
                                       GError      **error);

G_END_DECLS

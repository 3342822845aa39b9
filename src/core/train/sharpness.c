/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness.h"

#include <math.h>

#include "hessian.h"
#include "lanczos.h"
#include "trainer-private.h"

static gboolean
multiply_cb (const float  *direction,
             float        *product,
             gpointer      user_data,
             GCancellable *cancellable,
             GError      **error)
{
  return ov_hessian_multiply (user_data, direction, product, cancellable, error);
}

/* What is unknown of a value, as a share of it. */
static double
get_share (double unknown,
           double value)
{
  return unknown > 0.0 ? unknown / fabs (value) : unknown;
}

/**
 * ov_trainer_measure_sharpness:
 * @self: a trainer that is not at work: before its first epoch or between two of them
 * @n_images: how many of the first training images to measure on; all of them when there are fewer
 * @max_iterations: after how many products with the Hessian to give up
 * @tolerance: within which share of itself the eigenvalue is to be known
 * @sharpness: (out): what was found
 * @cancellable: (nullable): gives the measurement up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the largest eigenvalue of the Hessian of the recipe's loss, penalty included, on a fixed
 * part of the training images: the largest, not the largest in size. It is found by Lanczos's
 * method with exact products, see ov_lanczos_find_largest(). The next measurement starts from the
 * direction that was found and from another random one, which depends on nothing but the recipe and
 * the epoch: a measurement that was given up before leaves no trace. The weights are only read, and
 * the course of the training is left as it is to the last bit, whether it ends well or not. Weights
 * that are not finite have a sharpness that is not, but for those of the linear classifier, on
 * which its Hessian does not depend.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_trainer_measure_sharpness (OvTrainer    *self,
                              guint         n_images,
                              guint         max_iterations,
                              double        tolerance,
                              OvSharpness  *sharpness,
                              GCancellable *cancellable,
                              GError      **error)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (OvHessian) hessian = NULL;
  OvLanczosProblem problem;
  OvLanczosResult result;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (max_iterations >= 1, FALSE);
  g_return_val_if_fail (sharpness != NULL, FALSE);

  n_images = MIN (n_images, self->dataset->n_images[OV_SPLIT_TRAIN]);
  hessian = ov_hessian_new (self->network, self->runner, self->pool, n_images,
                            self->recipe.regularisation);
  problem = (OvLanczosProblem) {
    .multiply = multiply_cb,
    .user_data = hessian,
    .n = self->network->n_parameters,
    .pool = self->pool,
    .seed = self->recipe.seed + self->n_epochs,
    .max_products = max_iterations,
    .tolerance = tolerance,
  };
  if (self->direction == NULL)
    self->direction = g_new0 (float, problem.n);

  done = ov_lanczos_find_largest (&problem, self->direction, &result, cancellable, error);
  *sharpness = (OvSharpness) {
    .value = result.value,
    .error = get_share (result.error, result.value),
    .residual = get_share (result.residual, result.value),
    .is_settled = result.is_settled,
    .n_images = n_images,
    .n_iterations = result.n_products,
    .seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
  };

  return done;
}

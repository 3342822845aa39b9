/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness.h"

#include <math.h>

#include "hessian.h"
#include "lanczos.h"
#include "stability.h"
#include "trainer-private.h"
#include "update-rule.h"

/* The Hessian, or P^−½ · H · P^−½ where the optimiser divides by P. */
typedef struct
{
  OvHessian *hessian;
  gsize      n;
  float     *scales; /* [n], P^−½, or NULL */
  float     *scaled; /* [n], a direction times that, or NULL */
} Curvature;

static void
curvature_init (Curvature *self,
                OvTrainer *trainer,
                guint      n_images)
{
  const OvRecipe *recipe = &trainer->recipe;
  const gsize n = trainer->network->n_parameters;

  /* A penalty that is decoupled is not in the gradient that the optimiser divides. */
  *self = (Curvature) {
    .hessian = ov_hessian_new (trainer->network, trainer->runner, trainer->pool, n_images,
                               ov_update_rule_get (recipe)->is_decoupled ? 0.0
                                                                         : recipe->regularisation),
    .n = n,
  };
  if (!ov_stability_is_preconditioned (recipe))
    return;

  self->scales = g_new (float, n);
  self->scaled = g_new (float, n);
  ov_optimiser_get_preconditioner (trainer->optimiser, self->scales);
  for (gsize i = 0; i < n; i++)
    self->scales[i] = 1.0f / sqrtf (self->scales[i]);
}

static void
curvature_clear (Curvature *self)
{
  g_clear_pointer (&self->hessian, ov_hessian_free);
  g_free (self->scales);
  g_free (self->scaled);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Curvature, curvature_clear)

static gboolean
multiply_cb (const float  *direction,
             float        *product,
             gpointer      user_data,
             GCancellable *cancellable,
             GError      **error)
{
  const Curvature *self = user_data;

  if (self->scales == NULL)
    return ov_hessian_multiply (self->hessian, direction, product, cancellable, error);

  for (gsize i = 0; i < self->n; i++)
    self->scaled[i] = self->scales[i] * direction[i];
  if (!ov_hessian_multiply (self->hessian, self->scaled, product, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    product[i] *= self->scales[i];

  return TRUE;
}

/* What is unknown of a value, as a share of it. */
static double
get_share (double unknown,
           double value)
{
  return unknown > 0.0 ? unknown / fabs (value) : unknown;
}

/**
 * ov_trainer_has_sharpness:
 * @self: a trainer that is not at work: before its first epoch or between two of them
 *
 * Returns: whether there is a sharpness to be measured: what divides by a running square has one
 *   after its first step, which fills the square, and every other rule at any time
 */
gboolean
ov_trainer_has_sharpness (OvTrainer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !ov_stability_is_preconditioned (&self->recipe) || self->optimiser->n_steps > 0;
}

/**
 * ov_trainer_measure_sharpness:
 * @self: a trainer that is not at work and has a sharpness, see ov_trainer_has_sharpness()
 * @n_images: how many of the first training images to measure on; all of them when there are fewer
 * @max_iterations: after how many products with the Hessian to give up
 * @tolerance: within which share of itself the eigenvalue is to be known
 * @sharpness: (out): what was found
 * @cancellable: (nullable): gives the measurement up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the largest eigenvalue of the Hessian of the recipe's loss, penalty included, on a fixed
 * part of the training images: the largest, not the largest in size. Where the optimiser divides by
 * a running square it is that of the preconditioned Hessian, P^−½ · H · P^−½, with the P that the
 * last step was divided by, and H without a penalty that is decoupled: see
 * ov_stability_get_sharpness_limit() for what either is held against. It is found by Lanczos's
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
  g_auto (Curvature) curvature = {0};
  OvLanczosProblem problem;
  OvLanczosResult result;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ov_trainer_has_sharpness (self), FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (max_iterations >= 1, FALSE);
  g_return_val_if_fail (sharpness != NULL, FALSE);

  n_images = MIN (n_images, self->dataset->n_images[OV_SPLIT_TRAIN]);
  curvature_init (&curvature, self, n_images);
  problem = (OvLanczosProblem) {
    .multiply = multiply_cb,
    .user_data = &curvature,
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

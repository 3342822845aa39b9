/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability.h"

#include <math.h>

#include "update-rule.h"

/*
 * When full-batch descent is stable on a quadratic. Along a direction of curvature h, an eigenvalue
 * of the loss's Hessian, penalty included, the distance d from the minimum obeys, with the learning
 * rate η and the momentum β:
 *
 * - By heavy-ball momentum, v ← β·v + h·d and d ← d − η·v: d(t+1) = (1 + β − η·h) d(t) − β d(t−1).
 *   It shrinks while both roots of x² − (1 + β − η·h) x + β are within the unit circle, which is
 *   while 0 < η·h < 2 (1 + β) (Polyak, 1964: Some methods of speeding up the convergence of
 *   iteration methods).
 * - By Nesterov's momentum: d(t+1) = (1 − η·h) ((1 + β) d(t) − β d(t−1)), which shrinks while
 *   0 < η·h < 2 (1 + β) / (1 + 2 β) (Cohen, Kaur, Li, Kolter and Talwalkar, 2021: Gradient descent
 *   on neural networks typically occurs at the edge of stability).
 * - What divides by the root of a running square follows P⁻¹·gradient, with a diagonal P that
 *   changes slowly. While it stays, the weights times √P descend by the Hessian P^−½·H·P^−½, the
 *   preconditioned one: RMSProp by heavy-ball momentum; Adam, whose mean gathers the share 1 − β₁
 *   of each gradient, as with momentum β₁ and the rate (1 − β₁) η (Cohen and others, 2022: Adaptive
 *   gradient methods at the edge of stability). That AdamW's weights shrink by themselves, by
 *   2 · reg · η a step, is left aside: it takes the share reg · η off the limit.
 *
 * The largest eigenvalue, the sharpness, decides. The noise of mini-batches and a loss that is not
 * quadratic are left aside.
 */

/* A rule as one of the first two. */
typedef struct
{
  double   momentum;
  double   share; /* of the learning rate */
  gboolean looks_ahead;
} Descent;

static Descent
find_descent (const OvRecipe *recipe)
{
  const OvUpdateRule *rule = ov_update_rule_get (recipe);

  if (rule->has_betas)
    return (Descent) {recipe->beta1, 1.0 - recipe->beta1, FALSE};

  return (Descent) {recipe->momentum, 1.0, rule->looks_ahead};
}

/* The largest η·h of a stable step. */
static double
find_limit (const Descent *self)
{
  const double momentum = self->momentum;
  const double limit = 2.0 * (1.0 + momentum);

  return (self->looks_ahead ? limit / (1.0 + 2.0 * momentum) : limit) / self->share;
}

/**
 * ov_stability_is_preconditioned:
 * @recipe: a recipe
 *
 * Returns: whether the sharpness that decides is that of the preconditioned Hessian. Since the
 *   preconditioner follows the gradients of its run, a limit of the rate then holds for nothing but
 *   the next few steps: another rate would come to another preconditioner.
 */
gboolean
ov_stability_is_preconditioned (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, FALSE);

  return !ov_update_rule_is_linear (recipe);
}

/**
 * ov_stability_get_rate_limit:
 * @recipe: gives the update rule and its momentum
 * @sharpness: the largest eigenvalue of the loss's Hessian, above 0; of the preconditioned one, see
 *   ov_stability_is_preconditioned()
 *
 * Returns: the learning rate below which every direction shrinks, such as
 *   2 (1 + momentum) / sharpness
 */
double
ov_stability_get_rate_limit (const OvRecipe *recipe,
                             double          sharpness)
{
  Descent descent;

  g_return_val_if_fail (recipe != NULL, NAN);

  descent = find_descent (recipe);

  return find_limit (&descent) / sharpness;
}

/**
 * ov_stability_get_smooth_rate:
 * @recipe: gives the update rule and its momentum
 * @sharpness: the largest eigenvalue of the loss's Hessian, above 0; of the preconditioned one, see
 *   ov_stability_is_preconditioned()
 *
 * Returns: the learning rate up to which no direction swings past its minimum: there the roots
 *   are equal and positive, so that the steepest direction is critically damped:
 *   (1 − √momentum)² / sharpness, and with Nesterov's momentum
 *   ((1 − momentum) / (1 + momentum))² / sharpness
 */
double
ov_stability_get_smooth_rate (const OvRecipe *recipe,
                              double          sharpness)
{
  Descent descent;
  double momentum;
  double damping;

  g_return_val_if_fail (recipe != NULL, NAN);

  descent = find_descent (recipe);
  momentum = MAX (descent.momentum, 0.0);
  damping = descent.looks_ahead ? (1.0 - momentum) / (1.0 + momentum) : 1.0 - sqrt (momentum);

  return damping * damping / (descent.share * sharpness);
}

/**
 * ov_stability_get_sharpness_limit:
 * @recipe: gives the update rule and its momentum
 * @learning_rate: the learning rate
 *
 * Returns: the sharpness below which descent is stable: 2 (1 + momentum) / learning rate, with
 *   Nesterov's momentum 2 (1 + momentum) / (1 + 2 momentum) / learning rate, by Adam
 *   2 (1 + β₁) / (1 − β₁) / learning rate; infinite when the rate has decayed to nothing. It is one
 *   of the preconditioned Hessian where ov_stability_is_preconditioned() says so.
 */
double
ov_stability_get_sharpness_limit (const OvRecipe *recipe,
                                  double          learning_rate)
{
  Descent descent;

  g_return_val_if_fail (recipe != NULL, NAN);

  descent = find_descent (recipe);

  return find_limit (&descent) / learning_rate;
}

/**
 * ov_stability_get_growth:
 * @recipe: gives the update rule and its momentum
 * @sharpness: the largest eigenvalue of the loss's Hessian; of the preconditioned one, see
 *   ov_stability_is_preconditioned()
 * @learning_rate: the learning rate
 *
 * Returns: the size of the larger root, the factor by which a step multiplies the distance along
 *   the steepest direction: without momentum |1 − η·h|, with it in the long run. Above 1 the run
 *   diverges: each step adds (factor − 1) of the distance and, in the end, (factor² − 1) of the
 *   loss
 */
double
ov_stability_get_growth (const OvRecipe *recipe,
                         double          sharpness,
                         double          learning_rate)
{
  Descent descent;
  double kept;
  double half;
  double product;
  double discriminant;

  g_return_val_if_fail (recipe != NULL, NAN);

  descent = find_descent (recipe);
  kept = 1.0 - descent.share * learning_rate * sharpness;
  half = (descent.looks_ahead ? kept * (1.0 + descent.momentum) : kept + descent.momentum) / 2.0;
  product = descent.looks_ahead ? kept * descent.momentum : descent.momentum;
  discriminant = half * half - product;

  /* Two complex roots have the same size. */
  if (discriminant < 0.0)
    return sqrt (product);

  return fabs (half) + sqrt (discriminant);
}

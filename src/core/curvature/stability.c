/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability.h"

#include <math.h>

/*
 * When full-batch gradient descent with momentum is stable on a quadratic. Along a direction of
 * curvature h, an eigenvalue of the loss's Hessian, penalty included, the distance d from the
 * minimum obeys d(t+1) = (1 + β − η·h) d(t) − β d(t−1), with the learning rate η and the momentum
 * β: v ← β·v + h·d, d ← d − η·v. It shrinks while both roots of x² − (1 + β − η·h) x + β are within
 * the unit circle, which is while 0 < η·h < 2 (1 + β) (Polyak, 1964: Some methods of speeding up
 * the convergence of iteration methods). The largest eigenvalue, the sharpness, decides.
 *
 * The noise of mini-batches and a loss that is not quadratic are left aside.
 */

/**
 * ov_stability_get_rate_limit:
 * @sharpness: the largest eigenvalue of the loss's Hessian, above 0
 * @momentum: the share of the last step that the next one keeps, below 1
 *
 * Returns: the learning rate below which every direction shrinks, 2 (1 + momentum) / sharpness
 */
double
ov_stability_get_rate_limit (double sharpness,
                             double momentum)
{
  return 2.0 * (1.0 + momentum) / sharpness;
}

/**
 * ov_stability_get_smooth_rate:
 * @sharpness: the largest eigenvalue of the loss's Hessian, above 0
 * @momentum: the share of the last step that the next one keeps, below 1
 *
 * Returns: the learning rate up to which no direction swings past its minimum: there the roots
 *   are equal and positive, so that the steepest direction is critically damped:
 *   (1 − √momentum)² / sharpness
 */
double
ov_stability_get_smooth_rate (double sharpness,
                              double momentum)
{
  const double damping = 1.0 - sqrt (MAX (momentum, 0.0));

  return damping * damping / sharpness;
}

/**
 * ov_stability_get_sharpness_limit:
 * @learning_rate: the learning rate
 * @momentum: the share of the last step that the next one keeps, below 1
 *
 * Returns: the sharpness below which descent is stable, 2 (1 + momentum) / learning rate; infinite
 *   when the rate has decayed to nothing
 */
double
ov_stability_get_sharpness_limit (double learning_rate,
                                  double momentum)
{
  return 2.0 * (1.0 + momentum) / learning_rate;
}

/**
 * ov_stability_get_nesterov_limit:
 * @learning_rate: the learning rate
 * @momentum: the share of the last step that the next one keeps, below 1
 *
 * With Nesterov's momentum the distance obeys d(t+1) = (1 − η·h) ((1 + β) d(t) − β d(t−1)), whose
 * roots are within the unit circle while η·h < 2 (1 + β) / (1 + 2 β) (Cohen, Kaur, Li, Kolter and
 * Talwalkar, 2021: Gradient descent on neural networks typically occurs at the edge of stability).
 *
 * Returns: the sharpness below which descent is stable; infinite when the rate has decayed to
 *   nothing
 */
double
ov_stability_get_nesterov_limit (double learning_rate,
                                 double momentum)
{
  return 2.0 * (1.0 + momentum) / ((1.0 + 2.0 * momentum) * learning_rate);
}

/**
 * ov_stability_get_growth:
 * @sharpness: the largest eigenvalue of the loss's Hessian
 * @learning_rate: the learning rate
 * @momentum: the share of the last step that the next one keeps, below 1
 *
 * Returns: the size of the larger root, the factor by which a step multiplies the distance along
 *   the steepest direction: without momentum |1 − η·h|, with it in the long run. Above 1 the run
 *   diverges: each step adds (factor − 1) of the distance and, in the end, (factor² − 1) of the
 *   loss
 */
double
ov_stability_get_growth (double sharpness,
                         double learning_rate,
                         double momentum)
{
  const double half = (1.0 + momentum - learning_rate * sharpness) / 2.0;
  const double discriminant = half * half - momentum;

  /* Two complex roots have the product momentum, and the same size. */
  if (discriminant < 0.0)
    return sqrt (momentum);

  return fabs (half) + sqrt (discriminant);
}

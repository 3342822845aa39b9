/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenmodes.h"

#include "simd.h"
#include "update-rule.h"

/* Sums are kept side by side, for vector instructions, and added at the end. */
typedef double Lanes[OV_EIGENMODES_UNIT];

static double
add_lanes (const Lanes lanes)
{
  double sum = 0.0;

  for (guint lane = 0; lane < OV_EIGENMODES_UNIT; lane++)
    sum += lanes[lane];

  return sum;
}

OV_MULTIVERSION static void
follow_speeds (double *restrict factors,
               double *restrict speeds,
               const double *restrict curvatures,
               double drive,
               double learning_rate,
               double momentum,
               gsize  n)
{
  for (gsize i = 0; i < n; i++)
    {
      speeds[i] = momentum * speeds[i] + 2.0 * (curvatures[i] * factors[i] - drive);
      factors[i] -= learning_rate * speeds[i];
    }
}

OV_MULTIVERSION static void
look_ahead (double *restrict factors,
            double *restrict speeds,
            const double *restrict curvatures,
            double drive,
            double learning_rate,
            double momentum,
            gsize  n)
{
  for (gsize i = 0; i < n; i++)
    {
      const double gradient = 2.0 * (curvatures[i] * factors[i] - drive);

      speeds[i] = momentum * speeds[i] + gradient;
      factors[i] -= learning_rate * (gradient + momentum * speeds[i]);
    }
}

/**
 * ov_eigenmodes_advance:
 * @factors: [@n], z, where the modes are
 * @speeds: [@n], v, zero before the first step
 * @curvatures: [@n], λ + reg
 * @drive: what pulls: each mode's goal is @drive over its curvature
 * @learning_rate: the rate of the step
 * @recipe: gives the update rule, a linear one, and its momentum
 * @n: the number of modes
 *
 * Makes one step of gradient descent, with g = 2 (curvature · z − drive): v ← momentum · v + g and
 * z ← z − rate · v, or with Nesterov's momentum z ← z − rate · (g + momentum · v).
 */
void
ov_eigenmodes_advance (double         *factors,
                       double         *speeds,
                       const double   *curvatures,
                       double          drive,
                       double          learning_rate,
                       const OvRecipe *recipe,
                       gsize           n)
{
  if (ov_update_rule_get (recipe)->looks_ahead)
    look_ahead (factors, speeds, curvatures, drive, learning_rate, recipe->momentum, n);
  else
    follow_speeds (factors, speeds, curvatures, drive, learning_rate, recipe->momentum, n);
}

/**
 * ov_eigenmodes_sum_form:
 * @products: [@n]
 * @curvatures: [@n]
 * @x: [@n], which may be @y
 * @y: [@n]
 * @shift: a number
 * @n: the number of modes, a multiple of %OV_EIGENMODES_UNIT
 *
 * Returns: Σ products · x · (curvatures · y − shift). Written as a product, it becomes infinite
 *   with the factors, where a difference of infinities would be NaN.
 */
OV_MULTIVERSION double
ov_eigenmodes_sum_form (const double *restrict products,
                        const double *restrict curvatures,
                        const double *x,
                        const double *y,
                        double        shift,
                        gsize         n)
{
  Lanes lanes = {0};

  for (gsize i = 0; i < n; i += OV_EIGENMODES_UNIT)
    for (guint lane = 0; lane < OV_EIGENMODES_UNIT; lane++)
      lanes[lane] += products[i + lane] * x[i + lane]
                     * (curvatures[i + lane] * y[i + lane] - shift);

  return add_lanes (lanes);
}

/**
 * ov_eigenmodes_sum:
 * @products: [@n]
 * @x: [@n], which may be @y
 * @y: [@n]
 * @n: the number of modes, a multiple of %OV_EIGENMODES_UNIT
 *
 * Returns: Σ products · x · y
 */
OV_MULTIVERSION double
ov_eigenmodes_sum (const double *restrict products,
                   const double *x,
                   const double *y,
                   gsize         n)
{
  Lanes lanes = {0};

  for (gsize i = 0; i < n; i += OV_EIGENMODES_UNIT)
    for (guint lane = 0; lane < OV_EIGENMODES_UNIT; lane++)
      lanes[lane] += products[i + lane] * x[i + lane] * y[i + lane];

  return add_lanes (lanes);
}

/**
 * ov_eigenmodes_dot:
 * @x: [@n]
 * @y: [@n]
 * @n: the number of modes, a multiple of %OV_EIGENMODES_UNIT
 *
 * Returns: Σ x · y
 */
OV_MULTIVERSION double
ov_eigenmodes_dot (const double *x,
                   const double *y,
                   gsize         n)
{
  Lanes lanes = {0};

  for (gsize i = 0; i < n; i += OV_EIGENMODES_UNIT)
    for (guint lane = 0; lane < OV_EIGENMODES_UNIT; lane++)
      lanes[lane] += x[i + lane] * y[i + lane];

  return add_lanes (lanes);
}

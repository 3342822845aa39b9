/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness.h"

#include <math.h>

#include "hessian.h"
#include "trainer-private.h"

typedef struct
{
  OvHessian    *hessian;
  gsize         n;
  float        *direction; /* [parameters], of length 1 */
  float        *product;   /* [parameters], the Hessian times the direction */
  GCancellable *cancellable;
} Probe;

static double
get_dot_product (const float *a,
                 const float *b,
                 gsize        n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * (double) b[i];

  return sum;
}

static double
get_norm (const float *values,
          gsize        n)
{
  return sqrt (get_dot_product (values, values, n));
}

/* Where the first measurement starts: every direction has a share in it. */
static float *
make_direction (OvTrainer *trainer,
                gsize      n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (trainer->recipe.seed);
  float *direction = g_new (float, n);
  double norm;

  for (gsize i = 0; i < n; i++)
    direction[i] = (float) g_rand_double_range (rand, -1.0, 1.0);
  norm = get_norm (direction, n);
  for (gsize i = 0; i < n; i++)
    direction[i] = (float) ((double) direction[i] / norm);

  return direction;
}

/* v ← (H + shift) · v, of length 1. A product that is no number or nothing keeps the direction. */
static void
turn (Probe *self,
      double shift)
{
  double norm;

  for (gsize i = 0; i < self->n; i++)
    self->product[i] += (float) shift * self->direction[i];
  norm = get_norm (self->product, self->n);
  if (!isfinite (norm) || norm <= 0.0)
    return;

  for (gsize i = 0; i < self->n; i++)
    self->direction[i] = (float) ((double) self->product[i] / norm);
}

/* Takes λ = v · Hv / v · v and ‖Hv − λv‖ / |λ|, by which share an eigenvalue is away at most, from
 * a product. */
static void
judge (const Probe *self,
       OvSharpness *sharpness)
{
  const double before = sharpness->value;
  const double value = get_dot_product (self->direction, self->product, self->n)
                       / get_dot_product (self->direction, self->direction, self->n);
  double squares = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      const double rest = (double) self->product[i] - value * (double) self->direction[i];

      squares += rest * rest;
    }

  sharpness->value = value;
  sharpness->change = fabs (value - before) / MAX (fabs (value), G_MINDOUBLE);
  sharpness->residual = sqrt (squares) / MAX (fabs (value), G_MINDOUBLE);
  sharpness->n_iterations++;
}

/* The power iteration finds the eigenvalue of the largest size. When that is a negative one, a
 * shift by its size makes the largest one the largest in size as well. */
static gboolean
iterate (Probe       *self,
         guint        max_iterations,
         double       tolerance,
         OvSharpness *sharpness,
         GError     **error)
{
  double shift = 0.0;

  sharpness->change = INFINITY;
  while (sharpness->n_iterations < max_iterations && !(sharpness->change < tolerance))
    {
      if (!ov_hessian_multiply (self->hessian, self->direction, self->product, self->cancellable,
                                error))
        return FALSE;

      judge (self, sharpness);
      if (!isfinite (sharpness->value))
        return TRUE;
      if (sharpness->value + shift < 0.0)
        {
          shift = -2.0 * sharpness->value;
          sharpness->change = INFINITY;
        }
      turn (self, shift);
    }

  return TRUE;
}

/**
 * ov_trainer_measure_sharpness:
 * @self: a trainer that is not at work: before its first epoch or between two of them
 * @n_images: how many of the first training images to measure on; all of them when there are fewer
 * @max_iterations: after how many steps of the power iteration to stop
 * @tolerance: below which relative change of the eigenvalue to stop
 * @sharpness: (out): what was found
 * @cancellable: (nullable): gives the measurement up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the largest eigenvalue of the Hessian of the recipe's loss, penalty included, on a fixed
 * part of the training images. It is found by power iteration with exact products. The direction is
 * kept for the next measurement, which it makes several times as cheap. The weights are only read,
 * and the course of the training is left as it is to the last bit, whether it ends well or not.
 * Weights that are no numbers have a sharpness that is none, but for those of the linear
 * classifier, on which its Hessian does not depend.
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
  g_autofree float *product = NULL;
  gboolean done;
  Probe probe;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (max_iterations >= 1, FALSE);
  g_return_val_if_fail (sharpness != NULL, FALSE);

  n_images = MIN (n_images, ov_dataset_get_n_images (self->dataset, OV_SPLIT_TRAIN));
  *sharpness = (OvSharpness) {.n_images = n_images};
  hessian = ov_hessian_new (self->network, self->sweep, self->team, n_images,
                            self->recipe.regularisation);
  product = g_new (float, ov_network_get_n_parameters (self->network));
  if (self->direction == NULL)
    self->direction = make_direction (self, ov_network_get_n_parameters (self->network));

  probe = (Probe) {
    .hessian = hessian,
    .n = ov_network_get_n_parameters (self->network),
    .direction = self->direction,
    .product = product,
    .cancellable = cancellable,
  };
  done = iterate (&probe, max_iterations, tolerance, sharpness, error);
  sharpness->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  return done;
}

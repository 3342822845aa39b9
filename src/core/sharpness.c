/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sharpness.h"

#include <math.h>
#include <string.h>

#include "trainer-private.h"

/* The step of the differences as a share of ‖w‖. The error of a central difference grows with the
 * square of the step, that of single precision (6e-8) with its inverse; measured on networks in
 * training, they meet here, with an error of 1e-4 at most for the two-layer one and of one to six
 * per cent for the convolutional one, whose kinks are all around. */
#define RELATIVE_STEP 3e-4

/* Weights smaller than this, together, do not set the scale: the first ones are so small that
 * single precision would not resolve the step in the gradient. Pixels of 0..255 make a step of 1e-5
 * one of 0.03 before the sigmoids, which they hardly bend in. */
#define LEAST_NORM 0.03

typedef struct
{
  OvTrainer    *trainer;
  guint         n_images;
  gsize         n;
  float        *weights;  /* [parameters], as they were */
  float        *forward;  /* [parameters], the gradient one step ahead */
  float        *backward; /* [parameters], the gradient one step behind */
  double        scale;    /* what the relative step is taken of */
  GCancellable *cancellable;
} Probe;

static double
get_norm (const float *values,
          gsize        n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += (double) values[i] * (double) values[i];

  return sqrt (squares);
}

static void
probe_init (Probe        *self,
            OvTrainer    *trainer,
            guint         n_images,
            GCancellable *cancellable)
{
  const float *parameters = ov_network_get_parameters (trainer->network);

  *self = (Probe) {
    .trainer = trainer,
    .n_images = MIN (n_images, ov_dataset_get_n_images (trainer->dataset, OV_SPLIT_TRAIN)),
    .n = ov_network_get_n_parameters (trainer->network),
    .cancellable = cancellable,
  };
  self->weights = g_memdup2 (parameters, self->n * sizeof (float));
  self->forward = g_new (float, self->n);
  self->backward = g_new (float, self->n);
  self->scale = MAX (get_norm (self->weights, self->n), LEAST_NORM);
}

static void
probe_clear (Probe *self)
{
  memcpy (ov_network_get_parameters (self->trainer->network), self->weights,
          self->n * sizeof (float));
  g_free (self->weights);
  g_free (self->forward);
  g_free (self->backward);
}

/* The gradient of the loss, without the penalty, at the weights plus a step along the direction. */
static gboolean
get_gradient (Probe       *self,
              const float *direction,
              double       step,
              float       *gradient,
              GError     **error)
{
  OvSweep *sweep = self->trainer->sweep;
  float *parameters = ov_network_get_parameters (self->trainer->network);
  OvScore score = {0};
  gboolean done;

  for (gsize i = 0; i < self->n; i++)
    parameters[i] = (float) ((double) self->weights[i] + step * (double) direction[i]);

  done = ov_sweep_train_batch (sweep, NULL, 0, self->n_images, NULL, NULL, self->cancellable,
                               &score, error);
  ov_sweep_take_gradient (sweep, gradient);

  return done;
}

/* The penalty reg · ‖W‖² bends every weight by 2 · reg, and no bias: known without differences. */
static void
add_penalty (Probe       *self,
             const float *direction,
             float       *product)
{
  const OvNetwork *network = self->trainer->network;
  const float bend = (float) (2.0 * self->trainer->recipe.regularisation);

  for (guint t = 0; t < ov_network_get_n_tensors (network); t++)
    {
      const OvTensor *tensor = ov_network_get_tensor (network, t);

      for (gsize i = tensor->offset; tensor->is_weight && i < tensor->offset + tensor->size; i++)
        product[i] += bend * direction[i];
    }
}

/* The product of the Hessian with a unit vector, (g (w + εv) - g (w - εv)) / 2ε, which is left in
 * `forward`. Returns FALSE with @error set when it is cancelled. The quotient v · Hv is divided by
 * the steps as single precision has made them rather than as they were meant. */
static gboolean
multiply (Probe       *self,
          const float *direction,
          double       relative_step,
          double      *quotient,
          GError     **error)
{
  const double step = relative_step * self->scale;
  double bend = 0.0;
  double length = 0.0;

  if (!get_gradient (self, direction, step, self->forward, error)
      || !get_gradient (self, direction, -step, self->backward, error))
    return FALSE;

  for (gsize i = 0; i < self->n; i++)
    {
      const double weight = (double) self->weights[i];
      const float ahead = (float) (weight + step * (double) direction[i]);
      const float behind = (float) (weight - step * (double) direction[i]);
      const double made = (double) ahead - (double) behind;
      const double difference = (double) self->forward[i] - (double) self->backward[i];

      bend += made * difference;
      length += made * made;
      self->forward[i] = (float) (difference / (2.0 * step));
    }

  add_penalty (self, direction, self->forward);

  /* The penalty's share of v · Hv; the differences' share is what they measured. */
  *quotient = length > 0.0 ? bend / length : 0.0;
  for (guint t = 0; t < ov_network_get_n_tensors (self->trainer->network); t++)
    {
      const OvTensor *tensor = ov_network_get_tensor (self->trainer->network, t);
      const double norm = tensor->is_weight ? get_norm (direction + tensor->offset, tensor->size)
                                            : 0.0;

      *quotient += 2.0 * self->trainer->recipe.regularisation * norm * norm;
    }

  return TRUE;
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
      float *direction,
      double shift)
{
  double norm;

  for (gsize i = 0; i < self->n; i++)
    self->forward[i] += (float) shift * direction[i];
  norm = get_norm (self->forward, self->n);
  if (!isfinite (norm) || norm <= 0.0)
    return;

  for (gsize i = 0; i < self->n; i++)
    direction[i] = (float) ((double) self->forward[i] / norm);
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
  float *direction = self->trainer->direction;
  double shift = 0.0;
  double value = 0.0;
  double apart;

  sharpness->change = INFINITY;
  while (sharpness->n_iterations < max_iterations && !(sharpness->change < tolerance))
    {
      if (!multiply (self, direction, RELATIVE_STEP, &value, error))
        return FALSE;

      sharpness->change = fabs (value - sharpness->value) / MAX (fabs (value), G_MINDOUBLE);
      sharpness->value = value;
      sharpness->n_iterations++;
      if (value + shift < 0.0)
        {
          shift = -2.0 * value;
          sharpness->change = INFINITY;
        }
      turn (self, direction, shift);
      if (!isfinite (value))
        return TRUE;
    }

  if (!multiply (self, direction, RELATIVE_STEP, &value, error)
      || !multiply (self, direction, 2.0 * RELATIVE_STEP, &apart, error))
    return FALSE;

  sharpness->change = fabs (value - sharpness->value) / MAX (fabs (value), G_MINDOUBLE);
  sharpness->value = value;
  sharpness->error = fabs (apart - value) / MAX (fabs (value), G_MINDOUBLE);
  sharpness->n_iterations += 2;

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
 * part of the training images. It is found by power iteration; products with the Hessian are
 * central differences of two gradients. The direction is kept for the next measurement, which it
 * makes several times as cheap. The weights, and the course of the training, are left as they are
 * to the last bit, whether it ends well or not. A network whose weights are no numbers has a
 * sharpness that is none.
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
  gboolean done;
  Probe probe;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (n_images >= 1, FALSE);
  g_return_val_if_fail (max_iterations >= 1, FALSE);
  g_return_val_if_fail (sharpness != NULL, FALSE);

  probe_init (&probe, self, n_images, cancellable);
  *sharpness = (OvSharpness) {.n_images = probe.n_images};
  if (self->direction == NULL)
    self->direction = make_direction (self, probe.n);

  done = iterate (&probe, max_iterations, tolerance, sharpness, error);
  probe_clear (&probe);
  sharpness->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  return done;
}

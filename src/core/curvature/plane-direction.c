/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane-direction.h"

#include <math.h>

#include "hessian.h"

/* How well the steepest direction is to be known, and what it may cost. */
#define TOLERANCE 0.01
#define MOST_PRODUCTS 40

/* In the order of the enumeration; words of files and of the command line. */
const char *const ov_plane_direction_names[] = {"path", "random", "steepest", NULL};

/**
 * ov_plane_direction_find_product:
 * @a: [@n]
 * @b: [@n]
 * @n: how many parameters there are
 *
 * Returns: the scalar product of two directions, in double precision
 */
double
ov_plane_direction_find_product (const float *a,
                                 const float *b,
                                 gsize        n)
{
  double sum = 0.0;

  g_return_val_if_fail (a != NULL && b != NULL, 0.0);

  for (gsize j = 0; j < n; j++)
    sum += (double) a[j] * (double) b[j];

  return sum;
}

/**
 * ov_plane_direction_remove_part:
 * @direction: (inout): [@n]
 * @vector: [@n], of unit length
 * @n: how many parameters there are
 *
 * Takes the part along a vector out of a direction: what is left is orthogonal to it.
 */
void
ov_plane_direction_remove_part (float       *direction,
                                const float *vector,
                                gsize        n)
{
  const double along = ov_plane_direction_find_product (direction, vector, n);

  for (gsize j = 0; j < n; j++)
    direction[j] = (float) ((double) direction[j] - along * (double) vector[j]);
}

static double
find_norm (const float *values,
           gsize        n)
{
  return sqrt (ov_plane_direction_find_product (values, values, n));
}

/* Gives each filter the length of the weights' own: in all tensors the filter of a unit or a
 * channel is a row. */
static void
normalise_filters (const OvTensor *tensor,
                   const float    *weights,
                   float          *direction)
{
  const gsize n = tensor->size / tensor->dims[0];

  for (gsize filter = 0; filter < tensor->dims[0]; filter++)
    {
      const double length = find_norm (direction + filter * n, n);
      const double wanted = find_norm (weights + filter * n, n);

      for (gsize i = 0; i < n; i++)
        direction[filter * n + i] =
          length > 0.0 ? (float) ((double) direction[filter * n + i] * wanted / length) : 0.0f;
    }
}

/**
 * ov_plane_direction_draw:
 * @network: the network, whose own parameters are lost
 * @parameters: [parameters], the weights at which it is drawn
 * @seed: where the random numbers start
 * @direction: (out): [parameters], the direction
 *
 * Draws a random direction, normally distributed, and scales each filter of it to the norm of the
 * weights' filter, as Li, Xu, Taylor, Studer and Goldstein (2018, section 4) do, a row of a fully
 * connected layer being a filter; along biases it does not go, as in the program of that paper.
 * That way the scale of the ground does not depend on how large the weights are, which the layers
 * after rectified linear units would make up for.
 */
void
ov_plane_direction_draw (OvNetwork   *network,
                         const float *parameters,
                         guint        seed,
                         float       *direction)
{
  g_return_if_fail (network != NULL);
  g_return_if_fail (parameters != NULL && parameters != network->parameters);
  g_return_if_fail (direction != NULL);

  ov_network_init_weights (network, seed, 1.0);
  for (gsize i = 0; i < network->n_parameters; i++)
    direction[i] = network->parameters[i];
  for (guint i = 0; i < network->n_tensors; i++)
    {
      const OvTensor *tensor = &network->tensors[i];

      if (tensor->is_weight)
        normalise_filters (tensor, parameters + tensor->offset, direction + tensor->offset);
    }
}

static gboolean
multiply_cb (const float  *direction,
             float        *product,
             gpointer      hessian,
             GCancellable *cancellable,
             GError      **error)
{
  return ov_hessian_multiply (hessian, direction, product, cancellable, error);
}

/**
 * ov_plane_direction_find_steepest:
 * @network: the network, at the weights that it is about
 * @runner: sends images through it
 * @pool: the threads that compute
 * @n_images: on how many of the first training images; all of them when there are fewer
 * @regularisation: the factor of the penalty
 * @seed: where the search starts
 * @direction: (inout): [parameters], where it may be, or zero; then the direction, of unit length
 * @result: (out): how well it is known; not finite where the weights are too large
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Finds the direction in which the loss bends upwards most: the eigenvector of the largest
 * eigenvalue of its Hessian, penalty included, on a part of the training images.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_plane_direction_find_steepest (OvNetwork       *network,
                                  OvBatchRunner   *runner,
                                  OvThreadPool    *pool,
                                  guint            n_images,
                                  double           regularisation,
                                  guint            seed,
                                  float           *direction,
                                  OvLanczosResult *result,
                                  GCancellable    *cancellable,
                                  GError         **error)
{
  g_autoptr (OvHessian) hessian = NULL;
  OvLanczosProblem problem;

  g_return_val_if_fail (network != NULL && runner != NULL && pool != NULL, FALSE);
  g_return_val_if_fail (direction != NULL && result != NULL, FALSE);

  hessian = ov_hessian_new (network, runner, pool, n_images, regularisation);
  problem = (OvLanczosProblem) {
    .multiply = multiply_cb,
    .user_data = hessian,
    .n = network->n_parameters,
    .pool = pool,
    .seed = seed,
    .max_products = MOST_PRODUCTS,
    .tolerance = TOLERANCE,
  };

  return ov_lanczos_find_largest (&problem, direction, result, cancellable, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "basis.h"

#include <cblas.h>
#include <math.h>

#include "simd.h"

typedef struct
{
  const float *vectors;
  gsize        stride;
  guint        n_vectors;
  gsize        size;
  float       *residuals;
  float       *coefficients;
  const float *direction; /* [size], the newest of the basis */
  guint        rank;      /* its number */
  double      *lengths;   /* [n_vectors], of the vectors */
  double      *squares;   /* [n_vectors], of the residuals */
} Work;

/* The squared length of vectors that run away is too large for a float. */
static double
find_length (const float *vector,
             gsize        size)
{
  double sum = 0.0;

  for (gsize i = 0; i < size; i++)
    sum += (double) vector[i] * (double) vector[i];

  return sqrt (sum);
}

OV_MULTIVERSION static void
divide (float *restrict out,
        const float *restrict in,
        double divisor,
        gsize  size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = (float) ((double) in[i] / divisor);
}

static void
begin_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  const Work *work = user_data;

  for (guint i = member; i < work->n_vectors; i += n_members)
    {
      const float *vector = work->vectors + i * work->stride;

      work->lengths[i] = find_length (vector, work->size);
      work->squares[i] = work->lengths[i] > 0.0 ? 1.0 : 0.0;
      divide (work->residuals + i * work->size, vector,
              work->lengths[i] > 0.0 ? work->lengths[i] : 1.0, work->size);
    }
}

static void
project_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  const Work *work = user_data;
  const blasint size = (blasint) work->size;

  for (guint i = member; i < work->n_vectors; i += n_members)
    {
      float *residual = work->residuals + i * work->size;
      const float along = cblas_sdot (size, work->direction, 1, residual, 1);

      cblas_saxpy (size, -along, work->direction, 1, residual, 1);
      work->squares[i] = (double) cblas_sdot (size, residual, 1, residual, 1);
      work->coefficients[work->rank * work->n_vectors + i] =
        (float) ((double) along * work->lengths[i]);
    }
}

/**
 * ov_basis_find:
 * @pool: the threads that share the work
 * @vectors: [@n_vectors], finite vectors of @size numbers
 * @stride: how far apart they start
 * @n_vectors: their number
 * @size: their length
 * @tolerance: the length of what may be left of a vector, as a share of its own
 * @residuals: [@n_vectors × @size], space to work in
 * @basis: (out): [@n_vectors × @size], of which as many are set as are returned
 * @coefficients: (out): [basis × @n_vectors], vector i is the sum over j of [j][i] times the
 *   basis's vector j
 *
 * Finds a few vectors that others are sums of: the modified Gram-Schmidt process, which continues
 * with the vector of which most is left. What is left is carried along, so no rounding is lost.
 *
 * Returns: the number of vectors in the basis
 */
guint
ov_basis_find (OvThreadPool *pool,
               const float  *vectors,
               gsize         stride,
               guint         n_vectors,
               gsize         size,
               double        tolerance,
               float        *residuals,
               float        *basis,
               float        *coefficients)
{
  g_autofree double *lengths = g_new (double, n_vectors);
  g_autofree double *squares = g_new (double, n_vectors);
  Work work = {vectors, stride, n_vectors, size, residuals, coefficients,
               .lengths = lengths, .squares = squares};

  ov_thread_pool_run (pool, begin_member, &work);

  for (work.rank = 0; work.rank < n_vectors; work.rank++)
    {
      float *direction = basis + work.rank * size;
      guint pivot = 0;

      for (guint i = 1; i < n_vectors; i++)
        if (squares[i] > squares[pivot])
          pivot = i;
      if (squares[pivot] <= tolerance * tolerance)
        break;

      divide (direction, residuals + pivot * size, sqrt (squares[pivot]), size);
      work.direction = direction;
      ov_thread_pool_run (pool, project_member, &work);
    }

  return work.rank;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "krylov.h"

#include <math.h>
#include <string.h>

#include "simd.h"
#include "watch.h"

/* Numbers of each vector that are worked on at once, so that they stay in the first-level cache
 * while all vectors pass by, and the sums that the compiler may take side by side. */
#define BLOCK 4096
#define LANES 16

struct _OvKrylov
{
  OvThreadPool *pool;
  gsize         n;
  guint         capacity;
  guint         n_blocks;
  float       **vectors;  /* [capacity + 1][n] */
  double       *partials; /* [n_blocks × (capacity + 1)], the sums over each block */

  /* What the members work on: the vector at `index`, or those before it. */
  guint         index;
  const double *coefficients; /* [index], or NULL */
  double        factor;
  guint         n_wanted;
  const double *weights; /* [n_wanted × index] */
};

OV_MULTIVERSION OV_UNWATCHED static double
multiply_watched (const float *restrict a,
                  const float *restrict b,
                  gsize n)
{
  double lanes[LANES] = {0};
  double sum = 0.0;
  gsize i;

  for (i = 0; i + LANES <= n; i += LANES)
    for (guint lane = 0; lane < LANES; lane++)
      lanes[lane] += (double) a[i + lane] * (double) b[i + lane];
  for (; i < n; i++)
    lanes[0] += (double) a[i] * (double) b[i];
  for (guint lane = 0; lane < LANES; lane++)
    sum += lanes[lane];

  return sum;
}

static double
multiply_block (const float *a,
                const float *b,
                gsize        n)
{
  ov_watch_read (a, n * sizeof *a);
  ov_watch_read (b, n * sizeof *b);

  return multiply_watched (a, b, n);
}

OV_MULTIVERSION static void
add_block (float *restrict sum,
           const float *restrict term,
           float factor,
           gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += factor * term[i];
}

static gsize
get_block_size (const OvKrylov *self,
                guint           block)
{
  return MIN (BLOCK, self->n - (gsize) block * BLOCK);
}

static void
project_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvKrylov *self = user_data;
  const OvShare share = ov_thread_pool_share (self->n_blocks, member, n_members);

  for (guint block = share.begin; block < share.end; block++)
    {
      const gsize first = (gsize) block * BLOCK;
      const gsize size = get_block_size (self, block);
      float *next = self->vectors[self->index] + first;
      double *partials = self->partials + (gsize) block * (self->capacity + 1);

      for (guint i = 0; self->coefficients != NULL && i < self->index; i++)
        add_block (next, self->vectors[i] + first, (float) -self->coefficients[i], size);
      for (guint i = 0; i <= self->index; i++)
        partials[i] = multiply_block (next, self->vectors[i] + first, size);
    }
}

/* Subtracts `coefficients` times the first `count` vectors from the next one, and sets `products`
 * to what is left times each of them. Returns its length. */
static double
project (OvKrylov     *self,
         guint         count,
         const double *coefficients,
         double       *products)
{
  double square = 0.0;

  self->index = count;
  self->coefficients = coefficients;
  ov_thread_pool_run (self->pool, project_member, self);
  for (guint i = 0; products != NULL && i < count; i++)
    products[i] = 0.0;
  for (guint block = 0; block < self->n_blocks; block++)
    {
      const double *partials = self->partials + (gsize) block * (self->capacity + 1);

      for (guint i = 0; products != NULL && i < count; i++)
        products[i] += partials[i];
      square += partials[count];
    }

  return sqrt (square);
}

/**
 * ov_krylov_new:
 * @pool: the threads that share the work; they outlive the vectors
 * @n: the length of the vectors
 * @capacity: how many vectors there can be, besides the next one
 *
 * Returns: (transfer full): vectors with no values yet, to be freed with ov_krylov_free()
 */
OvKrylov *
ov_krylov_new (OvThreadPool *pool,
               gsize         n,
               guint         capacity)
{
  OvKrylov *self;

  g_return_val_if_fail (pool != NULL, NULL);
  g_return_val_if_fail (n >= 1, NULL);
  g_return_val_if_fail (capacity >= 1, NULL);

  self = g_new0 (OvKrylov, 1);
  self->pool = pool;
  self->n = n;
  self->capacity = capacity;
  self->n_blocks = (guint) ((n + BLOCK - 1) / BLOCK);
  self->vectors = g_new0 (float *, capacity + 1);
  self->partials = g_new (double, (gsize) self->n_blocks *(capacity + 1));

  return self;
}

/**
 * ov_krylov_free:
 * @self: vectors
 */
void
ov_krylov_free (OvKrylov *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i <= self->capacity; i++)
    g_free (self->vectors[i]);
  g_free (self->vectors);
  g_free (self->partials);
  g_free (self);
}

/**
 * ov_krylov_get_vector:
 * @self: vectors
 * @index: which of them, at most the capacity
 *
 * Memory is taken when a vector is first asked for, since most searches end early.
 *
 * Returns: (transfer none): [n], the vector
 */
float *
ov_krylov_get_vector (OvKrylov *self,
                      guint     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index <= self->capacity, NULL);

  if (self->vectors[index] == NULL)
    self->vectors[index] = g_new (float, self->n);

  return self->vectors[index];
}

/**
 * ov_krylov_orthogonalise:
 * @self: vectors, of which those before @count are orthogonal and of unit length
 * @count: the place of the next one
 * @coefficients: (out): [@count], the next one's component along each of them
 *
 * Makes the next vector orthogonal to all before it, by the Gram-Schmidt process. Done twice, it is
 * as exact as the arithmetic (Daniel, Gragg, Kaufman and Stewart, Mathematics of Computation 30,
 * 1976).
 *
 * Returns: the length of what is left; not finite when the vector has none
 */
double
ov_krylov_orthogonalise (OvKrylov *self,
                         guint     count,
                         double   *coefficients)
{
  g_autofree double *again = NULL;
  double length;

  g_return_val_if_fail (self != NULL, 0.0);
  g_return_val_if_fail (count <= self->capacity, 0.0);
  g_return_val_if_fail (coefficients != NULL, 0.0);

  again = g_new (double, count);
  length = project (self, count, NULL, coefficients);
  if (!isfinite (length))
    return length;

  project (self, count, coefficients, again);
  length = project (self, count, again, NULL);
  for (guint i = 0; i < count; i++)
    coefficients[i] += again[i];

  return length;
}

static void
scale_member (guint    member,
              guint    n_members,
              gpointer user_data)
{
  OvKrylov *self = user_data;
  float *vector = self->vectors[self->index];
  const OvShare share = ov_thread_pool_share (self->n_blocks, member, n_members);

  for (gsize i = (gsize) share.begin * BLOCK; i < MIN ((gsize) share.end * BLOCK, self->n); i++)
    vector[i] = (float) ((double) vector[i] * self->factor);
}

/**
 * ov_krylov_normalise:
 * @self: vectors
 * @index: which of them
 *
 * Gives a vector unit length, unless it is zero or not finite.
 *
 * Returns: the length that it had
 */
double
ov_krylov_normalise (OvKrylov *self,
                     guint     index)
{
  double square = 0.0;
  double length;

  g_return_val_if_fail (self != NULL, 0.0);
  g_return_val_if_fail (index <= self->capacity, 0.0);

  for (guint block = 0; block < self->n_blocks; block++)
    {
      const float *vector = self->vectors[index] + (gsize) block * BLOCK;

      square += multiply_block (vector, vector, get_block_size (self, block));
    }
  length = sqrt (square);
  if (!isfinite (length) || length <= 0.0)
    return length;

  self->index = index;
  self->factor = 1.0 / length;
  ov_thread_pool_run (self->pool, scale_member, self);

  return length;
}

static void
combine_member (guint    member,
                guint    n_members,
                gpointer user_data)
{
  OvKrylov *self = user_data;
  g_autofree float *sums = g_new (float, (gsize) self->n_wanted *BLOCK);
  const OvShare share = ov_thread_pool_share (self->n_blocks, member, n_members);

  for (guint block = share.begin; block < share.end; block++)
    {
      const gsize first = (gsize) block * BLOCK;
      const gsize size = get_block_size (self, block);

      memset (sums, 0, (gsize) self->n_wanted * BLOCK * sizeof (float));
      for (guint i = 0; i < self->index; i++)
        for (guint j = 0; j < self->n_wanted; j++)
          add_block (sums + (gsize) j * BLOCK, self->vectors[i] + first,
                     (float) self->weights[(gsize) j * self->index + i], size);
      for (guint j = 0; j < self->n_wanted; j++)
        memcpy (self->vectors[j] + first, sums + (gsize) j * BLOCK, size * sizeof (float));
    }
}

/**
 * ov_krylov_combine:
 * @self: vectors
 * @count: how many there are
 * @n_wanted: how many to make of them, at most @count
 * @weights: [@n_wanted × @count], the weight of each old one in each new one
 *
 * Puts sums of the vectors in their place.
 */
void
ov_krylov_combine (OvKrylov     *self,
                   guint         count,
                   guint         n_wanted,
                   const double *weights)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (count <= self->capacity);
  g_return_if_fail (n_wanted <= count);

  self->index = count;
  self->n_wanted = n_wanted;
  self->weights = weights;
  ov_thread_pool_run (self->pool, combine_member, self);
}

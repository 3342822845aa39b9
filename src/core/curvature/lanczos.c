/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lanczos.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "krylov.h"

/*
 * The method of Lanczos with full reorthogonalisation, and with thick restarts when the basis is
 * full (Wu and Simon, SIAM Journal on Matrix Analysis and Applications 22, 2000). Of what the basis
 * V can express it takes the largest eigenvalue, so that a more negative one is not in the way:
 * with T = VᵀHV and T s = θ s, the vector v = V s is as good as its residual ‖Hv − θv‖ is small.
 *
 * An eigenvalue is within the residual of θ. When the others are known to be a gap away, it is even
 * within residual² / gap (Parlett, The Symmetric Eigenvalue Problem, 1998, section 11.7).
 *
 * Neither bound sees an eigenvector that the basis hardly contains. So each search starts with
 * equal parts of a random vector and of the given direction, and makes a minimum number of
 * products, in which the random vector's share of a larger eigenvalue grows.
 */

/* OpenBLAS contains LAPACK, but Debian's package has no header for it; the lengths of the strings,
 * which a Fortran compiler adds at the end, are part of the interface. */
void dsyev_ (const char    *jobz,
             const char    *uplo,
             const blasint *n,
             double        *a,
             const blasint *lda,
             double        *w,
             double        *work,
             const blasint *lwork,
             blasint       *info,
             gsize          jobz_length,
             gsize          uplo_length);

/* How many vectors the basis has at most, and how many bytes; how many are kept by a restart. */
#define MOST_VECTORS 48
#define LEAST_VECTORS 12
#define MOST_BYTES (96 * 1024 * 1024)
#define KEPT_SHARE 3

/* The fewest products of a search. */
#define LEAST_PRODUCTS 16

/* Random numbers that are drawn between two looks whether they are still wanted. */
#define NUMBERS_PER_LOOK 65536

/* Single precision resolves no more of an eigenvalue, as a share of the largest one in size. */
#define ROUNDING 1e-6

typedef struct
{
  const OvLanczosProblem *problem;
  OvKrylov               *basis;
  guint                   capacity;
  guint                   count;   /* vectors whose products are known */
  double                 *matrix;  /* [capacity × capacity], T */
  double                 *vectors; /* [capacity × capacity], its eigenvectors, one per row */
  double                 *values;  /* [capacity], its eigenvalues, ascending */
  double                 *column;  /* [capacity], what is new in T */
  double                  rest;    /* the length of what the last product has outside the basis */
} Search;

static void
search_init (Search                 *self,
             const OvLanczosProblem *problem)
{
  const gsize fitting = MOST_BYTES / (problem->n * sizeof (float));
  const gsize capacity = MIN (CLAMP (fitting, LEAST_VECTORS, MOST_VECTORS), problem->n);

  *self = (Search) {.problem = problem, .capacity = (guint) capacity};
  self->basis = ov_krylov_new (problem->pool, problem->n, self->capacity);
  self->matrix = g_new0 (double, capacity *capacity);
  self->vectors = g_new (double, capacity *capacity);
  self->values = g_new (double, capacity);
  self->column = g_new (double, capacity);
}

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->basis, ov_krylov_free);
  g_free (self->matrix);
  g_free (self->vectors);
  g_free (self->values);
  g_free (self->column);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* Puts equal parts of the direction and of a random one into the first vector. The random one is
 * turned so that the two do not cancel each other. Of a large network this takes a while, and may
 * be given up. */
static gboolean
start (Search       *self,
       const float  *direction,
       GCancellable *cancellable,
       GError      **error)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (self->problem->seed);
  float *first = ov_krylov_get_vector (self->basis, 0);
  double square = 0.0;
  double product = 0.0;
  double factor;

  for (gsize i = 0; i < self->problem->n; i++)
    {
      if (i % NUMBERS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      first[i] = (float) g_rand_double_range (rand, -1.0, 1.0);
    }
  ov_krylov_normalise (self->basis, 0);

  for (gsize i = 0; i < self->problem->n; i++)
    {
      square += (double) direction[i] * (double) direction[i];
      product += (double) direction[i] * (double) first[i];
    }
  if (square <= 0.0)
    return TRUE;

  factor = copysign (1.0 / sqrt (square), product);
  for (gsize i = 0; i < self->problem->n; i++)
    first[i] += (float) (factor * (double) direction[i]);
  ov_krylov_normalise (self->basis, 0);

  return TRUE;
}

/* Finds the eigenvalues and eigenvectors of T. LAPACK counts in columns, so that each of the
 * eigenvectors is a row here. */
static void
solve (Search *self)
{
  const blasint n = (blasint) self->count;
  double work[MOST_VECTORS * 4];
  const blasint n_work = G_N_ELEMENTS (work);
  blasint info = 0;

  for (guint i = 0; i < self->count; i++)
    memcpy (self->vectors + (gsize) i * self->count, self->matrix + (gsize) i * self->capacity,
            self->count * sizeof (double));
  dsyev_ ("V", "U", &n, self->vectors, &n, self->values, work, &n_work, &info, 1, 1);
  g_assert (info == 0);
}

/* Multiplies the newest vector and puts what is new into T. Returns FALSE when the search is given
 * up. A product that is not finite makes the rest not finite either. */
static gboolean
extend (Search       *self,
        GCancellable *cancellable,
        GError      **error)
{
  const OvLanczosProblem *problem = self->problem;
  const guint newest = self->count;

  if (!problem->multiply (ov_krylov_get_vector (self->basis, newest),
                          ov_krylov_get_vector (self->basis, newest + 1), problem->user_data,
                          cancellable, error))
    return FALSE;

  self->rest = ov_krylov_orthogonalise (self->basis, newest + 1, self->column);
  self->count++;
  for (guint i = 0; i <= newest; i++)
    {
      self->matrix[(gsize) i * self->capacity + newest] = self->column[i];
      self->matrix[(gsize) newest * self->capacity + i] = self->column[i];
    }

  return TRUE;
}

/* The residual of one of the eigenvectors of T. */
static double
get_residual (const Search *self,
              guint         index)
{
  return self->rest * fabs (self->vectors[(gsize) index * self->count + self->count - 1]);
}

static void
judge (const Search    *self,
       OvLanczosResult *result)
{
  const guint top = self->count - 1;
  const double size = MAX (fabs (self->values[0]), fabs (self->values[top]));

  result->value = self->values[top];
  result->residual = get_residual (self, top);
  result->error = result->residual;
  if (top > 0)
    {
      const double gap = result->value - self->values[top - 1] - get_residual (self, top - 1);

      if (gap > result->residual)
        result->error = result->residual * result->residual / gap;
    }
  result->is_settled = result->error <= MAX (self->problem->tolerance * fabs (result->value),
                                             ROUNDING * size);
}

/* Whether nothing is left to be found: all products of the vector are in the basis. */
static gboolean
is_exhausted (const Search *self)
{
  const double size = MAX (fabs (self->values[0]), fabs (self->values[self->count - 1]));

  return self->count == self->problem->n || self->rest <= ROUNDING * size;
}

/* Makes room in a full basis: the eigenvectors of the largest eigenvalues stay, and the next vector
 * goes behind them. */
static void
restart (Search *self)
{
  const guint n_kept = self->count / KEPT_SHARE;
  g_autofree double *weights = g_new (double, (gsize) n_kept * self->count);

  for (guint i = 0; i < n_kept; i++)
    memcpy (weights + (gsize) i * self->count,
            self->vectors + (gsize) (self->count - 1 - i) * self->count,
            self->count * sizeof (double));
  ov_krylov_combine (self->basis, self->count, n_kept, weights);
  memcpy (ov_krylov_get_vector (self->basis, n_kept),
          ov_krylov_get_vector (self->basis, self->count), self->problem->n * sizeof (float));

  memset (self->matrix, 0, (gsize) self->capacity * self->capacity * sizeof (double));
  for (guint i = 0; i < n_kept; i++)
    self->matrix[(gsize) i * self->capacity + i] = self->values[self->count - 1 - i];
  self->count = n_kept;
}

/* Puts the vector of the largest eigenvalue into `direction`. */
static void
take_direction (Search *self,
                float  *direction)
{
  ov_krylov_combine (self->basis, self->count, 1,
                     self->vectors + (gsize) (self->count - 1) * self->count);
  memcpy (direction, ov_krylov_get_vector (self->basis, 0), self->problem->n * sizeof (float));
}

/**
 * ov_lanczos_find_largest:
 * @problem: a symmetric matrix, known by its products, and how exactly its eigenvalue is wanted
 * @direction: (inout): [n], where the eigenvector may be, or zero: then the search starts at
 *   random; afterwards a vector of unit length that belongs to the result
 * @result: (out): what was found
 * @cancellable: (nullable): given to the products
 * @error: (out) (optional): return location for an error
 *
 * Searches for the largest eigenvalue, not the largest in size. When a product is not finite,
 * neither is the value, and @direction stays.
 *
 * Returns: %TRUE, or %FALSE with @error set by a product: then @direction stays as well
 */
gboolean
ov_lanczos_find_largest (const OvLanczosProblem *problem,
                         float                  *direction,
                         OvLanczosResult        *result,
                         GCancellable           *cancellable,
                         GError                **error)
{
  g_auto (Search) search = {0};

  g_return_val_if_fail (problem != NULL, FALSE);
  g_return_val_if_fail (problem->n >= 1, FALSE);
  g_return_val_if_fail (problem->max_products >= 1, FALSE);
  g_return_val_if_fail (direction != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  *result = (OvLanczosResult) {0};
  search_init (&search, problem);
  if (!start (&search, direction, cancellable, error))
    return FALSE;

  while (TRUE)
    {
      if (!extend (&search, cancellable, error))
        return FALSE;
      result->n_products++;
      if (!isfinite (search.rest))
        {
          result->value = result->residual = result->error = NAN;
          return TRUE;
        }

      solve (&search);
      judge (&search, result);
      if (is_exhausted (&search) || result->n_products == problem->max_products
          || (result->is_settled && result->n_products >= LEAST_PRODUCTS))
        break;

      ov_krylov_normalise (search.basis, search.count);
      if (search.count == search.capacity)
        restart (&search);
    }

  take_direction (&search, direction);

  return TRUE;
}

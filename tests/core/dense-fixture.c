/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dense-fixture.h"

#include <cblas.h>

/* OpenBLAS contains LAPACK, but Debian's package has no header for it. */
void dsterf_ (const blasint *n,
              double        *d,
              double        *e,
              blasint       *info);
void dpotrf_ (const char    *uplo,
              const blasint *n,
              double        *a,
              const blasint *lda,
              blasint       *info,
              gsize          uplo_length);

/* How far above the number that is found the largest eigenvalue may be, as a share of it. */
#define MOST_ERROR 1e-6

#define N_STEPS 80

/* Lanczos's steps from a random vector. Of the eigenvalues of the small matrix that they end with
 * none is above the largest of the large one. */
static double
search (const double *matrix, blasint n)
{
  const blasint n_steps = N_STEPS;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofree double *vector = g_new (double, (gsize) n);
  g_autofree double *next = g_new0 (double, (gsize) n);
  double diagonal[N_STEPS];
  double beside[N_STEPS];
  double length;
  blasint info;

  for (blasint i = 0; i < n; i++)
    vector[i] = g_rand_double_range (rand, -1.0, 1.0);
  cblas_dscal (n, 1.0 / cblas_dnrm2 (n, vector, 1), vector, 1);

  for (guint step = 0; step < N_STEPS; step++)
    {
      cblas_dsymv (CblasRowMajor, CblasLower, n, 1.0, matrix, n, vector, 1, 1.0, next, 1);
      diagonal[step] = cblas_ddot (n, vector, 1, next, 1);
      cblas_daxpy (n, -diagonal[step], vector, 1, next, 1);
      length = cblas_dnrm2 (n, next, 1);
      beside[step] = length;
      cblas_dscal (n, 1.0 / length, next, 1);
      cblas_dswap (n, vector, 1, next, 1);
      cblas_dscal (n, -length, next, 1);
    }
  dsterf_ (&n_steps, diagonal, beside, &info);
  g_assert_cmpint (info, ==, 0);

  return diagonal[N_STEPS - 1];
}

/* Whether bound · I − M is positive definite, which it is only where no eigenvalue of M reaches the
 * bound: Cholesky's factor does not exist otherwise. */
static gboolean
is_above_all (const double *matrix, blasint n, double bound)
{
  const gsize size = (gsize) n * (gsize) n;
  g_autofree double *rest = g_new (double, size);
  blasint info;

  for (gsize i = 0; i < size; i++)
    rest[i] = -matrix[i];
  for (gsize i = 0; i < size; i += (gsize) n + 1)
    rest[i] += bound;
  dpotrf_ ("U", &n, rest, &n, &info, 1);
  g_assert_cmpint (info, >=, 0);

  return info == 0;
}

/* The largest eigenvalue of a symmetric matrix [rows × rows], which is positive: found by a search,
 * and then proved to be the largest. It costs a fraction of what all eigenvalues do. */
double
fixture_find_largest_eigenvalue (const double *matrix, gsize n_rows)
{
  const double value = search (matrix, (blasint) n_rows);

  g_test_message ("dense: %.6f", value);
  g_assert_cmpfloat (value, >, 0.0);
  g_assert_true (is_above_all (matrix, (blasint) n_rows, value * (1.0 + MOST_ERROR)));

  return value;
}

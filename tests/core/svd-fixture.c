/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "svd-fixture.h"

#include <cblas.h>

/* OpenBLAS contains LAPACK, but Debian's package has no header for it. */
void dgesvd_ (const char    *jobu,
              const char    *jobvt,
              const blasint *m,
              const blasint *n,
              double        *a,
              const blasint *lda,
              double        *s,
              double        *u,
              const blasint *ldu,
              double        *vt,
              const blasint *ldvt,
              double        *work,
              const blasint *n_work,
              blasint       *info,
              gsize          jobu_length,
              gsize          jobvt_length);

/* Writes the singular values [n] of some rows about their mean, and the right singular vectors
 * [n × length], one a row. LAPACK counts columns: the transpose's left vectors are what it
 * finds first. */
void
fixture_decompose (const float *const *rows, guint n, gsize length, double *sizes, double *vectors)
{
  const blasint n_rows = (blasint) n;
  const blasint n_columns = (blasint) length;
  const blasint n_work = (blasint) (2 * (length + 5 * n));
  g_autofree double *matrix = g_new (double, n *length);
  g_autofree double *work = g_new (double, n_work);
  const blasint one = 1;
  double unused;
  blasint info;

  for (gsize j = 0; j < length; j++)
    {
      double mean = 0.0;

      for (guint i = 0; i < n; i++)
        mean += (double) rows[i][j] / n;
      for (guint i = 0; i < n; i++)
        matrix[i * length + j] = (double) rows[i][j] - mean;
    }
  dgesvd_ ("S", "N", &n_columns, &n_rows, matrix, &n_columns, sizes, vectors, &n_columns, &unused,
           &one, work, &n_work, &info, 1, 1);
  g_assert_cmpint (info, ==, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dense-fixture.h"

#include <cblas.h>

/* OpenBLAS contains LAPACK, but Debian's package has no header for it. */
void dsyevd_ (const char    *jobz,
              const char    *uplo,
              const blasint *n,
              double        *a,
              const blasint *lda,
              double        *w,
              double        *work,
              const blasint *n_work,
              blasint       *integers,
              const blasint *n_integers,
              blasint       *info,
              gsize          jobz_length,
              gsize          uplo_length);

/* LAPACK's own search, which reduces the whole matrix. It is overwritten. */
double
fixture_find_largest_eigenvalue (double *matrix, gsize n_rows)
{
  const blasint n = (blasint) n_rows;
  const blasint n_work = 2 * n + 1;
  const blasint n_integers = 1;
  g_autofree double *values = g_new (double, n_rows);
  g_autofree double *work = g_new (double, (gsize) n_work);
  blasint integers[1];
  blasint info = 0;

  dsyevd_ ("N", "U", &n, matrix, &n, values, work, &n_work, integers, &n_integers, &info, 1, 1);
  g_assert_cmpint (info, ==, 0);
  g_test_message ("dense: from %.6f to %.6f", values[0], values[n_rows - 1]);

  return values[n_rows - 1];
}

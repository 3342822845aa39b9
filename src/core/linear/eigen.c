/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>

#include "error.h"
#include "quadratic-private.h"

/*
 * LAPACK's ssyevd in its three steps, so that the last can be shared by the pool and the work can
 * be given up in between. OpenBLAS contains LAPACK, but Debian's package has no header for it; the
 * lengths of the strings, which a Fortran compiler adds at the end, are part of the interface.
 */
void ssytrd_ (const char    *uplo,
              const blasint *n,
              float         *a,
              const blasint *lda,
              float         *d,
              float         *e,
              float         *tau,
              float         *work,
              const blasint *lwork,
              blasint       *info,
              gsize          uplo_length);
void sstedc_ (const char    *compz,
              const blasint *n,
              float         *d,
              float         *e,
              float         *z,
              const blasint *ldz,
              float         *work,
              const blasint *lwork,
              blasint       *iwork,
              const blasint *liwork,
              blasint       *info,
              gsize          compz_length);
void sormtr_ (const char    *side,
              const char    *uplo,
              const char    *trans,
              const blasint *m,
              const blasint *n,
              const float   *a,
              const blasint *lda,
              const float   *tau,
              float         *c,
              const blasint *ldc,
              float         *work,
              const blasint *lwork,
              blasint       *info,
              gsize          side_length,
              gsize          uplo_length,
              gsize          trans_length);

/* Columns of work space for the blocked steps; LAPACK's own blocks have 32 to 64. */
#define WORK_COLUMNS 64

/* Eigenvectors that a member turns back at once, between two looks at the cancellable. The blocks
 * are the same whoever takes them, since what comes out may depend on their size. */
#define VECTORS_PER_BLOCK 192
#define N_BLOCKS (OV_N_MODES / VECTORS_PER_BLOCK)

/* Where the time goes, for the progress. */
#define DONE_AFTER_TRIDIAGONAL 0.55
#define DONE_AFTER_VECTORS 0.85

G_STATIC_ASSERT (OV_N_MODES % VECTORS_PER_BLOCK == 0);

static const blasint n = OV_IMAGE_SIZE;

typedef struct
{
  const float  *reflectors;
  const float  *factors;
  float        *vectors;
  GCancellable *cancellable;
  blasint      *infos; /* [members] */
} Turn;

static gboolean
check (blasint  info,
       GError **error)
{
  if (info == 0)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_LIBRARY,
               _("LAPACK could not find the eigenvalues of the images (code %d). "
                 "Check that the images are not damaged, or try another OpenBLAS."),
               (int) info);
  return FALSE;
}

static void
turn_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  const Turn *work = user_data;
  const blasint n_vectors = VECTORS_PER_BLOCK;
  const blasint size = VECTORS_PER_BLOCK * WORK_COLUMNS + (WORK_COLUMNS + 1) * WORK_COLUMNS;
  g_autofree float *space = g_new (float, size);
  const OvShare share = ov_thread_pool_share (N_BLOCKS, member, n_members);

  for (gsize block = share.begin; block < share.end && work->infos[member] == 0; block++)
    {
      if (g_cancellable_is_cancelled (work->cancellable))
        return;
      sormtr_ ("L", "L", "N", &n, &n_vectors, work->reflectors, &n, work->factors,
               work->vectors + block * VECTORS_PER_BLOCK * OV_IMAGE_SIZE, &n, space, &size,
               &work->infos[member], 1, 1, 1);
    }
}

/* The eigenvectors of the tridiagonal matrix become those of the matrix. */
static gboolean
turn_back (const OvQuadraticWork *work,
           const float           *reflectors,
           const float           *factors,
           float                 *vectors,
           GError               **error)
{
  const guint n_members = ov_thread_pool_get_size (work->pool);
  g_autofree blasint *infos = g_new0 (blasint, n_members);
  Turn turn = {reflectors, factors, vectors, work->cancellable, infos};

  ov_thread_pool_run (work->pool, turn_member, &turn);

  if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n_members; i++)
    if (!check (infos[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
find_tridiagonal_vectors (float   *eigenvalues,
                          float   *off_diagonal,
                          float   *vectors,
                          GError **error)
{
  const blasint n_floats = 1 + 4 * n + n * n;
  const blasint n_ints = 3 + 5 * n;
  g_autofree float *floats = g_new (float, n_floats);
  g_autofree blasint *ints = g_new (blasint, n_ints);
  blasint info = 0;

  sstedc_ ("I", &n, eigenvalues, off_diagonal, vectors, &n, floats, &n_floats, ints, &n_ints,
           &info, 1);

  return check (info, error);
}

/*
 * ov_eigen_decompose:
 * @work: given up after the step that it is at
 * @matrix: [3072 × 3072], symmetric; spoilt
 * @eigenvalues: (out): [3072], ascending
 * @vectors: (out): [3072 × 3072], each row an eigenvector of length 1
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED or %OV_ERROR_LIBRARY set
 */
gboolean
ov_eigen_decompose (const OvQuadraticWork *work,
                    float                 *matrix,
                    float                 *eigenvalues,
                    float                 *vectors,
                    GError               **error)
{
  const blasint size = n * WORK_COLUMNS;
  g_autofree float *space = g_new (float, size);
  g_autofree float *off_diagonal = g_new (float, n);
  g_autofree float *factors = g_new (float, n);
  blasint info = 0;

  ssytrd_ ("L", &n, matrix, &n, eigenvalues, off_diagonal, factors, space, &size, &info, 1);
  if (!check (info, error) || g_cancellable_set_error_if_cancelled (work->cancellable, error))
    return FALSE;
  ov_quadratic_work_report (work, DONE_AFTER_TRIDIAGONAL);

  if (!find_tridiagonal_vectors (eigenvalues, off_diagonal, vectors, error)
      || g_cancellable_set_error_if_cancelled (work->cancellable, error))
    return FALSE;
  ov_quadratic_work_report (work, DONE_AFTER_VECTORS);

  if (!turn_back (work, matrix, factors, vectors, error))
    return FALSE;
  ov_quadratic_work_report (work, 1.0);

  return TRUE;
}

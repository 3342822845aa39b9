/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <string.h>

#include "quadratic-private.h"

/* Rows of the test set's matrix that a member turns between two looks at the cancellable. The
 * blocks are the same whoever takes them, since what comes out may depend on their size. */
#define ROWS_PER_BLOCK 192
#define N_BLOCKS (OV_N_MODES / ROWS_PER_BLOCK)

G_STATIC_ASSERT (OV_N_MODES % ROWS_PER_BLOCK == 0);

/* Where the time goes, for the progress: the shares that are done after each stage. */
static const double stage_ends[] = {0.35, 0.8, 0.87, 1.0};

/* Passes the progress of one stage on as progress of the whole. */
typedef struct
{
  OvQuadraticFunc func;
  gpointer        user_data;
  guint           stage;
} Progress;

static void
progress_cb (double   done,
             gpointer user_data)
{
  const Progress *progress = user_data;
  const double begin = progress->stage > 0 ? stage_ends[progress->stage - 1] : 0.0;

  if (progress->func != NULL)
    progress->func (begin + done * (stage_ends[progress->stage] - begin), progress->user_data);
}

typedef struct
{
  const float  *second;  /* [3072 × 3072] */
  const float  *vectors; /* [modes × 3072] */
  float        *out;     /* [modes × modes] */
  GCancellable *cancellable;
} Rotation;

/* Each row of V·A·Vᵀ depends on its own row of V·A only. */
static void
rotate_member (guint    member,
               guint    n_members,
               gpointer user_data)
{
  const Rotation *work = user_data;
  g_autofree float *rows = g_new (float, (gsize) ROWS_PER_BLOCK *OV_IMAGE_SIZE);
  const OvShare share = ov_thread_pool_share (N_BLOCKS, member, n_members);

  for (gsize block = share.begin; block < share.end; block++)
    {
      const gsize first = block * ROWS_PER_BLOCK;

      if (g_cancellable_is_cancelled (work->cancellable))
        return;
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
                   ROWS_PER_BLOCK, OV_IMAGE_SIZE, OV_IMAGE_SIZE,
                   1.0f, work->vectors + first * OV_IMAGE_SIZE, OV_IMAGE_SIZE,
                   work->second, OV_IMAGE_SIZE, 0.0f, rows, OV_IMAGE_SIZE);
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
                   ROWS_PER_BLOCK, OV_N_MODES, OV_IMAGE_SIZE,
                   1.0f, rows, OV_IMAGE_SIZE, work->vectors, OV_IMAGE_SIZE,
                   0.0f, work->out + first * OV_N_MODES, OV_N_MODES);
    }
}

/* The coordinates of some rows of pixels along the eigenvectors. */
static void
rotate_rows (const float *vectors,
             const float *rows,
             guint        n_rows,
             float       *out)
{
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (blasint) n_rows, OV_N_MODES, OV_IMAGE_SIZE,
               1.0f, rows, OV_IMAGE_SIZE, vectors, OV_IMAGE_SIZE, 0.0f, out, OV_N_MODES);
}

/* What is linear in the weights: a few rows, found after the eigenvectors are known. */
static void
build_cross (OvQuadratic  *self,
             OvDataset    *dataset,
             OvThreadPool *pool)
{
  const gsize size = OV_N_CLASSES * OV_IMAGE_SIZE;
  OvQuadraticValues *values = self->values;
  g_autofree double *cross = g_new (double, size);
  g_autofree float *test_cross = g_new (float, size);
  float test_mean[OV_IMAGE_SIZE];

  ov_covariance_compute_cross (dataset, OV_SPLIT_TRAIN, pool, cross,
                               self->frequencies[OV_SPLIT_TRAIN]);
  for (gsize i = 0; i < size; i++)
    values->cross[i] = (float) cross[i];
  rotate_rows (values->vectors, values->cross, OV_N_CLASSES, values->mode_cross);

  ov_covariance_compute_cross (dataset, OV_SPLIT_TEST, pool, cross,
                               self->frequencies[OV_SPLIT_TEST]);
  for (gsize i = 0; i < size; i++)
    test_cross[i] = (float) cross[i];
  rotate_rows (values->vectors, test_cross, OV_N_CLASSES, values->test_cross);

  for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
    {
      double sum = 0.0;

      for (gsize k = 0; k < OV_N_CLASSES; k++)
        sum += cross[k * OV_IMAGE_SIZE + i];
      test_mean[i] = (float) sum;
    }
  rotate_rows (values->vectors, test_mean, 1, values->test_mean);
}

/* The test set is not centred on its own mean, and its second moments are not diagonal along the
 * training set's eigenvectors. */
static gboolean
build_test_second (OvQuadratic  *self,
                   OvDataset    *dataset,
                   OvThreadPool *pool,
                   Progress     *progress,
                   GCancellable *cancellable,
                   GError      **error)
{
  OvQuadraticValues *values = self->values;
  g_autofree float *second = g_new (float, OV_MATRIX_SIZE);
  Rotation rotation = {second, values->vectors, values->test_second, cancellable};

  progress->stage = 2;
  if (!ov_covariance_compute (dataset, OV_SPLIT_TEST, pool, second, progress_cb, progress,
                              cancellable, error))
    return FALSE;

  progress->stage = 3;
  ov_thread_pool_run (pool, rotate_member, &rotation);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  progress_cb (1.0, progress);

  return TRUE;
}

/*
 * ov_quadratic_build:
 * @self: a quadratic form whose numbers are to be set
 * @dataset: the images
 * @pool: the threads that share the work
 * @func: (nullable): called with how far the work is
 * @user_data: given to @func
 * @cancellable: (nullable): gives the work up, within a second at the latest
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED or %OV_ERROR_LIBRARY set
 */
gboolean
ov_quadratic_build (OvQuadratic    *self,
                    OvDataset      *dataset,
                    OvThreadPool   *pool,
                    OvQuadraticFunc func,
                    gpointer        user_data,
                    GCancellable   *cancellable,
                    GError        **error)
{
  OvQuadraticValues *values = self->values;
  Progress progress = {func, user_data, 0};

  for (guint split = 0; split < OV_N_SPLITS; split++)
    self->n_images[split] = ov_dataset_get_n_images (dataset, split);

  if (!ov_covariance_compute (dataset, OV_SPLIT_TRAIN, pool, values->second, progress_cb, &progress,
                              cancellable, error))
    return FALSE;

  /* The place of the test set's matrix is not needed yet: the decomposition spoils its copy. */
  progress.stage = 1;
  memcpy (values->test_second, values->second, OV_MATRIX_SIZE * sizeof (float));
  if (!ov_eigen_decompose (pool, values->test_second, values->eigenvalues, values->vectors,
                           progress_cb, &progress, cancellable, error))
    return FALSE;

  /* XᵀX has no negative eigenvalues: what is below zero was rounded there. */
  for (guint i = 0; i < OV_N_MODES; i++)
    values->eigenvalues[i] = MAX (values->eigenvalues[i], 0.0f);

  build_cross (self, dataset, pool);

  return build_test_second (self, dataset, pool, &progress, cancellable, error);
}

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
#define DONE_AFTER_TRAIN 0.35
#define DONE_AFTER_EIGEN 0.8
#define DONE_AFTER_TEST 0.87

/*
 * ov_quadratic_work_report:
 * @self: some work
 * @done: the share of its stage that is done
 *
 * Reports how far the whole is.
 */
void
ov_quadratic_work_report (const OvQuadraticWork *self,
                          double                 done)
{
  if (self->func != NULL)
    self->func (self->begin + done * (self->end - self->begin), self->user_data);
}

static void
begin_stage (OvQuadraticWork *work,
             double           end)
{
  work->begin = work->end;
  work->end = end;
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
build_test_second (OvQuadratic     *self,
                   OvQuadraticWork *work,
                   GError         **error)
{
  OvQuadraticValues *values = self->values;
  g_autofree float *second = g_new (float, OV_MATRIX_SIZE);
  Rotation rotation = {second, values->vectors, values->test_second, work->cancellable};

  begin_stage (work, DONE_AFTER_TEST);
  if (!ov_covariance_compute (work, OV_SPLIT_TEST, second, error))
    return FALSE;

  begin_stage (work, 1.0);
  ov_thread_pool_run (work->pool, rotate_member, &rotation);
  if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
    return FALSE;
  ov_quadratic_work_report (work, 1.0);

  return TRUE;
}

/*
 * ov_quadratic_build:
 * @self: a quadratic form whose numbers are to be set
 * @work: of which nothing is done yet; given up within a second at the latest
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED or %OV_ERROR_LIBRARY set
 */
gboolean
ov_quadratic_build (OvQuadratic     *self,
                    OvQuadraticWork *work,
                    GError         **error)
{
  OvQuadraticValues *values = self->values;

  for (guint split = 0; split < OV_N_SPLITS; split++)
    self->n_images[split] = work->dataset->n_images[split];

  begin_stage (work, DONE_AFTER_TRAIN);
  if (!ov_covariance_compute (work, OV_SPLIT_TRAIN, values->second, error))
    return FALSE;

  /* The place of the test set's matrix is not needed yet: the decomposition spoils its copy. */
  begin_stage (work, DONE_AFTER_EIGEN);
  memcpy (values->test_second, values->second, OV_MATRIX_SIZE * sizeof (float));
  if (!ov_eigen_decompose (work, values->test_second, values->eigenvalues, values->vectors, error))
    return FALSE;

  /* XᵀX has no negative eigenvalues: what is below zero was rounded there. */
  for (guint i = 0; i < OV_N_MODES; i++)
    values->eigenvalues[i] = MAX (values->eigenvalues[i], 0.0f);

  build_cross (self, work->dataset, work->pool);

  return build_test_second (self, work, error);
}

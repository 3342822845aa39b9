/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "thread-pool.h"

#define OV_N_MODES OV_IMAGE_SIZE
#define OV_MATRIX_SIZE ((gsize) OV_IMAGE_SIZE * OV_IMAGE_SIZE)

/*
 * OvQuadraticValues:
 *
 * Every number of a quadratic form but those of the header, in one block that goes to the cache as
 * it is. "Modes" are coordinates along the eigenvectors of @second, in the eigenvalues' order.
 */
typedef struct
{
  float second[OV_MATRIX_SIZE];                /* A = XᵀX/N of the training set */
  float vectors[OV_MATRIX_SIZE];               /* [modes × 3072], each row an eigenvector of A */
  float test_second[OV_MATRIX_SIZE];           /* [modes × modes], that of the test set */
  float cross[OV_N_CLASSES * OV_IMAGE_SIZE];   /* [10 × 3072], C = XᵀY/N of the training set */
  float mode_cross[OV_N_CLASSES * OV_N_MODES]; /* [10 × modes], the same along the modes */
  float test_cross[OV_N_CLASSES * OV_N_MODES]; /* [10 × modes], that of the test set */
  float test_mean[OV_N_MODES];                 /* [modes], the test images' mean */
  float eigenvalues[OV_N_MODES];               /* of A, ascending */
} OvQuadraticValues;

struct _OvQuadratic
{
  OvQuadraticValues *values;
  guint              n_images[OV_N_SPLITS];
  double             frequencies[OV_N_SPLITS][OV_N_CLASSES]; /* each class's share of the images */
};

/*
 * OvQuadraticWork:
 * @dataset: the images
 * @pool: the threads that share the work
 * @func: (nullable): called with the share of the whole work that is done
 * @user_data: given to @func
 * @cancellable: (nullable): gives the work up
 * @begin: which share was done before the stage that is being worked on
 * @end: which share is done after it
 *
 * What is common to all that is computed for a quadratic form.
 */
typedef struct
{
  OvDataset      *dataset;
  OvThreadPool   *pool;
  OvQuadraticFunc func;
  gpointer        user_data;
  GCancellable   *cancellable;
  double          begin;
  double          end;
} OvQuadraticWork;

void         ov_quadratic_work_report (const OvQuadraticWork *self,
                                       double                 done);

OvQuadratic *ov_quadratic_allocate (void);
gboolean     ov_quadratic_build    (OvQuadratic      *self,
                                    OvQuadraticWork  *work,
                                    GError          **error);
OvQuadratic *ov_quadratic_load     (OvDataset        *dataset,
                                    GFile            *file,
                                    const char       *hash);
gboolean     ov_quadratic_save     (const OvQuadratic *self,
                                    GFile            *file,
                                    const char       *hash,
                                    GCancellable     *cancellable,
                                    GError          **error);

/* The second moments are symmetric: they are computed in square blocks, of which those above the
 * diagonal are copies of those below. */
#define OV_COVARIANCE_BLOCK 384

/* The cache's folder: quadratic-folder.c. */
void         ov_quadratic_trim_folder (GFile           *folder);

/* Moments of a split: moments.c. */
gboolean     ov_covariance_find_block    (guint             index,
                                          gsize            *row,
                                          gsize            *column);
gboolean     ov_covariance_compute       (const OvQuadraticWork *work,
                                          OvSplit                split,
                                          float                 *second,
                                          GError               **error);
void         ov_covariance_compute_cross (OvDataset        *dataset,
                                          OvSplit           split,
                                          OvThreadPool     *pool,
                                          double           *cross,
                                          double           *frequencies);

/* The same from products of bytes: byte-moments.c. */
gboolean     ov_covariance_int8_suits   (guint             n_images);
gboolean     ov_covariance_int8_compute (const OvQuadraticWork *work,
                                         OvSplit                split,
                                         float                 *second,
                                         GError               **error);

/* Eigenvalues and eigenvectors: eigen.c. */
gboolean     ov_eigen_decompose    (const OvQuadraticWork *work,
                                    float                 *matrix,
                                    float                 *eigenvalues,
                                    float                 *vectors,
                                    GError               **error);

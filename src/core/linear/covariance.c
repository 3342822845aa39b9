/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <string.h>

#include "quadratic-private.h"
#include "tile.h"

/* Images that are turned into floats at once, for all members to multiply. */
#define TILE 2048

G_STATIC_ASSERT (OV_IMAGE_SIZE % OV_COVARIANCE_BLOCK == 0);

typedef struct
{
  const guint8 *pixels;
  guint         n_images;
  const float  *mean;   /* [3072], in steps of a byte */
  float        *tile;   /* [TILE × 3072] */
  float        *second; /* [3072 × 3072] */
  double        factor; /* 1 / number of images */
} Second;

static void
fill_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  const Second *work = user_data;
  const OvShare share = ov_thread_pool_share (work->n_images, member, n_members);

  ov_tile_fill (work->tile + (gsize) share.begin * OV_IMAGE_SIZE, work->pixels, NULL, share.begin,
                share.end - share.begin, work->mean, 1.0f / 255.0f);
}

/*
 * ov_covariance_find_block:
 * @index: counts the blocks on and below the diagonal, row by row
 * @row: (out): the block's first row
 * @column: (out): its first column
 *
 * Returns: whether there are as many blocks
 */
gboolean
ov_covariance_find_block (guint  index,
                          gsize *row,
                          gsize *column)
{
  guint n_before = 0; /* blocks to the left of the one on the diagonal */

  while (index > n_before)
    index -= ++n_before;

  *row = (gsize) n_before * OV_COVARIANCE_BLOCK;
  *column = (gsize) index * OV_COVARIANCE_BLOCK;

  return *row < OV_IMAGE_SIZE;
}

static void
multiply_member (guint    member,
                 guint    n_members,
                 gpointer user_data)
{
  const Second *work = user_data;
  gsize row;
  gsize column;

  for (guint i = member; ov_covariance_find_block (i, &row, &column); i += n_members)
    {
      float *block = work->second + row * OV_IMAGE_SIZE + column;

      if (row == column)
        cblas_ssyrk (CblasRowMajor, CblasLower, CblasTrans,
                     OV_COVARIANCE_BLOCK, (blasint) work->n_images,
                     1.0f, work->tile + row, OV_IMAGE_SIZE, 1.0f, block, OV_IMAGE_SIZE);
      else
        cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans,
                     OV_COVARIANCE_BLOCK, OV_COVARIANCE_BLOCK, (blasint) work->n_images,
                     1.0f, work->tile + row, OV_IMAGE_SIZE, work->tile + column, OV_IMAGE_SIZE,
                     1.0f, block, OV_IMAGE_SIZE);
    }
}

/* Divides by the number of images and copies what is below the diagonal to above it. */
static void
finish_member (guint    member,
               guint    n_members,
               gpointer user_data)
{
  const Second *work = user_data;

  for (gsize row = member; row < OV_IMAGE_SIZE; row += n_members)
    for (gsize column = 0; column <= row; column++)
      {
        float *value = &work->second[row * OV_IMAGE_SIZE + column];

        *value = (float) ((double) *value * work->factor);
        work->second[column * OV_IMAGE_SIZE + row] = *value;
      }
}

/*
 * ov_covariance_compute:
 * @work: whose images; given up within some tens of milliseconds
 * @split: which of them
 * @second: (out): [3072 × 3072], XᵀX/n with pixels from 0 to 1 less the training set's mean
 * @error: return location for an error
 *
 * Where the processor multiplies bytes, ov_covariance_int8_compute() does the work. Elsewhere the
 * pixels are centred before they are multiplied as floats: to subtract the mean's products
 * afterwards would cost the digits that count.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED set
 */
gboolean
ov_covariance_compute (const OvQuadraticWork *work,
                       OvSplit                split,
                       float                 *second,
                       GError               **error)
{
  const guint n_images = work->dataset->n_images[split];
  const guint8 *pixels = work->dataset->pixels[split];
  g_autofree float *tile = NULL;
  Second own = {
    .mean = work->dataset->mean_image,
    .second = second,
    .factor = 1.0 / n_images,
  };

  if (ov_covariance_int8_suits (n_images))
    return ov_covariance_int8_compute (work, split, second, error);

  memset (second, 0, OV_MATRIX_SIZE * sizeof (float));
  tile = g_new (float, (gsize) TILE *OV_IMAGE_SIZE);
  own.tile = tile;

  for (guint first = 0; first < n_images; first += TILE)
    {
      if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
        return FALSE;

      own.pixels = pixels + (gsize) first * OV_IMAGE_SIZE;
      own.n_images = MIN (TILE, n_images - first);
      ov_thread_pool_run (work->pool, fill_member, &own);
      ov_thread_pool_run (work->pool, multiply_member, &own);
      ov_quadratic_work_report (work, (double) (first + own.n_images) / n_images);
    }

  ov_thread_pool_run (work->pool, finish_member, &own);

  return TRUE;
}

typedef struct
{
  const guint8 *pixels;
  const guint8 *labels;
  guint         n_images;
  guint32 (*sums)[OV_N_CLASSES][OV_IMAGE_SIZE]; /* [members] */
} Cross;

static void
add_image (guint32 *restrict sums,
           const guint8 *restrict image)
{
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    sums[i] += image[i];
}

static void
sum_member (guint    member,
            guint    n_members,
            gpointer user_data)
{
  const Cross *work = user_data;
  const OvShare share = ov_thread_pool_share (work->n_images, member, n_members);

  for (guint i = share.begin; i < share.end; i++)
    add_image (work->sums[member][work->labels[i]], work->pixels + (gsize) i * OV_IMAGE_SIZE);
}

/*
 * ov_covariance_compute_cross:
 * @dataset: the images
 * @split: which of them
 * @pool: the threads that share the work
 * @cross: (out): [10 × 3072], XᵀY/n, one row per class
 * @frequencies: (out): [10], each class's share of the images
 *
 * Bytes are added as whole numbers, so that nothing but the mean image is rounded. The sum of the
 * rows of @cross is the mean of the split's centred images, which is 0 for the training set.
 */
void
ov_covariance_compute_cross (OvDataset    *dataset,
                             OvSplit       split,
                             OvThreadPool *pool,
                             double       *cross,
                             double       *frequencies)
{
  const guint n_members = ov_thread_pool_get_size (pool);
  const guint n_images = dataset->n_images[split];
  const float *mean = dataset->mean_image;
  Cross work = {dataset->pixels[split], dataset->labels[split],
                n_images};
  guint n_of_class[OV_N_CLASSES] = {0};

  work.sums = g_malloc0_n (n_members, sizeof *work.sums);
  ov_thread_pool_run (pool, sum_member, &work);

  for (guint i = 0; i < n_images; i++)
    n_of_class[work.labels[i]]++;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      frequencies[k] = (double) n_of_class[k] / n_images;
      for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
        {
          guint64 sum = 0;

          for (guint member = 0; member < n_members; member++)
            sum += work.sums[member][k][i];
          cross[k * OV_IMAGE_SIZE + i] = ((double) sum - n_of_class[k] * (double) mean[i])
                                         / 255.0 / n_images;
        }
    }

  g_free (work.sums);
}

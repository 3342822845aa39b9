/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dnnl-product.h"
#include "quadratic-private.h"
#include "simd.h"
#include "tile.h"

/* Images that are collected at once, for all members to multiply. */
#define TILE 4096

/* As many as have products of signed bytes that fit into a 32-bit integer. */
#define MOST_IMAGES 131071

typedef struct
{
  const guint8 *pixels;
  guint         n_images;            /* of the tile */
  gint8        *tile;                /* [TILE × 3072] */
  gint32       *sums;                /* [3072 × 3072], of products, on and below the diagonal */
  gint32       *totals;              /* [3072], of the pixels */
  gint32      **products;            /* [members][384 × 384] */
  double        mean[OV_IMAGE_SIZE]; /* on the signed bytes' scale */
  double        n_all;
  float        *second; /* [3072 × 3072] */
} Work;

static void
fill_member (guint    member,
             guint    n_members,
             gpointer user_data)
{
  const Work *work = user_data;
  const OvShare share = ov_thread_pool_share (work->n_images, member, n_members);

  ov_tile_fill_signed (work->tile + (gsize) share.begin * OV_IMAGE_SIZE, work->pixels, NULL,
                       share.begin, share.end - share.begin);
}

OV_MULTIVERSION static void
add_row (gint32 *restrict sums,
         const gint32 *restrict products)
{
  for (guint i = 0; i < OV_COVARIANCE_BLOCK; i++)
    sums[i] += products[i];
}

OV_MULTIVERSION static void
add_pixels (gint32 *restrict totals,
            const gint8 *restrict image,
            guint n)
{
  for (guint i = 0; i < n; i++)
    totals[i] += image[i];
}

static void
multiply_member (guint    member,
                 guint    n_members,
                 gpointer user_data)
{
  const Work *work = user_data;
  const OvShare pixels = ov_thread_pool_share (OV_IMAGE_SIZE, member, n_members);
  gint32 *products = work->products[member];
  gsize row;
  gsize column;

  for (guint i = member; ov_covariance_find_block (i, &row, &column); i += n_members)
    {
      ov_dnnl_multiply_bytes (TRUE, FALSE, OV_COVARIANCE_BLOCK, OV_COVARIANCE_BLOCK, work->n_images,
                              work->tile + row, OV_IMAGE_SIZE,
                              work->tile + column, OV_IMAGE_SIZE, products);
      for (gsize k = 0; k < OV_COVARIANCE_BLOCK; k++)
        add_row (work->sums + (row + k) * OV_IMAGE_SIZE + column,
                 products + k * OV_COVARIANCE_BLOCK);
    }

  for (gsize i = 0; i < work->n_images; i++)
    add_pixels (work->totals + pixels.begin, work->tile + i * OV_IMAGE_SIZE + pixels.begin,
                pixels.end - pixels.begin);
}

/* Σ (x − m)(y − m') = Σ xy − m' Σ x − m Σ y + n m m', whose terms are whole numbers and their
 * products with the mean: a double loses nothing of them that a float would show. */
static void
finish_member (guint    member,
               guint    n_members,
               gpointer user_data)
{
  const Work *work = user_data;
  const double *mean = work->mean;
  const double factor = 1.0 / (255.0 * 255.0 * work->n_all);

  for (gsize row = member; row < OV_IMAGE_SIZE; row += n_members)
    for (gsize column = 0; column <= row; column++)
      {
        const double sum = work->sums[row * OV_IMAGE_SIZE + column];
        const double shift = mean[column] * work->totals[row] + mean[row] * work->totals[column]
                             - work->n_all * mean[row] * mean[column];
        const float value = (float) ((sum - shift) * factor);

        work->second[row * OV_IMAGE_SIZE + column] = value;
        work->second[column * OV_IMAGE_SIZE + row] = value;
      }
}

/*
 * ov_covariance_int8_suits:
 * @n_images: how many images a split has
 *
 * Returns: whether ov_covariance_int8_compute() can be used, and is faster on this processor
 */
gboolean
ov_covariance_int8_suits (guint n_images)
{
  return n_images <= MOST_IMAGES && ov_dnnl_multiplies_bytes ();
}

/*
 * ov_covariance_int8_compute:
 * @work: whose images; given up within some tens of milliseconds
 * @split: which of them; ov_covariance_int8_suits() their number
 * @second: (out): [3072 × 3072], see ov_covariance_compute()
 * @error: return location for an error
 *
 * As ov_covariance_compute(), from products of the bytes themselves, which are exact.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED set
 */
gboolean
ov_covariance_int8_compute (const OvQuadraticWork *work,
                            OvSplit                split,
                            float                 *second,
                            GError               **error)
{
  const guint n_images = work->dataset->n_images[split];
  const guint8 *pixels = work->dataset->pixels[split];
  const float *mean = work->dataset->mean_image;
  g_autoptr (GPtrArray) products = g_ptr_array_new_with_free_func (g_free);
  g_autofree gint8 *tile = g_new (gint8, (gsize) MIN (TILE, n_images) * OV_IMAGE_SIZE);
  g_autofree gint32 *sums = g_new0 (gint32, OV_MATRIX_SIZE);
  g_autofree gint32 *totals = g_new0 (gint32, OV_IMAGE_SIZE);
  Work own = {.tile = tile, .sums = sums, .totals = totals, .n_all = n_images, .second = second};

  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    own.mean[i] = (double) mean[i] - OV_TILE_SIGNED_ZERO;
  for (guint i = 0; i < ov_thread_pool_get_size (work->pool); i++)
    g_ptr_array_add (products, g_new (gint32, OV_COVARIANCE_BLOCK * OV_COVARIANCE_BLOCK));
  own.products = (gint32 **) products->pdata;

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

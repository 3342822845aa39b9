/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layer.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>

#include "affine.h"
#include "simd.h"

/*
 * The affine layer: out = in · Wᵀ + b, with W [out × in]. Its products are OpenBLAS's.
 *
 * A product with ten columns spends most of its time on packing the images. OpenBLAS has kernels
 * that do without packing, which it takes when rows × columns × depth is at most a million; so a
 * narrow layer goes through its images in blocks of a few rows.
 */

#define SMALL_PRODUCT 1000000
#define LEAST_BLOCK_ROWS 16

/* Outputs whose sums are taken side by side. */
#define COLUMNS 64

static guint
choose_block_rows (gsize n_in,
                   gsize n_out,
                   guint n)
{
  const gsize rows = SMALL_PRODUCT / (n_in * n_out);

  return rows >= LEAST_BLOCK_ROWS ? (guint) MIN (rows, n) : n;
}

OV_MULTIVERSION static void
add_bias (float *restrict rows,
          const float *restrict bias,
          gsize n_rows,
          gsize n_out)
{
  for (gsize i = 0; i < n_rows; i++)
    for (gsize k = 0; k < n_out; k++)
      rows[i * n_out + k] += bias[k];
}

OV_MULTIVERSION static void
sum_columns (const float *restrict rows,
             float *restrict sum,
             gsize n_rows,
             gsize stride,
             gsize n)
{
  double totals[COLUMNS] = {0};

  for (gsize i = 0; i < n_rows; i++)
    for (gsize k = 0; k < n; k++)
      totals[k] += (double) rows[i * stride + k];

  for (gsize k = 0; k < n; k++)
    sum[k] = (float) ((double) sum[k] + totals[k]);
}

/**
 * ov_affine_sum_rows:
 * @rows: [@n_rows × @n_out], the derivatives with respect to the outputs of some images
 * @sum: [@n_out], what they are added to: the derivative with respect to the biases
 * @n_rows: how many images there are
 * @n_out: how many outputs an image has
 *
 * Sums are taken in double precision: where all images pull the same way, floats would lose digits.
 */
void
ov_affine_sum_rows (const float *rows,
                    float       *sum,
                    gsize        n_rows,
                    gsize        n_out)
{
  for (gsize first = 0; first < n_out; first += COLUMNS)
    sum_columns (rows + first, sum + first, n_rows, n_out, MIN (COLUMNS, n_out - first));
}

/**
 * ov_affine_set_gradient:
 * @layer: an affine layer
 * @first: the first of some inputs
 * @n: how many
 * @in: [@n_images × all inputs]
 * @d_out: [@n_images × outputs], the derivative of the loss with respect to the output
 * @n_images: how many images there are
 * @gradient: (out): [parameters of the network], whose derivatives with respect to the weights of
 *   these inputs are set
 *
 * Does a part of a layer's way back. Threads can share a layer by its inputs, so that no sum over
 * the images has to be put together afterwards.
 */
void
ov_affine_set_gradient (const OvLayer *layer,
                        gsize          first,
                        gsize          n,
                        const float   *in,
                        const float   *d_out,
                        guint          n_images,
                        float         *gradient)
{
  const blasint n_in = (blasint) ov_shape_get_size (layer->in);
  const blasint n_out = (blasint) ov_shape_get_size (layer->out);

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, n_out, (blasint) n, (blasint) n_images,
               1.0f, d_out, n_out, in + first, n_in,
               0.0f, gradient + layer->tensors[0].offset + first, n_in);
}

static void
plan (OvShape   in,
      guint     n_out,
      OvShape  *out,
      OvTensor *tensors)
{
  *out = (OvShape) {n_out, 1, 1};

  tensors[0].n_dims = 2;
  tensors[0].dims[0] = n_out;
  tensors[0].dims[1] = (guint) ov_shape_get_size (in);
  tensors[1].n_dims = 1;
  tensors[1].dims[0] = n_out;
}

static void
forward (const OvLayerCall *call)
{
  const gsize n_in = ov_shape_get_size (call->layer->in);
  const gsize n_out = ov_shape_get_size (call->layer->out);
  const float *weight = call->parameters + call->layer->tensors[0].offset;
  const float *bias = call->parameters + call->layer->tensors[1].offset;
  const guint block_rows = choose_block_rows (n_in, n_out, call->n);

  for (guint row = 0; row < call->n; row += block_rows)
    {
      const guint rows = MIN (block_rows, call->n - row);
      float *block = call->out + row * n_out;

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
                   (blasint) rows, (blasint) n_out, (blasint) n_in,
                   1.0f, call->in + row * n_in, (blasint) n_in, weight, (blasint) n_in,
                   0.0f, block, (blasint) n_out);

      add_bias (block, bias, rows, n_out);
    }
}

static void
backward (const OvLayerCall *call)
{
  const OvTensor *tensors = call->layer->tensors;
  const gsize n_in = ov_shape_get_size (call->layer->in);
  const gsize n_out = ov_shape_get_size (call->layer->out);
  const guint block_rows = choose_block_rows (n_in, n_out, call->n);

  for (guint row = 0; call->gradient != NULL && row < call->n; row += block_rows)
    {
      const guint rows = MIN (block_rows, call->n - row);
      const float *d_block = call->d_out + row * n_out;

      cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans,
                   (blasint) n_out, (blasint) n_in, (blasint) rows,
                   1.0f, d_block, (blasint) n_out, call->in + row * n_in, (blasint) n_in,
                   1.0f, call->gradient + tensors[0].offset, (blasint) n_in);

      ov_affine_sum_rows (d_block, call->gradient + tensors[1].offset, rows, n_out);
    }

  if (call->d_in != NULL)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
                 (blasint) call->n, (blasint) n_in, (blasint) n_out,
                 1.0f, call->d_out, (blasint) n_out,
                 call->parameters + tensors[0].offset, (blasint) n_in,
                 0.0f, call->d_in, (blasint) n_in);
}

const OvLayerClass ov_affine_class = {
  .kind = N_("Affine"),
  .n_tensors = 2,
  .plan = plan,
  .forward = forward,
  .backward = backward,
};

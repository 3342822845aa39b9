/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "affine-int8.h"

#include <string.h>

#include "dnnl-product.h"
#include "int8-split.h"
#include "thread-pool.h"
#include "tile.h"

/*
 * out = x · Wᵀ + b and its derivative with respect to W, for images x that are bytes. The floats on
 * the other side are split into digits (see int8-split.c), so that oneDNN's product of 8-bit
 * integers, which is exact, does the work of a float one. An output is at least as exact as
 * OpenBLAS's. A rough one is 1e-4 or so off, and a gradient 1e-5 of itself; that is enough to learn
 * from, since the gradients of two mini-batches differ by as much as their own size.
 */

/* Pixels whose gradients are multiplied at once: their sums have to stay in the cache. */
#define PIXELS_PER_BLOCK 512

/* Members take neighbouring pixels, a multiple of these. */
#define PIXELS_PER_SHARE 64

/* What one member needs for itself. */
typedef struct
{
  gint32  *products; /* [most at once × 3 × units] or [2 × units × PIXELS_PER_BLOCK] */
  guint32 *largest;  /* [units], the largest derivatives of the group */
  gint32  *sums;     /* [units], of the derivatives of the member's share of the images */
} Member;

struct _OvAffineInt8
{
  const OvLayer *layer;
  gsize          n_units;
  guint          most_at_once;
  guint          n_members;
  double         pixel_scale;           /* the value of one step of a byte */
  double         origin[OV_IMAGE_SIZE]; /* the mean image, in steps, on the signed bytes' scale */
  gint8         *weight_digits;         /* [3 × units × 3072] */
  double        *weight_scales;         /* [units] */
  double        *weight_offsets;        /* [units] */
  double        *rough_offsets;         /* [units], without the last digits */
  guint32       *tile_largest;          /* [tiles × units], each tile's largest derivatives */
  gint8         *derivative_digits;     /* [images of a group × 2 × units] */
  Member        *members;
};

/**
 * ov_affine_int8_suits:
 * @layer: the first layer of a network
 *
 * Returns: whether the layer can be computed from bytes, and is faster in that way on this
 *   processor
 */
gboolean
ov_affine_int8_suits (const OvLayer *layer)
{
  g_return_val_if_fail (layer != NULL, FALSE);

  return layer->klass == &ov_affine_class && ov_shape_get_size (layer->in) == OV_IMAGE_SIZE
         && ov_shape_get_size (layer->out) >= OV_AFFINE_INT8_LEAST_UNITS
         && ov_dnnl_multiplies_bytes ();
}

/**
 * ov_affine_int8_new:
 * @layer: a layer that suits, see ov_affine_int8_suits(); it outlives this
 * @mean: [3072], the mean image in steps of a byte, which is subtracted from the images
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 * @most_at_once: the most images that ov_affine_int8_multiply() is given
 * @most_images: the most images of a group, whose gradient is found together
 * @most_tiles: the most tiles that these are cut into
 * @n_members: how many threads there are
 *
 * Returns: (transfer full): a layer that has to be given weights with ov_affine_int8_prepare()
 */
OvAffineInt8 *
ov_affine_int8_new (const OvLayer *layer,
                    const float   *mean,
                    double         pixel_scale,
                    guint          most_at_once,
                    guint          most_images,
                    guint          most_tiles,
                    guint          n_members)
{
  OvAffineInt8 *self;
  gsize n_products;

  g_return_val_if_fail (ov_affine_int8_suits (layer), NULL);

  self = g_new0 (OvAffineInt8, 1);
  self->layer = layer;
  self->n_units = ov_shape_get_size (layer->out);
  self->most_at_once = most_at_once;
  self->n_members = n_members;
  self->pixel_scale = pixel_scale / 255.0;
  for (gsize i = 0; i < OV_IMAGE_SIZE; i++)
    self->origin[i] = (double) mean[i] - OV_TILE_SIGNED_ZERO;
  self->weight_digits = g_aligned_alloc (OV_N_WEIGHT_DIGITS * self->n_units, OV_IMAGE_SIZE,
                                         OV_LAYER_ALIGNMENT);
  self->weight_scales = g_new (double, self->n_units);
  self->weight_offsets = g_new (double, self->n_units);
  self->rough_offsets = g_new (double, self->n_units);
  self->tile_largest = g_new0 (guint32, most_tiles * self->n_units);
  self->derivative_digits = g_new (gint8, OV_N_DERIVATIVE_DIGITS * most_images * self->n_units);

  n_products = self->n_units
               * MAX (OV_N_WEIGHT_DIGITS * (gsize) most_at_once,
                      (gsize) OV_N_DERIVATIVE_DIGITS * PIXELS_PER_BLOCK);
  self->members = g_new0 (Member, n_members);
  for (guint i = 0; i < n_members; i++)
    self->members[i] = (Member) {
      .products = g_aligned_alloc (n_products, sizeof (gint32), OV_LAYER_ALIGNMENT),
      .largest = g_new0 (guint32, self->n_units),
      .sums = g_new0 (gint32, self->n_units),
    };

  return self;
}

/**
 * ov_affine_int8_free:
 * @self: (nullable): a layer
 */
void
ov_affine_int8_free (OvAffineInt8 *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_members; i++)
    {
      g_aligned_free (self->members[i].products);
      g_free (self->members[i].largest);
      g_free (self->members[i].sums);
    }
  g_free (self->members);
  g_aligned_free (self->weight_digits);
  g_free (self->weight_scales);
  g_free (self->weight_offsets);
  g_free (self->rough_offsets);
  g_free (self->tile_largest);
  g_free (self->derivative_digits);
  g_free (self);
}

/**
 * ov_affine_int8_prepare:
 * @self: a layer
 * @parameters: the network's block of parameters
 * @member: a member of the pool
 *
 * Takes over a member's share of the weights. Once all members have, any of them can go forward;
 * this has to be done again when the weights have changed.
 */
void
ov_affine_int8_prepare (OvAffineInt8 *self,
                        const float  *parameters,
                        guint         member)
{
  const float *weights = parameters + self->layer->tensors[0].offset;
  const OvShare share = ov_thread_pool_share ((guint) self->n_units, member, self->n_members);

  for (gsize unit = share.begin; unit < share.end; unit++)
    {
      const double scale = ov_int8_split_weights (
        weights + unit * OV_IMAGE_SIZE, OV_IMAGE_SIZE, self->origin,
        self->weight_digits + unit * OV_IMAGE_SIZE, self->n_units * OV_IMAGE_SIZE,
        &self->weight_offsets[unit], &self->rough_offsets[unit]);

      self->weight_scales[unit] = scale * self->pixel_scale;
    }
}

/**
 * ov_affine_int8_multiply:
 * @self: a layer that was prepared
 * @member: the calling member of the pool
 * @images: [@n_images × 3072], signed bytes, see ov_tile_fill_signed()
 * @n_images: how many
 * @roughly: whether 16 bits of each weight are enough, which takes two thirds of the time
 *
 * Multiplies some images with the weights, exactly. So it makes no difference to an image's output
 * with how many others it is multiplied.
 */
void
ov_affine_int8_multiply (OvAffineInt8 *self,
                         guint         member,
                         const gint8  *images,
                         guint         n_images,
                         gboolean      roughly)
{
  const guint n_digits = roughly ? OV_N_ROUGH_DIGITS : OV_N_WEIGHT_DIGITS;
  const gsize n_skipped = (OV_N_WEIGHT_DIGITS - n_digits) * self->n_units;

  g_return_if_fail (n_images <= self->most_at_once);

  ov_dnnl_multiply_bytes (FALSE, TRUE, n_images, n_digits * self->n_units, OV_IMAGE_SIZE,
                          images, OV_IMAGE_SIZE, self->weight_digits + n_skipped * OV_IMAGE_SIZE,
                          OV_IMAGE_SIZE, self->members[member].products);
}

/**
 * ov_affine_int8_join:
 * @self: a layer
 * @member: the calling member of the pool, after ov_affine_int8_multiply()
 * @first: the first of some of the images that it multiplied
 * @n_images: how many
 * @parameters: the network's block of parameters, for the biases
 * @roughly: as it was when they were multiplied
 * @out: (out): [@n_images × units]
 */
void
ov_affine_int8_join (OvAffineInt8 *self,
                     guint         member,
                     guint         first,
                     guint         n_images,
                     const float  *parameters,
                     gboolean      roughly,
                     float        *out)
{
  const guint n_digits = roughly ? OV_N_ROUGH_DIGITS : OV_N_WEIGHT_DIGITS;

  ov_int8_split_join_outputs (
    self->members[member].products + n_digits * first * self->n_units, n_digits, n_images,
    self->n_units, roughly ? self->rough_offsets : self->weight_offsets, self->weight_scales,
    parameters + self->layer->tensors[1].offset, out);
}

/**
 * ov_affine_int8_measure:
 * @self: a layer
 * @tile: the number of a tile in its group
 * @d_out: [@n_images × units], the derivative of the loss with respect to the tile's outputs
 * @n_images: how many images the tile has
 *
 * Looks for the tile's largest derivatives.
 */
void
ov_affine_int8_measure (OvAffineInt8 *self,
                        guint         tile,
                        const float  *d_out,
                        guint         n_images)
{
  guint32 *largest = self->tile_largest + tile * self->n_units;

  memset (largest, 0, self->n_units * sizeof *largest);
  ov_int8_split_find_largest (d_out, n_images, self->n_units, largest);
}

/**
 * ov_affine_int8_split:
 * @self: a layer all of whose group's tiles have been measured
 * @member: the calling member of the pool
 * @n_tiles: how many tiles the group has
 * @d_out: [@n_images × units], the derivative of the loss with respect to the group's outputs
 * @n_images: how many images the group has
 *
 * Writes a member's share of the derivatives with digits.
 */
void
ov_affine_int8_split (OvAffineInt8 *self,
                      guint         member,
                      guint         n_tiles,
                      const float  *d_out,
                      guint         n_images)
{
  Member *own = &self->members[member];
  const OvShare share = ov_thread_pool_share (n_images, member, self->n_members);

  memset (own->largest, 0, self->n_units * sizeof *own->largest);
  for (gsize tile = 0; tile < n_tiles; tile++)
    for (gsize unit = 0; unit < self->n_units; unit++)
      own->largest[unit] = MAX (own->largest[unit],
                                self->tile_largest[tile * self->n_units + unit]);

  memset (own->sums, 0, self->n_units * sizeof *own->sums);
  ov_int8_split_derivatives (
    d_out + share.begin * self->n_units, share.end - share.begin, self->n_units, own->largest,
    self->derivative_digits + OV_N_DERIVATIVE_DIGITS * share.begin * self->n_units, own->sums);
}

/* The sum of a unit's derivatives over the group's images, in their unit. */
static double
sum_members (const OvAffineInt8 *self,
             gsize               unit)
{
  gint64 sum = 0;

  for (guint member = 0; member < self->n_members; member++)
    sum += self->members[member].sums[unit];

  return (double) sum;
}

/**
 * ov_affine_int8_backward:
 * @self: a layer whose group's derivatives all members have split
 * @member: the calling member of the pool
 * @images: [@n_images × 3072], what the layer's input was
 * @n_images: how many images the group has
 * @gradient: [parameters of the network], whose derivatives with respect to the weights of the
 *   member's share of the pixels are set
 *
 * Multiplies the derivatives with the images, exactly, so that the share makes no difference.
 */
void
ov_affine_int8_backward (OvAffineInt8 *self,
                         guint         member,
                         const gint8  *images,
                         guint         n_images,
                         float        *gradient)
{
  Member *own = &self->members[member];
  float *weights = gradient + self->layer->tensors[0].offset;
  const OvShare share =
    ov_thread_pool_share (OV_IMAGE_SIZE / PIXELS_PER_SHARE, member, self->n_members);
  const gsize end = share.end * PIXELS_PER_SHARE;

  for (gsize first = share.begin * PIXELS_PER_SHARE; first < end; first += PIXELS_PER_BLOCK)
    {
      const gsize n = MIN (PIXELS_PER_BLOCK, end - first);

      ov_dnnl_multiply_bytes (TRUE, FALSE, OV_N_DERIVATIVE_DIGITS * self->n_units, n, n_images,
                              self->derivative_digits, OV_N_DERIVATIVE_DIGITS * self->n_units,
                              images + first, OV_IMAGE_SIZE, own->products);

      for (gsize unit = 0; unit < self->n_units; unit++)
        ov_int8_split_set_gradient (own->products + (self->n_units + unit) * n,
                                    own->products + unit * n, n, self->origin + first,
                                    sum_members (self, unit),
                                    (double) ov_int8_split_get_scale (own->largest[unit])
                                      * self->pixel_scale,
                                    weights + unit * OV_IMAGE_SIZE + first);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tile.h"

#include "simd.h"

OV_MULTIVERSION static void
convert (float *restrict out,
         const guint8 *restrict bytes,
         const float *restrict mean,
         float scale)
{
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    out[i] = ((float) bytes[i] - mean[i]) * scale;
}

/**
 * ov_tile_fill:
 * @tile: (out): [@n_images × 3072]
 * @pixels: [@n_images × 3072], bytes
 * @n_images: the number of images
 * @mean: [3072], what is subtracted: the mean image in steps of a byte
 * @scale: the value of one step of a byte, 1/255 or 1
 *
 * Turns neighbouring images into floats. The mean is subtracted before the scaling, so that a pixel
 * which is the same in all images becomes zero and not a rounding error: rectifiers and pools would
 * take the sign of one for a fact. A tile is small enough to stay in the cache until it is
 * multiplied; the whole data set as floats would take 737 MB.
 */
void
ov_tile_fill (float        *tile,
              const guint8 *pixels,
              guint         n_images,
              const float  *mean,
              float         scale)
{
  for (gsize i = 0; i < n_images; i++)
    convert (tile + i * OV_IMAGE_SIZE, pixels + i * OV_IMAGE_SIZE, mean, scale);
}

/**
 * ov_tile_gather:
 * @tile: (out): [@n_images × 3072]
 * @pixels: the pixels of the whole split, bytes
 * @order: [@n_images], which images of @pixels are wanted
 * @n_images: the number of images
 * @mean: [3072], what is subtracted, in steps of a byte
 * @scale: the value of one step of a byte
 *
 * As ov_tile_fill(), for images that lie apart.
 */
void
ov_tile_gather (float        *tile,
                const guint8 *pixels,
                const guint  *order,
                guint         n_images,
                const float  *mean,
                float         scale)
{
  for (gsize i = 0; i < n_images; i++)
    convert (tile + i * OV_IMAGE_SIZE, pixels + (gsize) order[i] * OV_IMAGE_SIZE, mean, scale);
}

OV_MULTIVERSION static void
make_signed (gint8 *restrict out,
             const guint8 *restrict bytes)
{
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    out[i] = (gint8) (bytes[i] - OV_TILE_SIGNED_ZERO);
}

/**
 * ov_tile_fill_signed:
 * @tile: (out): [@n_images × 3072], the pixels less %OV_TILE_SIGNED_ZERO
 * @pixels: bytes: of neighbouring images, or, with @order, of the whole split
 * @order: (nullable): [@n_images], which images of @pixels are wanted
 * @n_images: the number of images
 *
 * Brings images together as signed bytes, which products of bytes want.
 */
void
ov_tile_fill_signed (gint8        *tile,
                     const guint8 *pixels,
                     const guint  *order,
                     guint         n_images)
{
  for (gsize i = 0; i < n_images; i++)
    {
      const gsize image = order != NULL ? order[i] : i;

      make_signed (tile + i * OV_IMAGE_SIZE, pixels + image * OV_IMAGE_SIZE);
    }
}

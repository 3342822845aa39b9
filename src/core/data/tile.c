/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tile.h"

#include "simd.h"
#include "watch.h"

OV_MULTIVERSION OV_UNWATCHED static void
convert (float *restrict out,
         const guint8 *restrict bytes,
         const float *restrict mean,
         float scale)
{
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    out[i] = ((float) bytes[i] - mean[i]) * scale;
}

static const guint8 *
find_image (const guint8 *pixels,
            const guint  *order,
            gsize         place)
{
  const guint8 *image = pixels + (order != NULL ? order[place] : place) * OV_IMAGE_SIZE;

  ov_watch_read (image, OV_IMAGE_SIZE);

  return image;
}

/**
 * ov_tile_fill:
 * @tile: (out): [@n_images × 3072]
 * @pixels: the pixels of the whole split, bytes
 * @order: (nullable): in which order the images are taken; %NULL for their own
 * @first: the first image's place in that order
 * @n_images: the number of images
 * @mean: [3072], what is subtracted: the mean image in steps of a byte
 * @scale: the value of one step of a byte, 1/255 or 1
 *
 * Turns images into floats. The mean is subtracted before the scaling, so that a pixel
 * which is the same in all images becomes zero and not a rounding error: rectifiers and pools would
 * take the sign of one for a fact. A tile is small enough to stay in the cache until it is
 * multiplied; the whole data set as floats would take 737 MB.
 */
void
ov_tile_fill (float        *tile,
              const guint8 *pixels,
              const guint  *order,
              guint         first,
              guint         n_images,
              const float  *mean,
              float         scale)
{
  ov_watch_write (tile, n_images * OV_IMAGE_SIZE * sizeof *tile);
  ov_watch_read (mean, OV_IMAGE_SIZE * sizeof *mean);
  for (gsize i = 0; i < n_images; i++)
    convert (tile + i * OV_IMAGE_SIZE, find_image (pixels, order, first + i), mean, scale);
}

OV_MULTIVERSION OV_UNWATCHED static void
make_signed (gint8 *restrict out,
             const guint8 *restrict bytes)
{
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    out[i] = (gint8) (bytes[i] - OV_TILE_SIGNED_ZERO);
}

/**
 * ov_tile_fill_signed:
 * @tile: (out): [@n_images × 3072], the pixels less %OV_TILE_SIGNED_ZERO
 * @pixels: as in ov_tile_fill()
 * @order: (nullable): as in ov_tile_fill()
 * @first: as in ov_tile_fill()
 * @n_images: the number of images
 *
 * Collects images as signed bytes, which products of bytes need.
 */
void
ov_tile_fill_signed (gint8        *tile,
                     const guint8 *pixels,
                     const guint  *order,
                     guint         first,
                     guint         n_images)
{
  ov_watch_write (tile, n_images * OV_IMAGE_SIZE);
  for (gsize i = 0; i < n_images; i++)
    make_signed (tile + i * OV_IMAGE_SIZE, find_image (pixels, order, first + i));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel-layout.h"

/*
 * How the values of images with several channels lie in memory between the layers.
 *
 * Plain is [channels][height][width], as in a file. The convolutions are at their best when some
 * neighbouring channels of a pixel fill a vector register: then it is
 * [channels / block][height][width][block]. A block of one channel is the plain layout; a block of
 * all of them has the pixels outermost. Because of this rule no layer has to be told how its input
 * lies.
 */

/**
 * ov_channel_layout_get_block:
 * @channels: how many channels the values have
 *
 * Returns: how many neighbouring channels of a pixel lie next to each other; a divisor of
 *   @channels
 */
guint
ov_channel_layout_get_block (guint channels)
{
  const guint preferred = ov_dnnl_get_preferred_block ();

  if (preferred == OV_DNNL_ALL_CHANNELS)
    return channels % OV_DNNL_LEAST_BLOCK == 0 ? channels : 1;

  return channels % preferred == 0 ? preferred : 1;
}

/**
 * ov_channel_layout_describe:
 * @shape: the shape of one image's values
 * @n_images: the number of images
 *
 * Returns: (transfer full): the layout of values between two layers in oneDNN's words, to be freed
 *   with ov_dnnl_desc_free()
 */
OvDnnlDesc
ov_channel_layout_describe (OvShape shape,
                            guint   n_images)
{
  const dnnl_dim_t dims[] = {n_images, shape.channels, shape.height, shape.width};
  const guint block = ov_channel_layout_get_block (shape.channels);
  dnnl_format_tag_t tag;

  if (block == 1)
    tag = dnnl_abcd;
  else if (ov_dnnl_get_preferred_block () == OV_DNNL_ALL_CHANNELS)
    tag = dnnl_acdb;
  else
    tag = block == 16 ? dnnl_aBcd16b : dnnl_aBcd8b;

  return ov_dnnl_desc_new (G_N_ELEMENTS (dims), dims, tag);
}

/**
 * ov_channel_layout_from_plain:
 * @shape: the shape of one image's values
 * @plain: [@n_images × channels × height × width]
 * @values: (out): the same in the layout that lies between layers
 * @n_images: the number of images
 */
void
ov_channel_layout_from_plain (OvShape      shape,
                              const float *plain,
                              float       *values,
                              guint        n_images)
{
  const gsize block = ov_channel_layout_get_block (shape.channels);
  const gsize n_blocks = n_images * (shape.channels / block);
  const gsize n_pixels = (gsize) shape.height * shape.width;

  for (gsize i = 0; i < n_blocks; i++)
    for (gsize k = 0; k < block; k++)
      for (gsize p = 0; p < n_pixels; p++)
        values[(i * n_pixels + p) * block + k] = plain[(i * block + k) * n_pixels + p];
}

/**
 * ov_channel_layout_to_plain:
 * @shape: the shape of one image's values
 * @values: values in the layout that lies between layers
 * @plain: (out): [@n_images × channels × height × width]
 * @n_images: the number of images
 */
void
ov_channel_layout_to_plain (OvShape      shape,
                            const float *values,
                            float       *plain,
                            guint        n_images)
{
  const gsize block = ov_channel_layout_get_block (shape.channels);
  const gsize n_blocks = n_images * (shape.channels / block);
  const gsize n_pixels = (gsize) shape.height * shape.width;

  for (gsize i = 0; i < n_blocks; i++)
    for (gsize k = 0; k < block; k++)
      for (gsize p = 0; p < n_pixels; p++)
        plain[(i * block + k) * n_pixels + p] = values[(i * n_pixels + p) * block + k];
}

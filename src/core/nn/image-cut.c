/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image-cut.h"

#include "affine-int8.h"
#include "first-layer.h"
#include "gradient.h"

/*
 * How the images are cut up depends on the network and on their number alone. A range is a few
 * groups of much the same size; a group is cut into tiles, which are what is sent through the
 * network at once, and neighbouring tiles make a part, whose gradients are added as floats. Threads
 * take parts; everything else is added in the order of the images. So the bits of a sum, and those
 * of a product whose rounding depends on how many rows it has, do not depend on the number of
 * threads.
 */

/* A narrow network is bound by memory, so its tile has to stay in the second-level cache, and
 * adding up the parts of a group should be rare. A wide one wants long products, longer than can be
 * had of a mini-batch that several threads share, unless they are those of bytes, which may be made
 * for several tiles at once. The planes of a convolution are many times larger than the image, and
 * each layer reads what the one before has just written. A group is what the trainer goes through
 * before it stops to report how far it is. */
static const OvImageCut narrow_cut = {32, 25600};
static const OvImageCut planes_cut = {13, 1248};
static const OvImageCut floats_cut = {128, 1024};
static const OvImageCut floats_many_cut = {256, 2048};
static const OvImageCut bytes_cut = {64, 2048};

/* From this size of the first layer's output on, there are planes. */
#define PLANES_OUTPUTS 8192

/* A few tiles are a part each; of more, this many make a part, up to the most parts there can
 * be. */
#define FEW_TILES 8
#define TILES_PER_PART 4

/**
 * ov_image_cut_init:
 * @self: (out): how to cut images
 * @network: what they are sent through
 * @train: whether they are sent back as well
 * @n_images: how many there are
 */
void
ov_image_cut_init (OvImageCut *self,
                   OvNetwork  *network,
                   gboolean    train,
                   guint       n_images)
{
  const OvLayer *layer;

  g_return_if_fail (self != NULL);
  g_return_if_fail (network != NULL);

  layer = &network->layers[0];
  if (ov_shape_get_size (layer->out) >= PLANES_OUTPUTS)
    *self = planes_cut;
  else if (!ov_first_layer_suits (network))
    *self = narrow_cut;
  else if (ov_affine_int8_suits (layer))
    *self = bytes_cut;
  else
    *self = train && n_images <= floats_cut.group ? floats_cut : floats_many_cut;

  g_assert (self->tile <= OV_IMAGE_CUT_MOST_IN_TILE);
  g_assert (self->group <= self->tile * OV_IMAGE_CUT_MOST_TILES);
}

/**
 * ov_image_cut_count_groups:
 * @self: how to cut images
 * @n_images: how many images a range has
 *
 * Returns: how many groups it is cut into, of much the same size: a last small one would be slower
 */
guint
ov_image_cut_count_groups (const OvImageCut *self,
                           guint             n_images)
{
  return (n_images + self->group - 1) / self->group;
}

/**
 * ov_image_cut_count_tiles:
 * @self: how to cut images
 * @n_images: how many images a group has
 *
 * Returns: how many tiles it is cut into, of much the same size
 */
guint
ov_image_cut_count_tiles (const OvImageCut *self,
                          guint             n_images)
{
  return (n_images + self->tile - 1) / self->tile;
}

/**
 * ov_image_cut_count_parts:
 * @n_tiles: how many tiles a group has
 * @are_small: whether the parts have little to be summed up
 *
 * Returns: how many parts its tiles make, which is how many threads can share them
 */
guint
ov_image_cut_count_parts (guint    n_tiles,
                          gboolean are_small)
{
  if (are_small || n_tiles <= FEW_TILES)
    return MIN (n_tiles, OV_GRADIENT_MOST_PARTS);

  return CLAMP (n_tiles / TILES_PER_PART, FEW_TILES, OV_GRADIENT_MOST_PARTS);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* The most images of a tile, and the most tiles of a group. */
#define OV_IMAGE_CUT_MOST_IN_TILE 256
#define OV_IMAGE_CUT_MOST_TILES 800

/**
 * OvImageCut:
 * @tile: the most images of a tile, which are sent through the network at once
 * @group: the most images of a group, whose gradient is found together
 *
 * How a range of images is cut up for a network.
 */
typedef struct
{
  guint tile;
  guint group;
} OvImageCut;

void  ov_image_cut_init         (OvImageCut       *self,
                                 OvNetwork        *network,
                                 gboolean          train,
                                 guint             n_images);
guint ov_image_cut_count_groups (const OvImageCut *self,
                                 guint             n_images);
guint ov_image_cut_count_tiles  (const OvImageCut *self,
                                 guint             n_images);
guint ov_image_cut_count_parts  (guint             n_tiles,
                                 gboolean          are_small);

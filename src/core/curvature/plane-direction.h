/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "batch-runner.h"
#include "lanczos.h"

/**
 * OvPlaneDirections:
 * @OV_PLANE_PATH: the two main directions of the path
 * @OV_PLANE_RANDOM: two random ones, as long filter by filter as the weights
 * @OV_PLANE_STEEPEST: that in which the loss bends most, and the main one of the path
 *
 * What directions a plane through the space of a network's weights has.
 */
typedef enum
{
  OV_PLANE_PATH,
  OV_PLANE_RANDOM,
  OV_PLANE_STEEPEST,
} OvPlaneDirections;

#define OV_N_PLANE_DIRECTIONS 3

extern const char *const ov_plane_direction_names[];

double   ov_plane_direction_find_product  (const float     *a,
                                           const float     *b,
                                           gsize            n);
void     ov_plane_direction_remove_part   (float           *direction,
                                           const float     *vector,
                                           gsize            n);
void     ov_plane_direction_draw          (OvNetwork       *network,
                                           const float     *parameters,
                                           guint            seed,
                                           float           *direction);
gboolean ov_plane_direction_find_steepest (OvNetwork       *network,
                                           OvBatchRunner   *runner,
                                           OvThreadPool    *pool,
                                           guint            n_images,
                                           double           regularisation,
                                           guint            seed,
                                           float           *direction,
                                           OvLanczosResult *result,
                                           GCancellable    *cancellable,
                                           GError         **error);

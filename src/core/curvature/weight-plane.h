/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define OV_PLANE_AXES 2

/**
 * OvWeightPlane:
 * @n_parameters: how many weights and biases the network has
 * @origin: [@n_parameters], the weights whose coordinates are 0
 * @anchor: [@n_parameters], weights that lie in the plane
 * @place: the coordinates of the anchor
 * @directions: [@n_parameters] each, of unit length and orthogonal
 * @shares: how much of the path's variance about its mean each direction has, from 0 to 1
 *
 * A plane through the space of a network's weights. Immutable but by its owner; safe to read from
 * any thread.
 */
typedef struct
{
  gsize  n_parameters;
  float *origin;
  float *anchor;
  double place[OV_PLANE_AXES];
  float *directions[OV_PLANE_AXES];
  double shares[OV_PLANE_AXES];
} OvWeightPlane;

OvWeightPlane *ov_weight_plane_new     (const float *const  *snapshots,
                                        guint                n_snapshots,
                                        gsize                n_parameters,
                                        GCancellable        *cancellable);
OvWeightPlane *ov_weight_plane_new_along (const float *const *snapshots,
                                          guint               n_snapshots,
                                          gsize               n_parameters,
                                          const float *const *directions,
                                          gboolean            has_signs);
void           ov_weight_plane_free    (OvWeightPlane       *self);
void           ov_weight_plane_project (const OvWeightPlane *self,
                                        const float         *parameters,
                                        double              *place);
void           ov_weight_plane_locate  (const OvWeightPlane *self,
                                        const double        *place,
                                        float               *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvWeightPlane, ov_weight_plane_free)

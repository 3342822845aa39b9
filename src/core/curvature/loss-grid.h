/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weight-plane.h"

/**
 * OvLossGrid:
 * @low: the least coordinates
 * @high: the greatest ones
 * @n: how many points there are along each side, at least 2
 * @losses: [@n × @n], the losses, by rows of equal second coordinates, from the least ones
 * @is_known: [@n × @n], whether each was measured
 *
 * The loss over a plane, at points that are equally far apart.
 */
typedef struct
{
  double    low[OV_PLANE_AXES];
  double    high[OV_PLANE_AXES];
  guint     n;
  double   *losses;
  gboolean *is_known;
} OvLossGrid;

OvLossGrid  *ov_loss_grid_new       (const double        *low,
                                     const double        *high,
                                     guint                n);
OvLossGrid  *ov_loss_grid_new_around (const double      (*places)[OV_PLANE_AXES],
                                      guint               n_places,
                                      guint               n);
OvLossGrid  *ov_loss_grid_copy      (const OvLossGrid    *self);
OvLossGrid  *ov_loss_grid_refine    (const OvLossGrid    *self);
void         ov_loss_grid_free      (OvLossGrid          *self);
void         ov_loss_grid_get_place (const OvLossGrid    *self,
                                     guint                column,
                                     guint                row,
                                     double              *place);

guint        ov_loss_grid_count     (const OvLossGrid    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvLossGrid, ov_loss_grid_free)

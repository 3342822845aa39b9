/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "batch-runner.h"
#include "loss-grid.h"

/**
 * OvPlaneLoss:
 *
 * Measures a network's loss at points of a plane, on a fixed part of the training images. It has a
 * network of its own, and is used by one thread at a time.
 */
typedef struct _OvPlaneLoss OvPlaneLoss;

OvPlaneLoss *ov_plane_loss_new      (OvNetwork           *network,
                                     OvDataset           *dataset,
                                     guint                n_threads,
                                     double               pixel_scale,
                                     double               regularisation,
                                     guint                n_images);
void         ov_plane_loss_free     (OvPlaneLoss         *self);
guint        ov_plane_loss_get_n_images (const OvPlaneLoss *self);
gboolean     ov_plane_loss_measure  (OvPlaneLoss         *self,
                                     const OvWeightPlane *plane,
                                     const double        *place,
                                     double              *loss,
                                     GCancellable        *cancellable,
                                     GError             **error);
gboolean     ov_plane_loss_fill     (OvPlaneLoss         *self,
                                     const OvWeightPlane *plane,
                                     OvLossGrid          *grid,
                                     GCancellable        *cancellable,
                                     GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPlaneLoss, ov_plane_loss_free)

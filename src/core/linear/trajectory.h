/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "step-parabola.h"

/**
 * OvTrajectory:
 *
 * The weights of a run of the linear classifier after any number of epochs, without running it.
 * Used by one thread at a time.
 */
typedef struct _OvTrajectory OvTrajectory;

OvTrajectory *ov_trajectory_new           (OvQuadratic    *quadratic,
                                           const OvRecipe *recipe);
void          ov_trajectory_free          (OvTrajectory   *self);
gboolean      ov_trajectory_find_weights  (OvTrajectory   *self,
                                           guint           n_epochs,
                                           float          *parameters,
                                           GCancellable   *cancellable);
void          ov_trajectory_find_velocity (OvTrajectory   *self,
                                           float          *velocity);
gboolean      ov_trajectory_find_step     (OvTrajectory   *self,
                                           guint           n_epochs,
                                           OvStepParabola *step,
                                           GCancellable   *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTrajectory, ov_trajectory_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/**
 * OvTangent:
 *
 * What one thread needs to know how fast everything in a pass changes while the parameters move in
 * some direction. It borrows the pass.
 */
typedef struct _OvTangent OvTangent;

OvTangent   *ov_tangent_new      (OvPass      *pass);
void         ov_tangent_free     (OvTangent   *self);
const float *ov_tangent_forward  (OvTangent   *self,
                                  const float *direction);
void         ov_tangent_backward (OvTangent   *self,
                                  const float *direction,
                                  const float *d_scores,
                                  const float *t_d_scores,
                                  float       *t_gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvTangent, ov_tangent_free)

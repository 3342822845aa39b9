/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gradient.h"
#include "network.h"
#include "recipe.h"
#include "thread-pool.h"

/**
 * OvOptimiser:
 *
 * Gradient descent with momentum and an L2 penalty on a network's parameters.
 */
typedef struct _OvOptimiser OvOptimiser;

OvOptimiser *ov_optimiser_new          (OvNetwork      *network,
                                        OvThreadPool   *pool,
                                        const OvRecipe *recipe);
void         ov_optimiser_free         (OvOptimiser    *self);
void         ov_optimiser_reset        (OvOptimiser    *self);
void         ov_optimiser_step         (OvOptimiser    *self,
                                        OvGradient     *gradient,
                                        double          learning_rate);
double       ov_optimiser_get_penalty  (OvOptimiser    *self);
guint        ov_optimiser_get_n_states (const OvOptimiser *self);
guint        ov_optimiser_get_n_steps  (const OvOptimiser *self);
void         ov_optimiser_get_states   (OvOptimiser    *self,
                                        float          *states);
void         ov_optimiser_set_states   (OvOptimiser    *self,
                                        const float    *states,
                                        guint           n_steps);
const float *ov_optimiser_get_velocity (OvOptimiser    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvOptimiser, ov_optimiser_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gradient.h"
#include "network.h"
#include "recipe.h"
#include "thread-pool.h"

/**
 * OvOptimiser:
 * @network: whose parameters it changes; borrowed
 * @pool: the threads that share the work; borrowed
 * @blocks: what the threads share, all parameters in their order
 * @squares: [@blocks], each block's share of ‖W‖²
 * @recipe: the update rule and its numbers
 * @n_states: how many numbers it keeps for each parameter
 * @n_steps: how many steps were made since the last reset
 * @states: [@blocks × @n_states × its parameters], or %NULL where there are none
 * @penalty: the penalty of the weights as they are
 * @gradient: of the step that is being made
 * @learning_rate: of the step that is being made
 *
 * Changes a network's parameters by their gradient and an L2 penalty. Only its own functions change
 * it.
 */
typedef struct
{
  OvNetwork    *network;
  OvThreadPool *pool;
  GArray       *blocks;
  double       *squares;
  OvRecipe      recipe;
  guint         n_states;
  guint         n_steps;
  float        *states;
  double        penalty;
  OvGradient   *gradient;
  double        learning_rate;
} OvOptimiser;

OvOptimiser *ov_optimiser_new          (OvNetwork      *network,
                                        OvThreadPool   *pool,
                                        const OvRecipe *recipe);
void         ov_optimiser_free         (OvOptimiser    *self);
void         ov_optimiser_reset        (OvOptimiser    *self);
void         ov_optimiser_step         (OvOptimiser    *self,
                                        OvGradient     *gradient,
                                        double          learning_rate);
void         ov_optimiser_get_states   (OvOptimiser    *self,
                                        float          *states);
void         ov_optimiser_set_states   (OvOptimiser    *self,
                                        const float    *states,
                                        guint           n_steps);
const float *ov_optimiser_get_velocity (OvOptimiser    *self);
void         ov_optimiser_get_preconditioner
                                       (OvOptimiser    *self,
                                        float          *preconditioner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvOptimiser, ov_optimiser_free)

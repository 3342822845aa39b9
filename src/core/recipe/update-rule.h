/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/**
 * OvUpdateRule:
 * @count_states: how many numbers a parameter has that are kept from step to step, for a recipe
 * @step: changes `values` by `gradient`, both [n], of which the latter may be overwritten; `states`
 *   is [count × n], or %NULL where that is 0; `n_steps` were made before
 * @get_preconditioner: (nullable): writes what the last step was divided by, [n], when `n_steps`
 *   steps have left `states`, at least one; %NULL where nothing divides
 * @is_heavy_ball: whether a step is v ← momentum · v + gradient, W ← W − learning rate · v, with v
 *   the only state and none without momentum
 * @looks_ahead: whether a step is v ← momentum · v + gradient, W ← W − learning rate · (gradient +
 *   momentum · v), with the same state: Nesterov's momentum
 * @is_decoupled: whether the penalty's gradient is left out of `gradient`, and the weights shrink
 *   by its share of the step before
 * @has_momentum: whether the recipe's momentum makes a difference
 * @has_alpha: whether its alpha does
 * @has_betas: whether its betas do
 * @has_epsilon: whether its epsilon does
 *
 * What a gradient does to the weights. The penalty's gradient is in it, unless it is decoupled.
 */
typedef struct
{
  guint (*count_states) (const OvRecipe *recipe);
  void (*step) (const OvRecipe *recipe,
                double          learning_rate,
                guint           n_steps,
                float          *values,
                float          *gradient,
                float          *states,
                gsize           n);
  void (*get_preconditioner) (const OvRecipe *recipe,
                              guint           n_steps,
                              const float    *states,
                              float          *preconditioner,
                              gsize           n);
  gboolean is_heavy_ball;
  gboolean looks_ahead;
  gboolean is_decoupled;
  gboolean has_momentum;
  gboolean has_alpha;
  gboolean has_betas;
  gboolean has_epsilon;
} OvUpdateRule;

extern const char *const ov_update_rule_names[];
extern const char *const ov_update_rule_titles[];

const OvUpdateRule *ov_update_rule_get        (const OvRecipe *recipe);
gboolean            ov_update_rule_is_linear  (const OvRecipe *recipe);
double              ov_update_rule_follow     (const OvRecipe *recipe,
                                               double          gradient,
                                               double         *velocity);
void                ov_update_rule_add_scaled (float          *sum,
                                               const float    *other,
                                               float           factor,
                                               gsize           n);
void                ov_update_rule_scale      (float          *values,
                                               float           factor,
                                               gsize           n);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "update-rule.h"

#include "simd.h"

/* The velocity becomes momentum · velocity + gradient, and is what the step then follows. */
OV_MULTIVERSION static void
gather_speed (float *restrict velocity,
              float *restrict gradient,
              float momentum,
              gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      velocity[i] = momentum * velocity[i] + gradient[i];
      gradient[i] = velocity[i];
    }
}

static guint
count_momentum (const OvRecipe *recipe)
{
  return recipe->momentum > 0.0 ? 1 : 0;
}

static void
step_momentum (const OvRecipe *recipe,
               double          learning_rate,
               guint           n_steps,
               float          *values,
               float          *gradient,
               float          *states,
               gsize           n)
{
  if (states != NULL)
    gather_speed (states, gradient, (float) recipe->momentum, n);
  ov_update_rule_add_scaled (values, gradient, (float) -learning_rate, n);
}

/* The rules, and their names in the same order. */
static const OvUpdateRule rules[] = {
  {count_momentum, step_momentum, TRUE},
};

const char *const ov_update_rule_names[] = {
  "momentum",
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ov_update_rule_names) == G_N_ELEMENTS (rules) + 1);

/**
 * ov_update_rule_get:
 * @recipe: a recipe
 *
 * Returns: (transfer none): the rule that the recipe asks for
 */
const OvUpdateRule *
ov_update_rule_get (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (recipe->update_rule < G_N_ELEMENTS (rules), NULL);

  return &rules[recipe->update_rule];
}

/**
 * ov_update_rule_add_scaled:
 * @sum: [@n]
 * @other: [@n], not @sum
 * @factor: a number
 * @n: how many
 *
 * Adds @factor · @other to @sum.
 */
OV_MULTIVERSION void
ov_update_rule_add_scaled (float *restrict sum,
                           const float *restrict other,
                           float factor,
                           gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += factor * other[i];
}

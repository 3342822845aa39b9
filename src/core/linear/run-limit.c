/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-limit.h"

#include <math.h>

#include "stability.h"
#include "update-rule.h"

/* Of a network it was measured or is not known: 0. The last one decides. */
static double
find_measured (const OvSharpnessHistory *history)
{
  for (gsize i = history->points->len; i-- > 0;)
    {
      const double value = ov_sharpness_history_get_point (history, i)->value;

      if (isfinite (value) && value > 0.0)
        return value;
    }

  return 0.0;
}

/**
 * ov_run_record_find_limit:
 * @self: the record of a run
 * @quadratic: (nullable): the quadratic form of the run's own data, if it is known
 *
 * Returns: the learning rate at which the run becomes unstable: by the sharpness that was measured
 *   last, or by @quadratic where the form suits the recipe; 0 when it is not known, and for
 *   mini-batches and for what divides by a running square, where the theory says nothing of a rate
 */
double
ov_run_record_find_limit (const OvRunRecord *self,
                          const OvQuadratic *quadratic)
{
  const OvRecipe *recipe;
  double sharpness;

  g_return_val_if_fail (self != NULL, 0.0);

  recipe = &self->recipe;
  if (ov_recipe_is_foreign (recipe)
      || !ov_recipe_has_full_batches (recipe, self->n_images[OV_SPLIT_TRAIN])
      || !ov_update_rule_is_linear (recipe))
    return 0.0;

  sharpness = find_measured (self->sharpness);
  if (sharpness == 0.0 && quadratic != NULL && ov_quadratic_suits (quadratic, recipe))
    sharpness = ov_quadratic_get_sharpness (quadratic, recipe->regularisation);

  return sharpness > 0.0 ? ov_stability_get_rate_limit (recipe, sharpness) : 0.0;
}

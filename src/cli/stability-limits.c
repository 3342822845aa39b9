/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability-limits.h"

#include <math.h>

#include "data-source.h"
#include "quadratic.h"
#include "sample.h"
#include "stability.h"
#include "update-rule.h"

/* What is known of one data set. */
typedef struct
{
  gboolean     is_loaded;
  OvDataset   *dataset; /* NULL where it cannot be had */
  gboolean     is_found;
  OvQuadratic *quadratic; /* NULL where nothing is prepared */
} Place;

struct _OvStabilityLimits
{
  Place own;
  Place sample;
};

/**
 * ov_stability_limits_new:
 *
 * Returns: (transfer full): limits, for which nothing is read before it is needed
 */
OvStabilityLimits *
ov_stability_limits_new (void)
{
  return g_new0 (OvStabilityLimits, 1);
}

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
}

/**
 * ov_stability_limits_free:
 * @self: (transfer full): limits
 */
void
ov_stability_limits_free (OvStabilityLimits *self)
{
  g_return_if_fail (self != NULL);

  place_clear (&self->own);
  place_clear (&self->sample);
  g_free (self);
}

/* Data that cannot be read has no limit here, which is no reason to say less of the curves. */
static void
load (Place   *self,
      gboolean is_sample)
{
  g_autoptr (GFile) source = NULL;
  const OvDataReader *reader;

  if (!self->is_loaded)
    self->dataset =
      ov_data_source_load (is_sample ? OV_DATA_SOURCE_SAMPLE : NULL, &source, &reader, NULL, NULL);
  self->is_loaded = TRUE;
}

static const OvQuadratic *
find_quadratic (Place      *self,
                const char *hash)
{
  if (self->dataset == NULL || !g_str_equal (ov_dataset_get_hash (self->dataset), hash))
    return NULL;

  if (!self->is_found)
    self->quadratic = ov_quadratic_find (self->dataset, NULL);
  self->is_found = TRUE;

  return self->quadratic;
}

/* The sharpness of the linear classifier is that of its data, which forecasts, exact steps and the
 * window prepare and keep; or 0 when it is not known. */
static double
find_linear (OvStabilityLimits   *self,
             const OvExportedRun *run)
{
  const OvRecipe *recipe = &run->record->recipe;
  Place *place = ov_sample_is_name (run->entry->data) ? &self->sample : &self->own;
  const OvQuadratic *quadratic;

  /* All of CIFAR-10 is not read and summed up for a network. */
  if (!ov_quadratic_would_suit (NULL, recipe))
    return 0.0;

  load (place, place == &self->sample);
  quadratic = find_quadratic (place, run->entry->data_hash);

  return quadratic != NULL && ov_quadratic_suits (quadratic, recipe)
           ? ov_quadratic_get_sharpness (quadratic, recipe->regularisation)
           : 0.0;
}

/* That of a network was measured or is not known: 0. The last one decides. */
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
 * ov_stability_limits_find:
 * @self: limits
 * @run: a run
 *
 * Returns: the learning rate at which the run becomes unstable: by the data's quadratic form, if it
 *   has been prepared, or by the sharpness that was measured last; 0 when it is not known, and for
 *   mini-batches and for what divides by a running square, where the theory says nothing of a rate
 */
double
ov_stability_limits_find (OvStabilityLimits   *self,
                          const OvExportedRun *run)
{
  const OvRecipe *recipe;
  double sharpness;

  g_return_val_if_fail (self != NULL && run != NULL, 0.0);

  recipe = &run->record->recipe;
  if (ov_recipe_is_foreign (recipe) || recipe->batch_size != 0
      || !ov_update_rule_is_linear (recipe))
    return 0.0;

  sharpness = find_measured (run->record->sharpness);
  if (sharpness == 0.0 && *run->entry->data_hash != '\0')
    sharpness = find_linear (self, run);

  return sharpness > 0.0 ? ov_stability_get_rate_limit (recipe, sharpness) : 0.0;
}

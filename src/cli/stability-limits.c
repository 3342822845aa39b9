/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stability-limits.h"

#include "data-source.h"
#include "model.h"
#include "quadratic.h"
#include "run-limit.h"
#include "sample.h"

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

/* The form of a linear run's data, which forecasts, exact steps and the window prepare and keep; or
 * NULL when there is none. */
static const OvQuadratic *
find_form (OvStabilityLimits   *self,
           const OvExportedRun *run)
{
  const OvRecipe *recipe = &run->record->recipe;
  Place *place = ov_sample_is_name (run->entry->data) ? &self->sample : &self->own;

  /* All of CIFAR-10 is not read and summed up for a network, or for mini-batches. */
  if (*run->entry->data_hash == '\0' || !recipe->model->is_quadratic
      || !ov_recipe_has_full_batches (recipe, run->record->n_images[OV_SPLIT_TRAIN]))
    return NULL;

  load (place, place == &self->sample);

  return find_quadratic (place, run->entry->data_hash);
}

/**
 * ov_stability_limits_find:
 * @self: limits
 * @run: a run
 *
 * Returns: the learning rate at which the run becomes unstable, see ov_run_record_find_limit(); 0
 *   when it is not known: the data's quadratic form is looked for, but not prepared
 */
double
ov_stability_limits_find (OvStabilityLimits   *self,
                          const OvExportedRun *run)
{
  double limit;

  g_return_val_if_fail (self != NULL && run != NULL, 0.0);

  limit = ov_run_record_find_limit (run->record, NULL);
  if (limit > 0.0 || ov_recipe_is_foreign (&run->record->recipe))
    return limit;

  return ov_run_record_find_limit (run->record, find_form (self, run));
}

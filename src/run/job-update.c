/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job-update.h"

/**
 * ov_job_update_new:
 *
 * Returns: (transfer full): an update with nothing in it yet, to be freed with ov_job_update_free()
 */
OvJobUpdate *
ov_job_update_new (void)
{
  OvJobUpdate *self = g_new0 (OvJobUpdate, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));
  self->sharpness = g_array_new (FALSE, FALSE, sizeof (OvSharpnessPoint));
  self->readings = ov_readings_new ();
  self->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);

  return self;
}

/**
 * ov_job_update_free:
 * @self: an update
 */
void
ov_job_update_free (OvJobUpdate *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->epochs);
  g_array_unref (self->sharpness);
  ov_readings_free (self->readings);
  g_ptr_array_unref (self->checkpoints);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_clear_pointer (&self->features, ov_features_free);
  g_clear_pointer (&self->snapshot, ov_snapshot_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * ov_job_update_put_learned:
 * @self: an update
 * @templates: (nullable) (transfer full): newer templates
 * @features: (nullable) (transfer full): newer features
 *
 * Puts what has been learned into the update, in the place of what it held before.
 */
void
ov_job_update_put_learned (OvJobUpdate *self,
                           OvTemplates *templates,
                           OvFeatures  *features)
{
  g_return_if_fail (self != NULL);

  if (templates != NULL)
    {
      g_clear_pointer (&self->templates, ov_templates_free);
      self->templates = templates;
    }
  if (features != NULL)
    {
      g_clear_pointer (&self->features, ov_features_free);
      self->features = features;
    }
}

/**
 * ov_job_update_put_snapshot:
 * @self: an update
 * @snapshot: (nullable) (transfer full): the weights, or %NULL when they are no longer finite
 *
 * Puts the weights into the update, in the place of those that it held before.
 */
void
ov_job_update_put_snapshot (OvJobUpdate *self,
                            OvSnapshot  *snapshot)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->snapshot, ov_snapshot_unref);
  self->snapshot = snapshot;
  self->has_snapshot = TRUE;
}

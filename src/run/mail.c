/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail.h"

/**
 * ov_mail_new:
 *
 * Returns: (transfer full): a mail that tells nothing yet, to be freed with ov_mail_free()
 */
OvMail *
ov_mail_new (void)
{
  OvMail *self = g_new0 (OvMail, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));
  self->sharpness = g_array_new (FALSE, FALSE, sizeof (OvSharpnessPoint));

  return self;
}

/**
 * ov_mail_free:
 * @self: a mail
 */
void
ov_mail_free (OvMail *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->epochs);
  g_array_unref (self->sharpness);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_clear_pointer (&self->features, ov_features_free);
  g_clear_pointer (&self->snapshot, ov_snapshot_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * ov_mail_put_learned:
 * @self: a mail
 * @templates: (nullable) (transfer full): newer templates
 * @features: (nullable) (transfer full): newer features
 *
 * Puts what has been learned into the mail, in the place of what it held before.
 */
void
ov_mail_put_learned (OvMail      *self,
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
 * ov_mail_put_snapshot:
 * @self: a mail
 * @snapshot: (nullable) (transfer full): the weights, or %NULL when they are no numbers any more
 *
 * Puts the weights into the mail, in the place of those that it held before.
 */
void
ov_mail_put_snapshot (OvMail     *self,
                      OvSnapshot *snapshot)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->snapshot, ov_snapshot_unref);
  self->snapshot = snapshot;
  self->has_snapshot = TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-origin.h"

/**
 * ov_run_origin_new:
 * @id: (nullable): what distinguishes the run that is continued from others
 * @is_branch: whether it is continued as a run of its own
 * @checkpoint: its state where it is continued; referenced
 * @record: its record, with all epochs before the state; its beginning is copied
 *
 * Returns: (transfer full): where a run begins
 */
OvRunOrigin *
ov_run_origin_new (const char        *id,
                   gboolean           is_branch,
                   OvCheckpoint      *checkpoint,
                   const OvRunRecord *record)
{
  OvRunOrigin *self;

  g_return_val_if_fail (checkpoint != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self = g_new0 (OvRunOrigin, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->is_branch = is_branch;
  self->n_epochs = ov_checkpoint_get_n_epochs (checkpoint);
  self->checkpoint = ov_checkpoint_ref (checkpoint);
  self->record = ov_run_record_new (&record->recipe, NULL, record->n_threads);
  ov_run_record_go_on (self->record, record, self->n_epochs);
  self->record->exact_from = record->exact_from;

  return self;
}

/**
 * ov_run_origin_ref:
 * @self: an origin
 *
 * Returns: (transfer full): @self
 */
OvRunOrigin *
ov_run_origin_ref (OvRunOrigin *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ov_run_origin_unref:
 * @self: (transfer full): an origin
 */
void
ov_run_origin_unref (OvRunOrigin *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_clear_pointer (&self->checkpoint, ov_checkpoint_unref);
  ov_run_record_unref (self->record);
  g_free (self);
}

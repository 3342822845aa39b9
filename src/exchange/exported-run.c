/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exported-run.h"

/**
 * ov_exported_run_new:
 * @entry: (transfer full): all but its curves
 * @record: (transfer full): its curves
 *
 * Returns: (transfer full): the run
 */
OvExportedRun *
ov_exported_run_new (OvRunEntry  *entry,
                     OvRunRecord *record)
{
  OvExportedRun *self;

  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self = g_new (OvExportedRun, 1);
  *self = (OvExportedRun) {entry, record};

  return self;
}

/**
 * ov_exported_run_free:
 * @self: (transfer full): a run
 */
void
ov_exported_run_free (OvExportedRun *self)
{
  g_return_if_fail (self != NULL);

  ov_run_entry_free (self->entry);
  ov_run_record_unref (self->record);
  g_free (self);
}

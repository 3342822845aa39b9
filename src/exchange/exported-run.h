/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-entry.h"

/**
 * OvExportedRun:
 * @entry: all but its curves
 * @record: its curves
 *
 * A run that is to be read by other programs.
 */
typedef struct
{
  OvRunEntry  *entry;
  OvRunRecord *record;
} OvExportedRun;

OvExportedRun *ov_exported_run_new  (OvRunEntry    *entry,
                                     OvRunRecord   *record);
void           ov_exported_run_free (OvExportedRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvExportedRun, ov_exported_run_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "range-test.h"
#include "snapshot.h"

G_BEGIN_DECLS

/**
 * OvFinderReport:
 * @cancellable: that of the ramp which tells this
 * @finding: (nullable): what was found so far, suggestions included when it is the last report;
 *   %NULL when an error ended the ramp
 * @error: (nullable): why the ramp failed
 * @progress: which share of the ramp is done, 0 to 1
 * @is_last: whether the ramp has ended
 *
 * What a ramp tells the thread that started it.
 */
typedef struct
{
  GCancellable *cancellable;
  OvFinding    *finding;
  GError       *error;
  double        progress;
  gboolean      is_last;
} OvFinderReport;

/**
 * OvFinderReportFunc:
 *
 * Called in the main context that was the thread's default when the ramp was started.
 */
typedef void (*OvFinderReportFunc) (const OvFinderReport *report,
                                    gpointer              receiver);

void ov_finder_ramp_start (const OvRecipe    *recipe,
                           OvDataset         *dataset,
                           OvSnapshot        *snapshot,
                           guint              n_threads,
                           GCancellable      *cancellable,
                           OvFinderReportFunc func,
                           GObject           *receiver);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "job.h"
#include "range-test.h"
#include "snapshot.h"

/**
 * OvFinderReport:
 * @finding: (nullable): what was found so far, suggestions included when it is the last report;
 *   %NULL when an error ended the ramp
 * @error: (nullable): why the ramp failed
 * @progress: which share of the ramp is done, 0 to 1
 * @is_last: whether the ramp has ended
 *
 * What a ramp reports to the thread that started it.
 */
typedef struct
{
  OvFinding *finding;
  GError    *error;
  double     progress;
  gboolean   is_last;
} OvFinderReport;

/**
 * OvFinderReportFunc:
 *
 * Called in the main context that was the thread's default when the ramp was started. What is kept
 * of the report is to be stolen from it.
 */
typedef void (*OvFinderReportFunc) (OvFinderReport *report,
                                    gpointer        user_data);

OvJob *ov_finder_ramp_start (const OvRecipe     *recipe,
                             OvDataset          *dataset,
                             OvSnapshot         *snapshot,
                             guint               n_threads,
                             OvFinderReportFunc  func,
                             gpointer            user_data);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-record.h"
#include "train-options.h"

/**
 * OvReport:
 * @format: the form
 * @record: what the run leaves, borrowed
 * @has_sharpness: whether the sharpness is asked for
 * @instruments: the set of the instruments that are asked for
 * @dataset: the images, borrowed
 *
 * What a run writes to standard output, as it goes and at its end.
 */
typedef struct
{
  OvReportFormat     format;
  const OvRunRecord *record;
  gboolean           has_sharpness;
  guint              instruments;
  OvDataset         *dataset;
} OvReport;

gboolean ov_report_begin (const OvReport   *self,
                          GError          **error);
gboolean ov_report_epoch (const OvReport   *self,
                          GError          **error);
gboolean ov_report_end   (const OvReport   *self,
                          double            seconds,
                          GError          **error);

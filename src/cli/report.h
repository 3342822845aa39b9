/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "history.h"
#include "outcome.h"
#include "sharpness-history.h"
#include "train-options.h"
#include "trainer.h"

G_BEGIN_DECLS

/**
 * OvReport:
 * @format: the form
 * @recipe: what is run; borrowed
 * @dataset: what it is run on; borrowed
 * @exact_from: the epoch from which on the steps are exact, or %OV_EPOCH_NEVER
 * @n_threads: how many threads compute
 * @sharpness: (nullable): what is measured of the sharpness, borrowed; %NULL when nothing is asked
 *
 * What a run writes to standard output, as it goes and at its end.
 */
typedef struct
{
  OvReportFormat            format;
  const OvRecipe           *recipe;
  OvDataset                *dataset;
  guint                     exact_from;
  guint                     n_threads;

  const OvSharpnessHistory *sharpness;
} OvReport;

gboolean ov_report_begin (const OvReport   *self,
                          GError          **error);
gboolean ov_report_epoch (const OvReport   *self,
                          const OvHistory  *history,
                          GError          **error);
gboolean ov_report_end   (const OvReport   *self,
                          const OvHistory  *history,
                          OvOutcome         outcome,
                          double            seconds,
                          GError          **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "history.h"
#include "sharpness-history.h"
#include "train-options.h"
#include "trainer.h"

G_BEGIN_DECLS

/**
 * OvOutcome:
 * @OV_OUTCOME_FINISHED: every epoch of the recipe is done
 * @OV_OUTCOME_DIVERGED: the loss grew without bound
 * @OV_OUTCOME_INTERRUPTED: a signal ended the run
 * @OV_OUTCOME_FAILED: an error ended the run
 *
 * How a run ended.
 */
typedef enum
{
  OV_OUTCOME_FINISHED,
  OV_OUTCOME_DIVERGED,
  OV_OUTCOME_INTERRUPTED,
  OV_OUTCOME_FAILED,
} OvOutcome;

/**
 * OvReport:
 * @format: the form
 * @recipe: what is run; borrowed
 * @dataset: what it is run on; borrowed
 * @exact_from: the epoch from which on the steps are exact, or %OV_TRAINER_NEVER_EXACT
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

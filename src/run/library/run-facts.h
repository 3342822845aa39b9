/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis.h"
#include "run-record.h"

/**
 * OvRunFacts:
 * @n_epochs: how many epochs there are
 * @outcome: how the run ended
 * @best_accuracy: the best test accuracy, in per cent; NAN when there is none
 * @best_epoch: the first epoch that has it
 * @best_loss: the least test loss; NAN when there is none
 * @last_loss: the training loss of the last epoch, which may not be finite; NAN when there is none
 * @seconds: how long all epochs took
 * @diagnosis: what the curves do
 *
 * What a list says about a run without its curves.
 */
typedef struct
{
  guint           n_epochs;
  OvOutcome       outcome;
  double          best_accuracy;
  guint           best_epoch;
  double          best_loss;
  double          last_loss;
  double          seconds;
  OvDiagnosisKind diagnosis;
} OvRunFacts;

void ov_run_facts_init (OvRunFacts      *self,
                        const OvRunRecord *record);
void ov_run_facts_count (OvRunFacts      *self,
                         const OvHistory *history);
gboolean ov_run_facts_are_complete (const OvRunFacts *self);

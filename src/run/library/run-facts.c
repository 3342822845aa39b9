/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-facts.h"

#include <math.h>

/**
 * ov_run_facts_count:
 * @self: facts about a run
 * @history: its epochs so far
 *
 * Brings the numbers up to date, which takes no longer for more epochs; the diagnosis stays what it
 * was.
 */
void
ov_run_facts_count (OvRunFacts      *self,
                    const OvHistory *history)
{
  const OvEpoch *last;
  const OvEpoch *most_accurate;
  const OvEpoch *least_loss;

  g_return_if_fail (self != NULL);
  g_return_if_fail (history != NULL);

  last = ov_history_get_last (history);
  most_accurate = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);
  least_loss = ov_history_get_best (history, OV_EPOCH_TEST_LOSS);

  self->n_epochs = ov_history_get_n_epochs (history);
  self->best_accuracy = most_accurate != NULL ? most_accurate->test_accuracy : NAN;
  self->best_epoch = most_accurate != NULL ? most_accurate->index : 0;
  self->best_loss = least_loss != NULL ? least_loss->test_loss : NAN;
  self->last_loss = last != NULL ? last->train_loss : NAN;
  self->seconds = ov_history_get_seconds (history);
}

/**
 * ov_run_facts_init:
 * @self: (out caller-allocates): facts
 * @record: the record of a run, which may still be running
 *
 * Sums up a run.
 */
void
ov_run_facts_init (OvRunFacts        *self,
                   const OvRunRecord *record)
{
  g_autoptr (OvDiagnosis) diagnosis = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  diagnosis = ov_diagnosis_new (record->history, &record->recipe,
                                record->n_images[OV_SPLIT_TRAIN], 0.0);
  ov_run_facts_count (self, record->history);
  self->outcome = record->outcome;
  self->diagnosis = diagnosis->kind;
}

/**
 * ov_run_facts_are_complete:
 * @self: facts
 *
 * Returns: whether the run came to an end of its own: every epoch, or divergence
 */
gboolean
ov_run_facts_are_complete (const OvRunFacts *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->outcome == OV_OUTCOME_FINISHED || self->outcome == OV_OUTCOME_DIVERGED;
}

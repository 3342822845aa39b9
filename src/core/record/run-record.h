/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "batch-losses.h"
#include "dataset.h"
#include "history.h"
#include "outcome.h"
#include "readings.h"
#include "sharpness-history.h"

/**
 * OvRunRecord:
 * @recipe: what is run
 * @data_name: (nullable): what the data set is called; %NULL when there is none, as of a run that
 *   was forecast
 * @n_images: how many images its splits have
 * @n_threads: how many threads compute
 * @exact_from: the epoch from which on the steps are exact, or %OV_EPOCH_NEVER; where the quadratic
 *   form was not ready at the start, it is chance which epoch that is, and the epochs of the two
 *   ways differ by rounding only
 * @n_inherited: how many of the first epochs are of another recipe, of which this run is a branch;
 *   0 for a run that has been its own from the start
 * @history: (not nullable): the epochs that are done
 * @batch_losses: (not nullable): the losses within them
 * @sharpness: (not nullable): the measurements of the sharpness between them
 * @readings: (not nullable): what the instruments showed after them
 * @outcome: how the run ended; %OV_OUTCOME_NONE while it has not
 * @error: (nullable): why it failed
 *
 * All that a run leaves but its weights: what the charts draw, what reports and files hold, and
 * what is kept of earlier runs. All of it belongs to the record, and only whoever runs the run
 * writes it.
 *
 * A record has one thread until @outcome is set. From then on it never changes, and any thread may
 * read it for as long as it holds a reference.
 */
typedef struct
{
  gatomicrefcount     ref_count;

  OvRecipe            recipe;
  char               *data_name;
  guint               n_images[OV_N_SPLITS];
  guint               n_threads;
  guint               exact_from;
  guint               n_inherited;
  OvHistory          *history;
  OvBatchLosses      *batch_losses;
  OvSharpnessHistory *sharpness;
  OvReadings         *readings;
  OvOutcome           outcome;
  GError             *error;
} OvRunRecord;

OvRunRecord *ov_run_record_new    (const OvRecipe    *recipe,
                                   const OvDataset   *dataset,
                                   guint              n_threads);
OvRunRecord *ov_run_record_ref    (OvRunRecord       *self);
void         ov_run_record_unref  (OvRunRecord       *self);
OvRunRecord *ov_run_record_freeze (OvRunRecord       *self);
void         ov_run_record_go_on  (OvRunRecord       *self,
                                   const OvRunRecord *other,
                                   guint              n_epochs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunRecord, ov_run_record_unref)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "sweep-plan.h"

/**
 * OvSweepTraining:
 * @dataset: what is trained on
 * @quadratic: (nullable): its quadratic form, for the runs that are exact
 * @n_threads: how many threads each run computes with
 * @cancellable: ends all of them
 *
 * What the runs of a sweep have in common while they are trained.
 */
typedef struct
{
  OvDataset    *dataset;
  OvQuadratic  *quadratic;
  guint         n_threads;
  GCancellable *cancellable;
} OvSweepTraining;

void ov_sweep_run_train (OvSweepRun            *self,
                         const OvSweepTraining *training,
                         gint                  *progress);

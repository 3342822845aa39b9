/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "grid.h"
#include "run-entry.h"

/**
 * OvSweepState:
 * @OV_SWEEP_MISSING: nothing is saved
 * @OV_SWEEP_UNFINISHED: it began, and is to be resumed
 * @OV_SWEEP_DONE: it has ended by itself: finished or diverged
 * @OV_SWEEP_UNUSABLE: something is in its place that is not this run
 *
 * What there is of a run.
 */
typedef enum
{
  OV_SWEEP_MISSING,
  OV_SWEEP_UNFINISHED,
  OV_SWEEP_DONE,
  OV_SWEEP_UNUSABLE,
} OvSweepState;

/**
 * OvSweepRun:
 * @recipe: what is trained
 * @is_exact: whether its steps are made on the data's quadratic form
 * @name: its name, which is that of its file without the folder and the ending
 * @path: its file
 * @data_hash: what tells its images from others
 * @state: what there was in the file when it was last looked at
 * @entry: (nullable): the same, as the file's table has it
 * @error: (nullable): why it cannot be trained or was not, a sentence
 *
 * One run of a sweep.
 */
typedef struct
{
  OvRecipe     recipe;
  gboolean     is_exact;
  char        *name;
  char        *path;
  char        *data_hash;
  OvSweepState state;
  OvRunEntry  *entry;
  char        *error;
} OvSweepRun;

/**
 * OvSweepPlan:
 * @grid: (transfer none): where the runs come from
 * @folder: where their files are
 * @n_runs: how many there are
 * @runs: [@n_runs]
 *
 * The runs of a sweep.
 */
typedef struct
{
  const OvGrid *grid;
  char         *folder;
  guint         n_runs;
  OvSweepRun   *runs;
} OvSweepPlan;

OvSweepPlan *ov_sweep_plan_new     (const OvGrid *grid,
                                    const char   *folder,
                                    OvDataset    *dataset,
                                    gboolean      exact_steps);
void         ov_sweep_plan_free    (OvSweepPlan  *self);
void         ov_sweep_plan_look    (OvSweepPlan  *self);
guint        ov_sweep_plan_count   (const OvSweepPlan *self,
                                    OvSweepState  state);
gboolean     ov_sweep_plan_is_to_do (const OvSweepPlan *self);
gboolean     ov_sweep_run_is_to_do (const OvSweepRun  *self);
void         ov_sweep_run_look     (OvSweepRun   *self);
void         ov_sweep_run_set_error (OvSweepRun  *self,
                                     const char  *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweepPlan, ov_sweep_plan_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "range-test.h"
#include "run.h"

/**
 * OvFinderState:
 * @recipe: what the last ramp was started for
 * @is_from_run: whether it started from the weights of a run rather than from the first ones
 * @snapshot: (nullable): those weights; %NULL for the first ones, and while the run is asked for
 *   them
 * @finding: (nullable): what was found so far, valid until the next signal; its suggestions count
 *   only when it is complete
 * @error: (nullable): why it failed
 * @progress: which share of it is done, 0 to 1
 * @is_running: whether it is running, or waits for its weights
 * @is_complete: whether it came to its own end
 *
 * What the last ramp of a finder has come to.
 */
typedef struct
{
  OvRecipe    recipe;
  gboolean    is_from_run;
  OvSnapshot *snapshot;
  OvFinding  *finding;
  GError     *error;
  double      progress;
  gboolean    is_running;
  gboolean    is_complete;
} OvFinderState;

#define OV_TYPE_FINDER_JOB (ov_finder_job_get_type ())
G_DECLARE_FINAL_TYPE (OvFinderJob, ov_finder_job, OV, FINDER_JOB, GObject)

OvFinderJob         *ov_finder_job_new            (guint           n_threads);

void                 ov_finder_job_start          (OvFinderJob    *self,
                                                   const OvRecipe *recipe,
                                                   OvDataset      *dataset);
void                 ov_finder_job_start_from_run (OvFinderJob    *self,
                                                   OvRun          *run);
void                 ov_finder_job_stop           (OvFinderJob    *self);
void                 ov_finder_job_clear          (OvFinderJob    *self);
const OvFinderState *ov_finder_job_get_state      (OvFinderJob    *self);

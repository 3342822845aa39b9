/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "range-test.h"
#include "run.h"

#define OV_TYPE_FINDER_JOB (ov_finder_job_get_type ())
G_DECLARE_FINAL_TYPE (OvFinderJob, ov_finder_job, OV, FINDER_JOB, GObject)

OvFinderJob     *ov_finder_job_new            (guint           n_threads);

void             ov_finder_job_start          (OvFinderJob    *self,
                                               const OvRecipe *recipe,
                                               OvDataset      *dataset);
void             ov_finder_job_start_from_run (OvFinderJob    *self,
                                               OvRun          *run);
void             ov_finder_job_stop           (OvFinderJob    *self);
void             ov_finder_job_clear          (OvFinderJob    *self);

gboolean         ov_finder_job_is_running     (OvFinderJob    *self);
gboolean         ov_finder_job_is_complete    (OvFinderJob    *self);
double           ov_finder_job_get_progress   (OvFinderJob    *self);
gboolean         ov_finder_job_is_from_run    (OvFinderJob    *self);
OvSnapshot      *ov_finder_job_get_snapshot   (OvFinderJob    *self);
const OvFinding *ov_finder_job_get_finding    (OvFinderJob    *self);
const OvRecipe  *ov_finder_job_get_recipe     (OvFinderJob    *self);
const GError    *ov_finder_job_get_error      (OvFinderJob    *self);

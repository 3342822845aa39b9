/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sweep-training.h"

void ov_sweep_jobs_run (OvSweepPlan           *plan,
                        const OvSweepTraining *training,
                        guint                  n_jobs);

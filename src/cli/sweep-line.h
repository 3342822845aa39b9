/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sweep-options.h"
#include "sweep-plan.h"

char *ov_sweep_line_make (const OvSweepPlan    *plan,
                          guint                 place,
                          const OvSweepOptions *options,
                          const char           *data);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sweep-plan.h"

char *ov_sweep_table_make (const OvSweepPlan *plan);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sweep-engine.h"

gboolean ov_sweep_slurm_run (const OvSweepOrder *order,
                             GError            **error);

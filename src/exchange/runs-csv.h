/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"

char *ov_runs_to_csv (const GPtrArray *runs);

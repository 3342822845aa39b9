/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"

GPtrArray *ov_runs_json_load (const char *path,
                              GError    **error);

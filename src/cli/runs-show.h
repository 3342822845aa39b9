/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-entry.h"

char *ov_runs_list_as_text (const GPtrArray   *entries);
char *ov_run_show_as_text  (const OvRunEntry  *entry,
                            const OvRunRecord *record);

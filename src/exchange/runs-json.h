/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"

char *ov_runs_list_as_json (const GPtrArray   *entries);
char *ov_run_show_as_json  (const OvRunEntry  *entry,
                            const OvRunRecord *record);
char *ov_runs_to_json      (const GPtrArray   *runs);

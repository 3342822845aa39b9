/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"
#include "log-mapping.h"

OvLogTable    *ov_log_file_load  (const char         *path,
                                  GError            **error);
OvExportedRun *ov_log_file_apply (const char         *path,
                                  const OvLogTable   *table,
                                  const OvLogMapping *mapping,
                                  GError            **error);

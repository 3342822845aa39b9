/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "log-table.h"

OvLogTable *ov_log_csv_parse (const char *text,
                              gsize       size,
                              char      **reason);

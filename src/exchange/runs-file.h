/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"
#include "file-format.h"

gboolean ov_runs_file_save (OvFileFormat     format,
                            const GPtrArray *runs,
                            const char      *path,
                            GError         **error);

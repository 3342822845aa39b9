/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exported-run.h"
#include "library.h"

gboolean ov_log_import (OvLibrary           *library,
                        const OvExportedRun *run,
                        OvLibraryImport     *counts,
                        GError             **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-format.h"
#include "run-keeper.h"

char    *ov_run_export_make_name (GPtrArray           *items,
                                  const char          *suffix);
void     ov_run_export_start     (OvRunKeeper         *keeper,
                                  GPtrArray           *items,
                                  OvFileFormat         format,
                                  const char          *path,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean ov_run_export_finish    (GAsyncResult        *result,
                                  GError             **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sweep-figure.h"

void     ov_sweep_export_save_async  (const OvSweepFigure *figure,
                                      const char          *path,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean ov_sweep_export_save_finish (GAsyncResult        *result,
                                      GError             **error);

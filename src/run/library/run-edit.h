/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "run-item.h"

gpointer ov_run_edit_new      (OvRunItem *item);
void     ov_run_edit_free     (gpointer   edit);
gboolean ov_run_edit_write_cb (OvLibrary *library,
                               gpointer   edit,
                               GError   **error);

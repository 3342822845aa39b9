/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "library.h"
#include "run-item.h"

void     ov_run_edit_set_origin (OvRunItem        *item,
                                 const OvRunEntry *entry);
OvRunEntry *ov_run_edit_make_entry (OvRunItem *item);
gpointer ov_run_edit_new      (OvRunItem *item);
void     ov_run_edit_free     (gpointer   edit);
gboolean ov_run_edit_write_cb (OvLibrary *library,
                               gpointer   edit,
                               GError   **error);

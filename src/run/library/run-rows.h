/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run-heading.h"

#define OV_TYPE_RUN_ROWS (ov_run_rows_get_type ())
G_DECLARE_FINAL_TYPE (OvRunRows, ov_run_rows, OV, RUN_ROWS, GObject)

OvRunRows *ov_run_rows_new          (GListModel    *runs);
void       ov_run_rows_set_grouping (OvRunRows     *self,
                                     OvRunGrouping  grouping);

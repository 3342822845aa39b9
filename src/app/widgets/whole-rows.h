/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_WHOLE_ROWS (ov_whole_rows_get_type ())
G_DECLARE_FINAL_TYPE (OvWholeRows, ov_whole_rows, OV, WHOLE_ROWS, AdwBin)

void ov_whole_rows_set_n_rows (OvWholeRows *self,
                               guint        n_rows);

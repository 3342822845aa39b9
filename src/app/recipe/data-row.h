/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "data-store.h"

#define OV_TYPE_DATA_ROW (ov_data_row_get_type ())
G_DECLARE_FINAL_TYPE (OvDataRow, ov_data_row, OV, DATA_ROW, AdwBin)

void ov_data_row_set_store (OvDataRow   *self,
                            OvDataStore *store);

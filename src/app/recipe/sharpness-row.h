/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "run.h"

#define OV_TYPE_SHARPNESS_ROW (ov_sharpness_row_get_type ())
G_DECLARE_FINAL_TYPE (OvSharpnessRow, ov_sharpness_row, OV, SHARPNESS_ROW, AdwComboRow)

void ov_sharpness_row_set_settings (OvSharpnessRow *self,
                                    GSettings      *settings);
void ov_sharpness_row_set_recipe   (OvSharpnessRow *self,
                                    const OvRecipe *recipe);
void ov_sharpness_row_set_run      (OvSharpnessRow *self,
                                    OvRun          *run);

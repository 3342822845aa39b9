/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_SPARE_SIDE (ov_spare_side_get_type ())
G_DECLARE_FINAL_TYPE (OvSpareSide, ov_spare_side, OV, SPARE_SIDE, AdwBin)

int      ov_spare_side_measure_both (OvSpareSide *self);
gboolean ov_spare_side_has_room     (OvSpareSide *self);

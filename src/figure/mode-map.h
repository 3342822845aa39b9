/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "mode-spectrum.h"

/* What of the chart is in sight, in numbers of modes and in factors. Nothing moves but the modes
 * when the rate does. */
#define OV_MODE_MAP_FIRST 0.75
#define OV_MODE_MAP_LOWEST -1.6
#define OV_MODE_MAP_HIGHEST 1.12

guint ov_mode_map_get_slot (OvModeFate      fate);
void  ov_mode_map_draw     (const OvGround *ground,
                            cairo_t        *cr,
                            gpointer        spectrum);

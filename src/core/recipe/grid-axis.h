/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parameter.h"

/* More runs than this are a slip of the finger. */
#define OV_GRID_MOST 100000

GArray *ov_grid_axis_parse (const OvParameter  *parameter,
                            const char         *text,
                            GError            **error);

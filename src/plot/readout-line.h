/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

void ov_readout_line_draw (const OvChart   *chart,
                           const OvLayout  *layout,
                           const char      *head,
                           const GPtrArray *readings,
                           cairo_t         *cr);

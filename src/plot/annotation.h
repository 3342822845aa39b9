/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

void ov_annotation_draw_beneath (const OvChart  *chart,
                                 const OvLayout *layout,
                                 cairo_t        *cr);
void ov_annotation_draw_above   (const OvChart  *chart,
                                 const OvLayout *layout,
                                 cairo_t        *cr,
                                 GArray         *taken);

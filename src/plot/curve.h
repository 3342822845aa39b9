/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "series.h"

/* Of a dashed line, in units; samples of lines are whole numbers of dashes. */
#define OV_CURVE_DASH 6.0
#define OV_CURVE_GAP 4.0

void  ov_curve_draw        (const OvSeries    *series,
                            const OvGeometry  *geometry,
                            OvTheme            theme,
                            double             unit,
                            double             wanted,
                            cairo_t           *cr);
void  ov_curve_draw_beyond (const OvSeries    *series,
                            const OvGeometry  *geometry,
                            OvTheme            theme,
                            cairo_t           *cr);
void  ov_curve_draw_sample (const OvSeries    *series,
                            OvTheme            theme,
                            cairo_t           *cr,
                            double             x,
                            double             y,
                            double             width,
                            double             unit);

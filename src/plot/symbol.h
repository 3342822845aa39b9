/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

double   ov_foot_measure       (const OvChart     *chart,
                                double             label_height,
                                double             plot_height);
void     ov_foot_draw          (const OvChart     *chart,
                                const OvLayout    *layout,
                                cairo_t           *cr);
void     ov_symbol_draw_all    (const OvSeries    *series,
                                const OvGeometry  *geometry,
                                OvTheme            theme,
                                double             unit,
                                cairo_t           *cr);
void     ov_symbol_draw_sample (const OvSeries    *series,
                                OvTheme            theme,
                                cairo_t           *cr,
                                double             x,
                                double             y,
                                double             unit);

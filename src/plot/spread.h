/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "series.h"

void  ov_spread_draw        (const OvSeries    *series,
                             const OvGeometry  *geometry,
                             OvTheme            theme,
                             double             unit,
                             cairo_t           *cr);
void  ov_spread_draw_sample (const OvSeries    *series,
                             OvTheme            theme,
                             cairo_t           *cr,
                             double             x,
                             double             y,
                             double             width,
                             double             unit);
void  ov_spread_read        (const OvSeries    *series,
                             gsize              at,
                             double            *low,
                             double            *high);
char *ov_spread_format      (const OvSeries    *series,
                             gsize              at,
                             const char        *unit);

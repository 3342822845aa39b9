/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "strip.h"

/**
 * OvChartColumn:
 *
 * Charts that stand one above the other on a page, their plot areas aligned: those of quantities,
 * and the strips between them.
 */
typedef struct _OvChartColumn OvChartColumn;

OvChartColumn *ov_chart_column_new       (gboolean                 are_legends_apart);
void           ov_chart_column_free      (OvChartColumn           *self);
void           ov_chart_column_add       (OvChartColumn           *self,
                                          OvChart                 *chart,
                                          const OvStrip           *strip);
double         ov_chart_column_get_scale (guint                    n_strips);
void           ov_chart_column_draw      (const OvChartColumn     *self,
                                          cairo_t                 *cr,
                                          const cairo_rectangle_t *area,
                                          double                   gap);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvChartColumn, ov_chart_column_free)

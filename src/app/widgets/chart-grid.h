/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"

#define OV_TYPE_CHART_GRID (ov_chart_grid_get_type ())
G_DECLARE_FINAL_TYPE (OvChartGrid, ov_chart_grid, OV, CHART_GRID, GtkWidget)

void         ov_chart_grid_set_n_views    (OvChartGrid *self,
                                           guint        n_views);
void         ov_chart_grid_set_type_scale (OvChartGrid *self,
                                           double       type_scale);
void         ov_chart_grid_set_y_title    (OvChartGrid *self,
                                           const char  *title);
OvChartView *ov_chart_grid_get_view       (OvChartGrid *self,
                                           guint        index);
void         ov_chart_grid_align          (OvChartGrid *self);

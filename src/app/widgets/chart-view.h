/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart.h"

#define OV_TYPE_CHART_VIEW (ov_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (OvChartView, ov_chart_view, OV, CHART_VIEW, GtkWidget)

GtkWidget *ov_chart_view_new                (void);
OvChart   *ov_chart_view_get_chart          (OvChartView *self);
void       ov_chart_view_changed            (OvChartView *self);
void       ov_chart_view_set_minimum_height (OvChartView *self,
                                             int          height);
void       ov_chart_view_set_type_scale     (OvChartView *self,
                                             double       type_scale);
void       ov_chart_view_set_lead           (OvChartView *self,
                                             guint        series);
void       ov_chart_view_zoom               (OvChartView *self,
                                             double       low,
                                             double       high);
void       ov_chart_view_set_crosshair      (OvChartView *self,
                                             double       x,
                                             double       y);
void       ov_chart_view_set_description    (OvChartView *self,
                                             const char  *title,
                                             const char  *description);

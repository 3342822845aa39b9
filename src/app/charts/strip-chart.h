/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"
#include "strip.h"

/**
 * OvStripChart:
 *
 * A strip on the screen: what it shows of the current run, and of earlier ones. It belongs to the
 * pane that owns the chart's view.
 */
typedef struct _OvStripChart OvStripChart;

OvStripChart *ov_strip_chart_new          (const OvStrip      *strip,
                                           OvChartView        *view);
void          ov_strip_chart_free         (OvStripChart       *self);
OvChartView  *ov_strip_chart_get_view     (const OvStripChart *self);
void          ov_strip_chart_set_run      (OvStripChart       *self,
                                           OvRun              *run,
                                           const OvTimeline   *timeline);
void          ov_strip_chart_set_style    (OvStripChart       *self,
                                           const OvFigureStyle *style);
gboolean      ov_strip_chart_is_thin      (const OvStripChart *self);
void          ov_strip_chart_add_ghosts   (OvStripChart       *self,
                                           GListModel         *ghosts);
void          ov_strip_chart_clear_ghosts (OvStripChart       *self);
gboolean      ov_strip_chart_is_wanted    (const OvStripChart *self);
void          ov_strip_chart_update       (OvStripChart       *self,
                                           double              horizon);
void          ov_strip_chart_describe     (OvStripChart       *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"
#include "run.h"
#include "sharpness-curves.h"

G_BEGIN_DECLS

/**
 * OvSharpnessStrip:
 *
 * What a low chart beside the losses shows of the sharpness: that of the current run with its
 * limit, and those of earlier runs. It belongs to the pane that owns the chart's view.
 */
typedef struct _OvSharpnessStrip OvSharpnessStrip;

OvSharpnessStrip *ov_sharpness_strip_new          (OvChartView            *view);
void              ov_sharpness_strip_free         (OvSharpnessStrip       *self);
void              ov_sharpness_strip_set_run      (OvSharpnessStrip       *self,
                                                   OvRun                  *run);
void              ov_sharpness_strip_add_ghosts    (OvSharpnessStrip       *self,
                                                   GListModel *ghosts);
void              ov_sharpness_strip_clear_ghosts (OvSharpnessStrip       *self);
gboolean          ov_sharpness_strip_is_wanted    (const OvSharpnessStrip *self);
void              ov_sharpness_strip_update       (OvSharpnessStrip       *self,
                                                   double                  horizon);
void              ov_sharpness_strip_describe     (OvSharpnessStrip       *self);

OvSharpnessPoints ov_sharpness_get_points         (const OvSharpnessHistory *history);
char             *ov_sharpness_describe_cost      (OvRun                    *run,
                                                   const char               *separator);

G_END_DECLS

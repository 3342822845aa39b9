/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure-style.h"
#include "forecaster.h"
#include "guess-pad.h"
#include "playhead.h"
#include "run.h"

/**
 * OvCurveAxis:
 * @left: how far from the pane's left edge the plots begin, in pixels
 * @right: how far from its right edge they end
 * @bottom: how far from its bottom edge the last one ends
 * @first: the epoch at their left edge, in parts as well
 * @last: the epoch at their right edge; both are NAN when epochs do not stand at equal distances
 *
 * Where the epochs stand on the charts.
 */
typedef struct
{
  double left;
  double right;
  double bottom;
  double first;
  double last;
} OvCurveAxis;

#define OV_TYPE_CURVE_PANE (ov_curve_pane_get_type ())
G_DECLARE_FINAL_TYPE (OvCurvePane, ov_curve_pane, OV, CURVE_PANE, GtkWidget)

void ov_curve_pane_set_run      (OvCurvePane            *self,
                                 OvRun                  *run);
void ov_curve_pane_set_ghosts   (OvCurvePane            *self,
                                 GListModel             *ghosts);
void ov_curve_pane_set_style    (OvCurvePane            *self,
                                 const OvFigureStyle    *style);
void ov_curve_pane_set_ghost_visible (OvCurvePane       *self,
                                 OvRun                  *run,
                                 gboolean                visible);
void ov_curve_pane_point_at     (OvCurvePane            *self,
                                 OvRun                  *run);
void ov_curve_pane_get_axis     (OvCurvePane            *self,
                                 OvCurveAxis            *axis);
void ov_curve_pane_set_playhead (OvCurvePane            *self,
                                 OvPlayhead             *playhead);
void ov_curve_pane_mark_spans   (OvCurvePane            *self,
                                 const GArray           *spans);
void ov_curve_pane_set_forecast (OvCurvePane            *self,
                                 const OvForecastResult *result);

OvGuessPad *ov_curve_pane_get_guess_pad (OvCurvePane   *self);
void        ov_curve_pane_set_guess     (OvCurvePane   *self,
                                         const OvGuess *guess);

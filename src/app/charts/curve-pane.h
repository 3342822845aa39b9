/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure-style.h"
#include "forecaster.h"
#include "guess-pad.h"
#include "run.h"

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
void ov_curve_pane_set_forecast (OvCurvePane            *self,
                                 const OvForecastResult *result);

OvGuessPad *ov_curve_pane_get_guess_pad (OvCurvePane   *self);
void        ov_curve_pane_set_guess     (OvCurvePane   *self,
                                         const OvGuess *guess);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"
#include "curve-pane.h"
#include "curves.h"
#include "diagnosis.h"
#include "forecast-curves.h"
#include "forecast-job.h"
#include "ghost-curves.h"
#include "mean-curves.h"
#include "strip-column.h"

/**
 * OvCurvePane:
 *
 * The loss of the current run above its accuracy, with earlier runs as pale ghosts. Between them
 * stand the strips that have something to show. One crosshair goes through all charts and one zoom
 * holds for all.
 */
struct _OvCurvePane
{
  GtkWidget         parent_instance;

  /* Template children. */
  OvChartView      *loss_view;
  OvChartView      *accuracy_view;
  OvGuessPad       *guess_pad; /* hides the charts while it is visible */

  /* Owned. */
  OvRun            *run;
  GSignalGroup     *run_signals;
  GListModel       *ghosts;
  GSignalGroup     *ghosts_signals;
  GSignalGroup     *live_signals; /* of a run that is running behind the one in front */
  OvPlayhead       *playhead;     /* NULL until it is set */
  GSignalGroup     *playhead_signals;
  OvGhostCurves    *ghost_curves;
  OvMeanCurves     *means[OV_N_QUANTITIES];
  OvStripColumn    *strips;   /* between the quantities */
  OvTimeline       *timeline; /* of the run; NULL without one */
  OvFigureStyle     style;

  OvCurves          curves[OV_N_QUANTITIES];
  OvForecastCurves  forecast;
  OvForecastResult *forecast_result; /* what they draw; NULL without one */
  guint             n_forecast_from; /* how many epochs there were when they were drawn */
  guint             guess;           /* the series of a guess of the loss, or 0 */
  double           *guessed;         /* [n_guessed], its values, while there is one */
  guint             n_guessed;
  GArray           *span_marks; /* of marked epochs, on all charts; NULL without any */
  guint             tick;       /* brings the charts up to date, or 0 */
  gint64            described_at;
  gboolean          is_pointed;  /* somebody points at a chart */
  gboolean          is_followed; /* keys have led the crosshair to where the playhead is */
  double            rest;        /* where the crosshair stands otherwise; NAN for nowhere */
};

guint        ov_curve_pane_get_n_views   (OvCurvePane    *self);
OvChartView *ov_curve_pane_get_view      (OvCurvePane    *self,
                                          guint           index);
OvChart     *ov_curve_pane_get_chart     (OvCurvePane    *self,
                                          guint           index);
void         ov_curve_pane_redraw        (OvCurvePane    *self);
void         ov_curve_pane_align         (OvCurvePane    *self);
void         ov_curve_pane_show_strips   (OvCurvePane    *self);
void         ov_curve_pane_draw_guess    (OvCurvePane    *self);
void         ov_curve_pane_set_horizons  (OvCurvePane    *self,
                                          gboolean        to_the_end);
void         ov_curve_pane_draw_forecast (OvCurvePane    *self);
void         ov_curve_pane_update_forecast (OvCurvePane  *self);
void         ov_curve_pane_point         (OvCurvePane    *self,
                                          OvChartView    *view,
                                          double          x,
                                          double          y);
void         ov_curve_pane_rest          (OvCurvePane    *self);
void         ov_curve_pane_draw_means    (OvCurvePane    *self);
void         ov_curve_pane_clear_means   (OvCurvePane    *self);
int          ov_curve_pane_get_height    (const OvStrip  *strip);
void         ov_curve_pane_place         (OvCurvePane    *self,
                                          int             width,
                                          int             height);
void         ov_curve_pane_measure       (GtkWidget      *widget,
                                          GtkOrientation  orientation,
                                          int             for_size,
                                          int            *minimum,
                                          int            *natural,
                                          int            *minimum_baseline,
                                          int            *natural_baseline);

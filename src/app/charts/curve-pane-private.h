/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart-view.h"
#include "curve-pane.h"
#include "curves.h"
#include "forecast-curves.h"
#include "ghost-curves.h"
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
  GtkWidget        parent_instance;

  /* Template children. */
  OvChartView     *loss_view;
  OvChartView     *accuracy_view;
  OvGuessPad      *guess_pad; /* hides the losses while it is visible */

  /* Owned. */
  OvRun           *run;
  GSignalGroup    *run_signals;
  GListModel      *ghosts;
  GSignalGroup    *ghosts_signals;
  GSignalGroup    *live_signals; /* of a run that is running behind the one in front */
  OvGhostCurves   *ghost_curves;
  OvStripColumn   *strips;   /* between the quantities */
  OvTimeline      *timeline; /* of the run; NULL without one */
  OvFigureStyle    style;

  OvCurves         curves[OV_N_QUANTITIES];
  OvForecastCurves forecast;
  guint            guess;   /* the series of a guess of the loss, or 0 */
  double          *guessed; /* [n_guessed], its values, while there is one */
  guint            n_guessed;
  guint            tick; /* brings the charts up to date in the next frame, or 0 */
  gint64           described_at;
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
int          ov_curve_pane_get_height    (const OvStrip  *strip);
void         ov_curve_pane_size_allocate (GtkWidget      *widget,
                                          int             width,
                                          int             height,
                                          int             baseline);
void         ov_curve_pane_measure       (GtkWidget      *widget,
                                          GtkOrientation  orientation,
                                          int             for_size,
                                          int            *minimum,
                                          int            *natural,
                                          int            *minimum_baseline,
                                          int            *natural_baseline);

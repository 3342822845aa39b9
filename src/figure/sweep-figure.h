/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "trial-curves.h"

#define OV_SWEEP_FIGURE_WIDTH 1200

/**
 * OvSweepFigure:
 * @trials: the sweep
 * @overlay: whether all trials are in one chart, rather than each in one of its own
 * @forecast: whether the losses were computed without running the recipe, for the caption
 * @dataset_name: (nullable): for the caption
 *
 * A learning-rate sweep for paper. Everything in it is borrowed.
 */
typedef struct
{
  OvTrialCurves trials;
  gboolean      overlay;
  gboolean      forecast;
  const char   *dataset_name;
} OvSweepFigure;

guint ov_sweep_figure_choose_columns (guint                n_trials);
int   ov_sweep_figure_choose_height  (const OvSweepFigure *self);
char *ov_sweep_figure_make_caption   (const OvSweepFigure *self);
void  ov_sweep_figure_draw           (cairo_t             *cr,
                                      double               width,
                                      double               height,
                                      gpointer             figure);

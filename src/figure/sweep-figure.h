/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "trial-curves.h"

#define OV_SWEEP_FIGURE_WIDTH 1200

/**
 * OvSweepFigure:
 * @trials: the sweep
 * @overlay: whether all trials are in one chart, rather than each in one of its own
 * @dataset_name: (nullable): for the caption
 * @data_hash: (nullable): what tells the images from others
 *
 * A learning-rate sweep for paper. Everything in it is borrowed, unless it is a copy.
 */
typedef struct
{
  OvTrialCurves trials;
  gboolean      overlay;
  const char   *dataset_name;
  const char   *data_hash;
} OvSweepFigure;

extern const OvFigureClass ov_sweep_figure_class;

OvSweepFigure *ov_sweep_figure_copy           (const OvSweepFigure *self);
void           ov_sweep_figure_free           (OvSweepFigure       *self);
guint          ov_sweep_figure_choose_columns (guint                n_trials);
char          *ov_sweep_figure_make_caption   (const OvSweepFigure *self);

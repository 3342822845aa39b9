/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "figure-style.h"
#include "strip.h"

#define OV_RUN_FIGURE_WIDTH 1200
#define OV_RUN_FIGURE_HEIGHT 800

/**
 * OvRunFigureContent:
 * @OV_RUN_FIGURE_LOSS: the chart of the losses
 * @OV_RUN_FIGURE_ACCURACY: the chart of the accuracies
 * @OV_RUN_FIGURE_BOTH: the one above the other
 */
typedef enum
{
  OV_RUN_FIGURE_LOSS = 1 << OV_QUANTITY_LOSS,
  OV_RUN_FIGURE_ACCURACY = 1 << OV_QUANTITY_ACCURACY,
  OV_RUN_FIGURE_BOTH = OV_RUN_FIGURE_LOSS | OV_RUN_FIGURE_ACCURACY,
} OvRunFigureContent;

/**
 * OvRunFigure:
 * @content: which charts
 * @style: how the charts look
 * @run: the run that the figure is about
 * @ghosts: (nullable): [@n_ghosts] earlier runs, drawn pale
 * @n_ghosts: how many
 * @title: (nullable): %NULL for the title of the recipe's model
 *
 * Strips that have something to show of the run stand beneath its losses.
 *
 * A figure for paper: white, with its own size, axis titles, a legend and a caption that says how
 * to get the same curves again. Everything in it is borrowed.
 */
typedef struct
{
  OvRunFigureContent        content;
  OvFigureStyle             style;
  const OvRunRecord        *run;
  const OvRunRecord *const *ghosts;
  guint                     n_ghosts;
  const char               *title;
} OvRunFigure;

char *ov_run_figure_make_caption (const OvRunFigure *self);
void  ov_run_figure_draw         (cairo_t           *cr,
                                  double             width,
                                  double             height,
                                  gpointer           figure);

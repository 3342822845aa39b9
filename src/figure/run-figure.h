/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure-style.h"
#include "figure.h"
#include "strip.h"

#define OV_RUN_FIGURE_WIDTH 1200
#define OV_RUN_FIGURE_HEIGHT 800

/**
 * OvRunFigureContent:
 * @OV_RUN_FIGURE_LOSS: the chart of the losses
 * @OV_RUN_FIGURE_ACCURACY: the chart of the accuracies
 * @OV_RUN_FIGURE_BOTH: the one above the other
 * @OV_RUN_FIGURE_STRIP: a strip alone, by its place in the table of them, from which on the others
 *   follow
 */
typedef enum
{
  OV_RUN_FIGURE_LOSS = 1 << OV_QUANTITY_LOSS,
  OV_RUN_FIGURE_ACCURACY = 1 << OV_QUANTITY_ACCURACY,
  OV_RUN_FIGURE_BOTH = OV_RUN_FIGURE_LOSS | OV_RUN_FIGURE_ACCURACY,
  OV_RUN_FIGURE_STRIP = 1 << OV_N_QUANTITIES,
} OvRunFigureContent;

/**
 * OvRunFigure:
 * @content: which charts
 * @style: how the charts look
 * @run: the run that the figure is about
 * @id: (nullable): what the library of runs calls it
 * @name: (nullable): its name, which a person may change
 * @slot: its colour wherever it is not in front
 * @data_hash: (nullable): what tells its images from others
 * @ghosts: (nullable): [@n_ghosts] earlier runs, drawn pale
 * @n_ghosts: how many
 *
 * The charts of a run for paper, with axis titles and a legend. Strips that have something to show
 * of the run stand beneath its losses. Everything in it is borrowed.
 */
typedef struct
{
  OvRunFigureContent content;
  OvFigureStyle      style;
  const OvRunRecord *run;
  const char        *id;
  const char        *name;
  guint              slot;
  const char        *data_hash;
  const OvGhost     *ghosts;
  guint              n_ghosts;
} OvRunFigure;

extern const OvFigureClass ov_run_figure_class;

char      *ov_run_figure_make_caption (const OvRunFigure  *self);
GPtrArray *ov_run_record_make_command (const OvRunRecord  *run,
                                       const char        **remark);

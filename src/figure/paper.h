/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "curves.h"
#include "sharpness-curves.h"

G_BEGIN_DECLS

#define OV_PAPER_WIDTH 1200
#define OV_PAPER_HEIGHT 800
#define OV_PAPER_SMALLEST 320
#define OV_PAPER_LARGEST 4096
#define OV_PAPER_LARGEST_SCALE 4

/**
 * OvPaperContent:
 * @OV_PAPER_LOSS: the chart of the losses
 * @OV_PAPER_ACCURACY: the chart of the accuracies
 * @OV_PAPER_BOTH: the one above the other
 */
typedef enum
{
  OV_PAPER_LOSS = 1 << OV_QUANTITY_LOSS,
  OV_PAPER_ACCURACY = 1 << OV_QUANTITY_ACCURACY,
  OV_PAPER_BOTH = OV_PAPER_LOSS | OV_PAPER_ACCURACY,
} OvPaperContent;

/**
 * OvPaperRun:
 * @recipe: what was run
 * @history: its epochs; may be empty
 * @sharpness: what was measured of its sharpness, if anything was
 *
 * One run on a figure. All of it is borrowed.
 */
typedef struct
{
  const OvRecipe   *recipe;
  const OvHistory  *history;
  OvSharpnessPoints sharpness;
} OvPaperRun;

/**
 * OvPaper:
 * @content: which charts
 * @log_y: whether the loss has a logarithmic axis
 * @run: the run that the figure is about
 * @ghosts: (nullable): [@n_ghosts] earlier runs, drawn pale
 * @n_ghosts: how many
 * @dataset_name: (nullable): for the caption
 * @title: (nullable): %NULL for the title of the recipe's model
 *
 * Where the sharpness of the run was measured, it stands beneath its losses.
 *
 * A figure for paper: white, with its own size, axis titles, a legend and a caption that says how
 * to get the same curves again. Everything in it is borrowed.
 */
typedef struct
{
  OvPaperContent    content;
  gboolean          log_y;
  OvPaperRun        run;
  const OvPaperRun *ghosts;
  guint             n_ghosts;
  const char       *dataset_name;
  const char       *title;
} OvPaper;

char            *ov_paper_make_caption (const OvPaper *self);
void             ov_paper_draw         (const OvPaper *self,
                                        cairo_t       *cr,
                                        double         width,
                                        double         height);
cairo_surface_t *ov_paper_render       (const OvPaper *self,
                                        int            width,
                                        int            height,
                                        double         scale,
                                        GError       **error);
gboolean         ov_paper_write        (const OvPaper *self,
                                        const char    *path,
                                        int            width,
                                        int            height,
                                        double         scale,
                                        GError       **error);

G_END_DECLS

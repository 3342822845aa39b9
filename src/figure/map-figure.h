/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "loss.h"

#define OV_MAP_FIGURE_WIDTH 1200
#define OV_MAP_FIGURE_HEIGHT 700

/**
 * OvMapRun:
 * @name: what it is called
 * @slot: its colour
 * @recipe: what decided it
 * @best: the best that it reached on the test set; infinite when it diverged
 * @n_epochs: how many epochs it has
 * @is_complete: whether it has as many as its recipe asks for
 *
 * A run as a dot on a map.
 */
typedef struct
{
  char    *name;
  guint    slot;
  OvRecipe recipe;
  double   best;
  guint    n_epochs;
  gboolean is_complete;
} OvMapRun;

/**
 * OvMapFigure:
 * @shows_losses: whether the height of a dot is a loss, not an accuracy
 * @loss: which kind of loss that is
 * @runs: (element-type OvMapRun): the runs
 * @chosen: the place of the one that a ring points out, or -1
 * @n_left_out: how many there are besides, with other data or another loss
 * @rates: (nullable): [@n_finding], the learning rates of a range test, beneath the dots of losses
 * @losses: (nullable): [@n_finding], its smoothed losses
 * @n_finding: how many
 * @limit: the learning rate beyond which the recipe diverges, or NAN where nobody knows it
 * @dataset_name: (nullable): for the caption
 * @data_hash: (nullable): what tells the images from others
 *
 * Runs on the same data by their learning rates, on the screen and on paper.
 */
typedef struct
{
  gboolean shows_losses;
  OvLoss   loss;
  GArray  *runs;
  int      chosen;
  guint    n_left_out;
  double  *rates;
  double  *losses;
  gsize    n_finding;
  double   limit;
  char    *dataset_name;
  char    *data_hash;
} OvMapFigure;

extern const OvFigureClass ov_map_figure_class;

OvMapFigure *ov_map_figure_new          (void);
void         ov_map_figure_free         (OvMapFigure       *self);
void         ov_map_figure_fill         (const OvMapFigure *self,
                                         OvChart           *chart);
char        *ov_map_figure_describe_run (const OvMapFigure *self,
                                         guint              index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvMapFigure, ov_map_figure_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "range-test.h"

#define OV_FINDING_FIGURE_WIDTH 1200
#define OV_FINDING_FIGURE_HEIGHT 700

/**
 * OvFindingFigure:
 * @finding: what a complete range test found
 * @recipe: what it was made for
 * @limit: the learning rate beyond which the recipe diverges, or 0 where nobody knows it
 * @is_from_run: whether it started from the weights of a run, not from the first ones
 * @dataset_name: (nullable): what it was made on
 * @data_hash: (nullable): what tells the images from others
 *
 * Loss against learning rate, for paper. Everything in it is borrowed, unless it is a copy.
 */
typedef struct
{
  const OvFinding *finding;
  const OvRecipe  *recipe;
  double           limit;
  gboolean         is_from_run;
  const char      *dataset_name;
  const char      *data_hash;
} OvFindingFigure;

extern const OvFigureClass ov_finding_figure_class;

OvFindingFigure *ov_finding_figure_copy (const OvFindingFigure *self);
void             ov_finding_figure_free (OvFindingFigure       *self);

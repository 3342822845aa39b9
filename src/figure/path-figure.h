/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "path-map.h"

/**
 * OvPathFigure:
 * @recipe: of the run
 * @map: its path and the loss around it, with a grid
 * @is_whole: whether the run has no beginning elsewhere, so that its recipe says all of it
 * @dataset_name: (nullable): what it was trained on
 * @data_hash: (nullable): what tells that from others
 *
 * The path of a network's weights on a map of its loss, on the screen and on paper. All of it is
 * borrowed.
 */
typedef struct
{
  const OvRecipe  *recipe;
  const OvPathMap *map;
  gboolean         is_whole;
  const char      *dataset_name;
  const char      *data_hash;
} OvPathFigure;

extern const OvFigureClass ov_path_figure_class;

OvPathFigure *ov_path_figure_copy (const OvPathFigure *self);
void          ov_path_figure_free (OvPathFigure       *self);

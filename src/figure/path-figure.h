/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "path-scene.h"

/**
 * OvPathFigure:
 * @runs: [paths of @map], whose paths they are, the first one that of the loss
 * @map: the paths and the loss around them, with a grid
 * @is_whole: whether the runs have no beginning elsewhere, so that their recipes say all of them
 * @dataset_name: (nullable): what it was trained on
 * @data_hash: (nullable): what tells that from others
 *
 * The paths of a network's weights on a map of its loss, on the screen and on paper. All of it is
 * borrowed.
 */
typedef struct
{
  const OvPathRun *runs;
  const OvPathMap *map;
  gboolean         is_whole;
  const char      *dataset_name;
  const char      *data_hash;
} OvPathFigure;

extern const OvFigureClass ov_path_figure_class;

OvPathFigure *ov_path_figure_copy (const OvPathFigure *self);
void          ov_path_figure_free (OvPathFigure       *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "valley.h"

#define OV_VALLEY_FIGURE_MOST_WAYS 9

/**
 * OvValleyWay:
 * @learning_rate: of the first epoch
 * @points: [epochs of the recipe + 1], where the run goes
 *
 * The way of a run with a rate of its own.
 */
typedef struct
{
  double         learning_rate;
  OvValleyPoint *points;
} OvValleyWay;

/**
 * OvValleyFigure:
 * @valley: the plane
 * @recipe: what is common to the runs
 * @ways: [@n_ways], a chart for each
 * @n_ways: up to %OV_VALLEY_FIGURE_MOST_WAYS
 * @position: how many epochs are done, with parts, for who shows where the first of them is then
 * @has_start: whether all of them start from the recipe's first weights, and not from zero
 * @dataset_name: (nullable): what the valley is of
 * @data_hash: (nullable): what tells that from others
 *
 * Runs as paths on a map of the loss, on the screen and on paper. All of it is borrowed.
 */
typedef struct
{
  const OvValley    *valley;
  const OvRecipe    *recipe;
  const OvValleyWay *ways;
  guint              n_ways;
  double             position;
  gboolean           has_start;
  const char        *dataset_name;
  const char        *data_hash;
} OvValleyFigure;

extern const OvFigureClass ov_valley_figure_class;

OvValleyFigure *ov_valley_figure_copy       (const OvValleyFigure *self);
void            ov_valley_figure_free       (OvValleyFigure       *self);
void            ov_valley_figure_find_range (const OvValleyFigure *self,
                                             double               *low,
                                             double               *high);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"
#include "step-line.h"

/**
 * OvStepFigure:
 * @recipe: whose step it is
 * @n_epochs: how many epochs were done before the one with the step
 * @learning_rate: of the step
 * @parabola: the loss along the step, or what a quadratic model makes of it
 * @line: (nullable): the loss along the step, where @parabola is a model of it; %NULL where that is
 *   the loss itself
 * @limit: the rate above which descent is not stable; NAN where nobody knows it
 * @dataset_name: (nullable): what the loss is of
 * @data_hash: (nullable): what tells that from others
 *
 * The loss along one step, on the screen and on paper. All of it is borrowed.
 */
typedef struct
{
  const OvRecipe   *recipe;
  guint             n_epochs;
  double            learning_rate;
  OvStepParabola    parabola;
  const OvStepLine *line;
  double            limit;
  const char       *dataset_name;
  const char       *data_hash;
} OvStepFigure;

extern const OvFigureClass ov_step_figure_class;

OvStepFigure *ov_step_figure_copy    (const OvStepFigure *self);
void          ov_step_figure_free    (OvStepFigure       *self);
double ov_step_figure_get_loss       (const OvStepFigure *self,
                                      double              length);
double ov_step_figure_get_lowest     (const OvStepFigure *self);
double ov_step_figure_get_break_even (const OvStepFigure *self);
double ov_step_figure_get_reach      (const OvStepFigure *self);
void   ov_step_figure_fill           (const OvStepFigure *self,
                                      OvChart            *chart);

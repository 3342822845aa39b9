/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "curves.h"

/**
 * OvTrialCurve:
 * @learning_rate: what it differs by
 * @history: its epochs so far
 *
 * One learning rate of a sweep. The history is borrowed.
 */
typedef struct
{
  double           learning_rate;
  const OvHistory *history;
} OvTrialCurve;

/**
 * OvTrialCurves:
 * @quantity: what the charts show
 * @recipe: what the trials have in common
 * @trials: [@n], from the lowest learning rate
 * @n: how many
 * @is_forecast: whether the losses were computed without running the recipe
 *
 * The charts of a learning-rate sweep: a small one for each trial, on shared axes, and one of all
 * trials together. Everything in it is borrowed.
 */
typedef struct
{
  OvQuantity          quantity;
  const OvRecipe     *recipe;
  const OvTrialCurve *trials;
  guint               n;
  gboolean            is_forecast;
} OvTrialCurves;

void        ov_trial_curves_find_range       (const OvTrialCurves *self,
                                              double              *low,
                                              double              *high);
void        ov_trial_curves_fill_chart       (const OvTrialCurves *self,
                                              guint                trial,
                                              OvChart             *chart,
                                              double               low,
                                              double               high);
void        ov_trial_curves_fill_overlay     (const OvTrialCurves *self,
                                              OvChart             *chart,
                                              double               low,
                                              double               high);
const char *ov_trial_curves_get_y_title      (const OvTrialCurves *self);
char       *ov_trial_curves_format_rate      (const OvTrialCurves *self,
                                              guint                trial);
char       *ov_trial_curves_make_title       (const OvTrialCurves *self,
                                              guint                trial);
char       *ov_trial_curves_describe         (const OvTrialCurves *self,
                                              guint                trial);
char       *ov_trial_curves_describe_overlay (const OvTrialCurves *self);

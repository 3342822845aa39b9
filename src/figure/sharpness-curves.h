/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "recipe.h"

G_BEGIN_DECLS

/**
 * OvSharpnessPoints:
 * @epochs: [@n], how many epochs had been trained
 * @values: [@n], the sharpness then
 * @n: how many measurements there are
 * @last_is_bound: whether the newest is but a lower bound
 *
 * What was measured in the course of a run. Borrowed.
 */
typedef struct
{
  const double *epochs;
  const double *values;
  gsize         n;
  gboolean      last_is_bound;
} OvSharpnessPoints;

/**
 * OvSharpnessCurves:
 * @chart: (unowned): where they are drawn
 * @sharpness: series of what was measured
 * @limit: series of the limit; 0 for an earlier run's
 *
 * The sharpness of one run on a chart, and the limit that its learning rate sets.
 */
typedef struct
{
  OvChart *chart;
  guint    sharpness;
  guint    limit;
} OvSharpnessCurves;

void              ov_sharpness_curves_prepare     (OvChart                 *chart);
OvSharpnessCurves ov_sharpness_curves_add         (OvChart                 *chart,
                                                   const OvRecipe          *recipe);
OvSharpnessCurves ov_sharpness_curves_add_ghost   (OvChart                 *chart,
                                                   guint                    slot,
                                                   const OvRecipe          *recipe,
                                                   const OvRecipe          *current);
void              ov_sharpness_curves_update      (OvSharpnessCurves       *self,
                                                   const OvSharpnessPoints *points);
void              ov_sharpness_curves_set_horizon (OvSharpnessCurves       *self,
                                                   const OvSharpnessPoints *points,
                                                   const OvRecipe          *recipe,
                                                   double                   horizon);
void              ov_sharpness_curves_remove      (OvSharpnessCurves       *self);
char             *ov_sharpness_curves_describe    (const OvSharpnessPoints *points,
                                                   const OvRecipe          *recipe);

G_END_DECLS

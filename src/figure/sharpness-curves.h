/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"
#include "strip-curves.h"

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

void              ov_sharpness_curves_prepare     (OvChart                 *chart);
OvStripCurves ov_sharpness_curves_add         (OvChart                 *chart,
                                                   const OvRecipe          *recipe);
OvStripCurves ov_sharpness_curves_add_ghost   (OvChart                 *chart,
                                                   guint                    slot,
                                                   const OvRecipe          *recipe,
                                                   const OvRecipe          *current);
void              ov_sharpness_curves_update      (OvStripCurves       *self,
                                                   const OvSharpnessPoints *points);
void              ov_sharpness_curves_set_horizon (OvStripCurves       *self,
                                                   const OvRecipe          *recipe,
                                                   double                   horizon);
char             *ov_sharpness_curves_describe    (const OvSharpnessPoints *points,
                                                   const OvRecipe          *recipe);

G_END_DECLS

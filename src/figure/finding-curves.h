/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "range-test.h"
#include "recipe.h"

/**
 * OvFindingCurves:
 * @chart: the chart that they are on
 * @steps: the losses of the single steps
 * @smoothed: the smoothed losses
 *
 * What the learning-rate finder found, as curves.
 */
typedef struct
{
  OvChart *chart;
  guint    steps;
  guint    smoothed;
} OvFindingCurves;

OvFindingCurves ov_finding_curves_add    (OvChart               *chart);
void            ov_finding_curves_update (const OvFindingCurves *self,
                                          const OvFinding       *finding,
                                          const OvRecipe        *recipe);
void            ov_finding_curves_frame  (const OvFindingCurves *self,
                                          const OvFinding       *finding);

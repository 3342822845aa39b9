/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ghost.h"
#include "recipe.h"
#include "sharpness-history.h"
#include "strip-curves.h"

void          ov_sharpness_curves_prepare     (OvChart                  *chart);
OvStripCurves ov_sharpness_curves_add         (OvChart                  *chart,
                                               const OvRecipe           *recipe,
                                               guint                     n_train);
OvStripCurves ov_sharpness_curves_add_ghost   (OvChart                  *chart,
                                               const OvGhost            *ghost,
                                               const OvRecipe           *current);
void          ov_sharpness_curves_update      (OvStripCurves            *self,
                                               const OvSharpnessHistory *history);
void          ov_sharpness_curves_set_horizon (OvStripCurves            *self,
                                               const OvRecipe           *recipe,
                                               double                    horizon);
char         *ov_sharpness_curves_describe    (const OvSharpnessHistory *history,
                                               const OvRecipe           *recipe,
                                               guint                     n_train);

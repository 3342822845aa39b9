/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "step-parabola.h"

void ov_quadratic_step_find (const OvQuadratic *quadratic,
                             const OvRecipe    *recipe,
                             const float       *parameters,
                             const float       *velocity,
                             OvStepParabola    *step);
void ov_quadratic_step_find_gradient (const OvQuadratic *quadratic,
                             const OvRecipe    *recipe,
                             const float       *parameters,
                             float             *gradient);

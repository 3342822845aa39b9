/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

gboolean ov_stability_is_preconditioned   (const OvRecipe *recipe);
double   ov_stability_get_rate_limit      (const OvRecipe *recipe,
                                           double          sharpness);
double   ov_stability_get_smooth_rate     (const OvRecipe *recipe,
                                           double          sharpness);
double   ov_stability_get_sharpness_limit (const OvRecipe *recipe,
                                           double          learning_rate);
double   ov_stability_get_growth          (const OvRecipe *recipe,
                                           double          sharpness,
                                           double          learning_rate);

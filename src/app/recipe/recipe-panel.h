/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "recipe.h"
#include "run.h"

#define OV_TYPE_RECIPE_PANEL (ov_recipe_panel_get_type ())
G_DECLARE_FINAL_TYPE (OvRecipePanel, ov_recipe_panel, OV, RECIPE_PANEL, AdwBin)

const OvRecipe *ov_recipe_panel_get_recipe   (OvRecipePanel  *self);
void            ov_recipe_panel_set_recipe   (OvRecipePanel  *self,
                                              const OvRecipe *recipe);
void            ov_recipe_panel_set_settings (OvRecipePanel  *self,
                                              GSettings      *settings);
void            ov_recipe_panel_set_run      (OvRecipePanel  *self,
                                              OvRun          *run);
void            ov_recipe_panel_set_limit    (OvRecipePanel  *self,
                                              double          limit,
                                              double          smooth_limit,
                                              const char     *text);
void            ov_recipe_panel_expect_limit (OvRecipePanel  *self,
                                              double          progress);
void            ov_recipe_panel_clear_limit  (OvRecipePanel  *self);

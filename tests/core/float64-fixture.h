/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"
#include "recipe.h"

OvDataset *float64_take        (OvDataset      *all,
                                guint           n_train,
                                guint           n_test);
OvDataset *float64_take_sample (guint           n_train,
                                guint           n_test);
void       float64_check       (const OvRecipe *recipe,
                                OvDataset      *dataset);

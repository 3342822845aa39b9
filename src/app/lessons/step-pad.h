/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "dataset.h"
#include "quadratic.h"
#include "recipe.h"

#define OV_TYPE_STEP_PAD (ov_step_pad_get_type ())
G_DECLARE_FINAL_TYPE (OvStepPad, ov_step_pad, OV, STEP_PAD, AdwBin)

void     ov_step_pad_set_dataset   (OvStepPad      *self,
                                    OvDataset      *dataset);
void     ov_step_pad_set_quadratic (OvStepPad      *self,
                                    OvQuadratic    *quadratic);
gboolean ov_step_pad_ask           (OvStepPad      *self,
                                    const OvRecipe *recipe);
char    *ov_step_pad_answer        (OvStepPad      *self);
void     ov_step_pad_close         (OvStepPad      *self);
gboolean ov_step_pad_is_asking     (OvStepPad      *self);
gboolean ov_step_pad_has_guess     (OvStepPad      *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "recipe.h"

char *ov_caption_make        (const OvRecipe  *recipe,
                              const OvHistory *history,
                              const char      *dataset_name);
void  ov_caption_append_data (GString         *text,
                              const char      *dataset_name);

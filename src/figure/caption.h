/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "recipe.h"

G_BEGIN_DECLS

char *ov_caption_make (const OvRecipe  *recipe,
                       const OvHistory *history,
                       const char      *dataset_name);

G_END_DECLS

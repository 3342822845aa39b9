/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "recipe.h"

OvHistory *fixture_load_history (const char *name, OvRecipe *recipe);

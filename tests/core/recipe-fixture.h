/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

/* Recipes as a command line would change them. */

void fixture_set_value (OvRecipe   *recipe,
                        const char *key,
                        const char *value);

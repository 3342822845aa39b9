/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

GPtrArray *ov_command_line_new         (const OvRecipe   *recipe,
                                        const char       *data,
                                        gboolean          exact_steps);
GPtrArray *ov_command_line_new_for_data (const OvRecipe  *recipe,
                                         const char      *data_name,
                                         gboolean         exact_steps);
void       ov_command_line_set_command (GPtrArray        *words,
                                        const char       *command);
void       ov_command_line_add         (GPtrArray        *words,
                                        const char       *option,
                                        const char       *value);
char      *ov_command_line_write       (const GPtrArray  *words);

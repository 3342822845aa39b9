/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe.h"

const char *ov_recipe_options_get_preset (GHashTable  *texts);
gboolean    ov_recipe_options_parse      (GHashTable  *texts,
                                          OvRecipe    *recipe,
                                          GPtrArray   *notes,
                                          GError     **error);
gboolean    ov_count_option_parse        (GHashTable  *texts,
                                          const char  *option,
                                          guint        minimum,
                                          guint        maximum,
                                          guint       *count,
                                          GError     **error);
gboolean    ov_number_option_parse       (GHashTable  *texts,
                                          const char  *option,
                                          double       minimum,
                                          double       maximum,
                                          double      *number,
                                          GError     **error);
gboolean    ov_threads_option_parse      (GHashTable  *texts,
                                          guint       *n_threads,
                                          GError     **error);

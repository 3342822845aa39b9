/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

guint       ov_spelling_get_distance (const char        *word,
                                      const char        *other);
const char *ov_spelling_complete     (const char        *word,
                                      const char *const *known,
                                      guint             *n_found);
const char *ov_spelling_guess        (const char        *word,
                                      const char *const *known);

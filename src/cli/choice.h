/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char    *ov_choice_hint     (const char         *word,
                             const char *const  *known);
gboolean ov_choice_parse    (const char         *option,
                             const char         *text,
                             const char *const  *known,
                             guint              *index,
                             GError            **error);
gboolean ov_choice_parse_of (const char         *command,
                             const char         *option,
                             const char         *text,
                             guint              *index,
                             GError            **error);

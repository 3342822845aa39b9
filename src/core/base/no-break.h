/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ov_no_break_is_between (const char *text,
                                 const char *space);
char    *ov_no_break_join       (const char *text);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_file_name_make     (const char *text);
gboolean ov_file_name_has_ending (const char *name);
char *ov_file_name_complete (const char *path,
                             const char *suffix,
                             GError    **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ov_file_display_name (const char  *path);
void  ov_file_set_error    (GError     **error,
                            const char  *path,
                            int          failure);

G_END_DECLS

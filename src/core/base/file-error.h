/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void  ov_file_display_character (GString     *line,
                                 gunichar     character);
char *ov_file_display_name      (const char  *path);
char *ov_file_display_file      (GFile       *file);
void  ov_file_set_error         (GError     **error,
                                 const char  *path,
                                 int          failure);
void  ov_file_set_read_error    (GError     **error,
                                 GFile       *file,
                                 const GError *cause);

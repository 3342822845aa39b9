/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

char *ov_foreign_file_load (const char *path,
                            gsize      *size,
                            char      **reason,
                            GError    **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* The version of the tables, which the file's `user_version` holds. */
#define OV_SCHEMA_VERSION 3

/* "OvSh", by which `file` and others know the file. */
#define OV_SCHEMA_APPLICATION_ID 0x4f765368

const char *ov_schema_get_text (void);
int      ov_schema_migrate  (sqlite3 *database,
                             guint    from,
                             guint    to);
gboolean ov_schema_is_exact (sqlite3 *database,
                             guint    version);

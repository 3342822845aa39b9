/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

guint32 ov_crc32c (gconstpointer data,
                   gsize         size);

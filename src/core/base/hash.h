/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many hexadecimal digits a hash has. */
#define OV_HASH_LENGTH 32

char *ov_hash_compute (gconstpointer data,
                       gsize         size);

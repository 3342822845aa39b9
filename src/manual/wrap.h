/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_wrap (const char *text,
               glong       column,
               glong       indent);

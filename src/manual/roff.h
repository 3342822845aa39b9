/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_roff_make_cli    (const char *date);
char *ov_roff_make_window (const char *date);

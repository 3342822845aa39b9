/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ov_wrap (const char *text,
               glong       column,
               glong       indent);

G_END_DECLS

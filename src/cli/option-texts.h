/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *ov_option_texts_parse (const char  *command,
                                   int         *argc,
                                   char       **argv,
                                   GError     **error);

G_END_DECLS

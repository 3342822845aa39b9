/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

GHashTable *ov_option_texts_parse        (const char         *command,
                                          int                *argc,
                                          char              **argv,
                                          GError            **error);
GHashTable *ov_option_texts_parse_alone  (const char         *command,
                                          int                 argc,
                                          char              **argv,
                                          GError            **error);

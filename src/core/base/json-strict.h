/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

JsonObject *ov_json_parse_object (JsonParser *parser,
                                  const char *text,
                                  gsize       length,
                                  guint       deepest,
                                  char      **fault);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

char *ov_json_print (JsonNode *node,
                     gboolean  pretty);

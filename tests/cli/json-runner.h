/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "runner.h"

JsonObject *runner_run_for_json (const char *arguments);

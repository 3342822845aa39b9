/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "completion.h"
#include "option.h"

/* Only for the files that make up the completions. */

#define OV_COMPLETION_HEADER "# Made by Overshoot's build from the table of its options.\n"

char *ov_completion_quote (const char *text,
                           const char *special);

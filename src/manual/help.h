/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_help_make_program (void);
char *ov_help_make_command (const char *command);
char *ov_help_make_weights (void);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ov_completion_make_bash (void);
char *ov_completion_make_zsh  (void);
char *ov_completion_make_fish (void);

char *ov_completion_make_window_bash (void);
char *ov_completion_make_window_zsh  (void);
char *ov_completion_make_window_fish (void);

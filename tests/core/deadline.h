/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a test waits for has to happen before a deadline. One that waits in vain ends with a message
 * that says for what; the test runner's own time limit could only tell which program it was. */

void     deadline_set_patience (guint       seconds);
void     deadline_set          (const char *what);
gboolean deadline_is_met       (gboolean    has_happened);

/* Waits for something that the sources of a context bring about. */
#define wait_in_context(context, condition)                                \
  for (deadline_set (G_STRLOC ": " #condition); !deadline_is_met (condition);) \
    g_main_context_iteration (context, TRUE)

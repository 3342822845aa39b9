/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* That of the test which runs, when fixture_add_in_folder() has added it. */
extern const char *own_folder;

char *fixture_make_folder   (void);
void  fixture_remove        (const char *path);
guint fixture_count_files   (const char *path);
void  fixture_add_in_folder (const char *path,
                             void      (*test) (void));

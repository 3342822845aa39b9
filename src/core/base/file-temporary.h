/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/stat.h>

int  ov_file_temporary_create  (int                 folder,
                                const char         *base,
                                int                 mode,
                                char              **name);
int  ov_file_temporary_hand_on (int                 fd,
                                const struct stat  *old);
void ov_file_temporary_sweep   (int                 folder);

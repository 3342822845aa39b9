/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

int ov_ladder_command (int    argc,
                        char **argv);

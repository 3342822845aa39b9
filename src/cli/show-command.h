/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

int ov_show_command (int    argc,
                     char **argv);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

int ov_valley_command (int    argc,
                       char **argv);

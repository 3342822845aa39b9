/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "option.h"

GOptionContext *ov_option_context_new (const char    *command,
                                       GOptionArgFunc take,
                                       gpointer       user_data);

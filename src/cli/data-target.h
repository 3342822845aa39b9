/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "file-target.h"

gboolean ov_data_target_is_read (const OvFileTarget *target,
                                 const char         *data);

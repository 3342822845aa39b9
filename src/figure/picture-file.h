/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "png.h"

gboolean ov_picture_file_write (const char  *path,
                                int          width,
                                int          height,
                                double       scale,
                                OvDrawFunc   draw,
                                gpointer     user_data,
                                GError     **error);

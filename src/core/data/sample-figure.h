/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

/* How the built-in data set's ten classes are drawn; shared by the files of the module `sample`. */

extern const char *const ov_sample_class_names[OV_N_CLASSES];

void ov_sample_draw_image (guint8  *pixels,
                           guint    class_index,
                           guint64  seed);

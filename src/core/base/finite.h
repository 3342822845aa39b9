/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ov_floats_are_finite (const float *values,
                               gsize        n);

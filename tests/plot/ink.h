/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"

/* How much of a picture has exactly a colour of the palette. */
guint ink_count         (cairo_surface_t *surface,
                         OvColour         ink);
guint ink_count_in_file (const char      *path,
                         OvColour         ink);

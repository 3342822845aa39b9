/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

GBytes *ov_png_encode    (cairo_surface_t  *surface,
                          double            scale,
                          const char       *note,
                          GError          **error);
char   *ov_png_read_note (gconstpointer     data,
                          gsize             size);

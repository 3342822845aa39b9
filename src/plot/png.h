/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

/**
 * OvDrawFunc:
 * @cr: where to draw; one user unit is one unscaled pixel
 * @width: in user units
 * @height: in user units
 * @user_data: the caller's
 */
typedef void (*OvDrawFunc) (cairo_t  *cr,
                            double    width,
                            double    height,
                            gpointer  user_data);

GBytes          *ov_png_render         (int          width,
                                        int          height,
                                        double       scale,
                                        OvDrawFunc   draw,
                                        gpointer     user_data,
                                        GError     **error);
cairo_surface_t *ov_png_render_surface (int          width,
                                        int          height,
                                        double       scale,
                                        OvDrawFunc   draw,
                                        gpointer     user_data,
                                        GError     **error);

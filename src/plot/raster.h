/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

/* Larger pictures than this are typing mistakes; cairo itself ends at 32,767. */
#define OV_PICTURE_MOST_SIDE 16384

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

GBytes          *ov_raster_render        (int             width,
                                          int             height,
                                          double          scale,
                                          OvDrawFunc      draw,
                                          gpointer        user_data,
                                          const char     *note,
                                          GError        **error);
cairo_surface_t *ov_raster_draw          (int             width,
                                          int             height,
                                          double          scale,
                                          OvDrawFunc      draw,
                                          gpointer        user_data,
                                          GError        **error);
gboolean         ov_picture_check_status (cairo_status_t  status,
                                          GError        **error);

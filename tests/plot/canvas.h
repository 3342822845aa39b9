/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"

/* An image to draw on, whose pixels are looked at. */
typedef struct
{
  cairo_surface_t *surface;
  cairo_t         *cr;
} Canvas;

Canvas   canvas_open      (int           width,
                           int           height);
void     canvas_close     (Canvas       *canvas);
guint32  canvas_get_pixel (const Canvas *canvas,
                           int           x,
                           int           y);
double   canvas_compare   (const Canvas *canvas,
                           double        x,
                           double        y,
                           OvColour      colour);
gboolean canvas_shows     (const Canvas *canvas,
                           double        x,
                           double        y,
                           double        reach,
                           OvColour      colour);
OvColour canvas_blend     (OvTheme       theme,
                           OvColour      ink);

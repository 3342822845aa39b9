/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include <math.h>

Canvas
canvas_open (int width,
             int height)
{
  Canvas canvas = {.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height)};

  canvas.cr = cairo_create (canvas.surface);

  return canvas;
}

void
canvas_close (Canvas *canvas)
{
  g_assert_cmpint (cairo_status (canvas->cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (canvas->cr);
  cairo_surface_destroy (canvas->surface);
}

/* Of what has been flushed. */
guint32
canvas_get_pixel (const Canvas *canvas,
                  int           x,
                  int           y)
{
  const guint8 *data = cairo_image_surface_get_data (canvas->surface);
  const int stride = cairo_image_surface_get_stride (canvas->surface);

  return ((const guint32 *) (gconstpointer) (data + y * stride))[x];
}

/* How far the pixel's colour is from @colour, over all channels, from 0 to 3. */
double
canvas_compare (const Canvas *canvas,
                double        x,
                double        y,
                OvColour      colour)
{
  const guint32 pixel = canvas_get_pixel (canvas, (int) x, (int) y);

  return fabs (((pixel >> 16) & 0xff) / 255.0 - colour.red)
         + fabs (((pixel >> 8) & 0xff) / 255.0 - colour.green)
         + fabs ((pixel & 0xff) / 255.0 - colour.blue);
}

/* Whether a pixel of nearly this colour lies within @reach of the place. */
gboolean
canvas_shows (const Canvas *canvas,
              double        x,
              double        y,
              double        reach,
              OvColour      colour)
{
  cairo_surface_flush (canvas->surface);

  for (double dy = -reach; dy <= reach; dy++)
    for (double dx = -reach; dx <= reach; dx++)
      if (canvas_compare (canvas, x + dx, y + dy, colour) < 0.08)
        return TRUE;

  return FALSE;
}

/* A colour that is see-through, over the background. */
OvColour
canvas_blend (OvTheme  theme,
              OvColour ink)
{
  const OvColour ground = ov_palette_get_role (theme, OV_ROLE_BACKGROUND);

  return (OvColour) {
    .red = ink.alpha * ink.red + (1 - ink.alpha) * ground.red,
    .green = ink.alpha * ink.green + (1 - ink.alpha) * ground.green,
    .blue = ink.alpha * ink.blue + (1 - ink.alpha) * ground.blue,
    .alpha = 1,
  };
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "png.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Larger pictures than this are typing mistakes; cairo itself ends at 32,767. */
#define MOST_PIXELS_A_SIDE 16384

static gboolean
check_status (cairo_status_t status,
              GError       **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("The picture could not be drawn (%s); try a smaller size."),
               cairo_status_to_string (status));

  return FALSE;
}

/**
 * ov_png_render_surface:
 * @width: in user units
 * @height: in user units
 * @scale: pixels a user unit
 * @draw: (scope call): draws the picture, its background included
 * @user_data: for @draw
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * The surface has @width × @scale by @height × @scale pixels, is flushed and has no device scale.
 *
 * Returns: (transfer full) (nullable): an ARGB32 image surface; NULL when the size is out of range
 *   or memory is short
 */
cairo_surface_t *
ov_png_render_surface (int        width,
                       int        height,
                       double     scale,
                       OvDrawFunc draw,
                       gpointer   user_data,
                       GError   **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (draw != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (width < 1 || height < 1 || !(scale > 0) || !(width * scale >= 1) || !(height * scale >= 1)
      || width * scale > MOST_PIXELS_A_SIDE || height * scale > MOST_PIXELS_A_SIDE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("A picture must have between 1 and %d pixels on each side; "
                     "choose another size or scale."),
                   MOST_PIXELS_A_SIDE);
      return NULL;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) lround (width * scale),
                                        (int) lround (height * scale));
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  draw (cr, width, height, user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  if (check_status (status, error))
    return surface;

  cairo_surface_destroy (surface);

  return NULL;
}

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/**
 * ov_png_render:
 * @width: as in ov_png_render_surface()
 * @height: as in ov_png_render_surface()
 * @scale: as in ov_png_render_surface()
 * @draw: (scope call): as in ov_png_render_surface()
 * @user_data: for @draw
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what a PNG file of the picture holds, or %NULL when it could
 *   not be drawn
 */
GBytes *
ov_png_render (int        width,
               int        height,
               double     scale,
               OvDrawFunc draw,
               gpointer   user_data,
               GError   **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;

  surface = ov_png_render_surface (width, height, scale, draw, user_data, error);
  if (surface == NULL)
    return NULL;

  bytes = g_byte_array_new ();
  status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);

  return check_status (status, error) ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes))
                                      : NULL;
}

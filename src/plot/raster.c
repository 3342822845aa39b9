/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "raster.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "png-codec.h"

/**
 * ov_picture_check_status:
 * @status: what cairo says of a picture that was drawn
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Returns: whether it was drawn; if not, @error is a sentence for people
 */
gboolean
ov_picture_check_status (cairo_status_t status,
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
 * ov_raster_draw:
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
ov_raster_draw (int        width,
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
      || width * scale > OV_PICTURE_MOST_SIDE || height * scale > OV_PICTURE_MOST_SIDE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("A picture must have between 1 and %d pixels on each side; "
                     "choose another size or scale."),
                   OV_PICTURE_MOST_SIDE);
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

  if (ov_picture_check_status (status, error))
    return surface;

  cairo_surface_destroy (surface);

  return NULL;
}

/**
 * ov_raster_render:
 * @width: as in ov_raster_draw()
 * @height: as in ov_raster_draw()
 * @scale: as in ov_raster_draw()
 * @draw: (scope call): as in ov_raster_draw()
 * @user_data: for @draw
 * @note: (nullable): a text that the file carries, of printable ASCII characters
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what a PNG file of the picture holds, or %NULL when it could
 *   not be drawn
 */
GBytes *
ov_raster_render (int         width,
                  int         height,
                  double      scale,
                  OvDrawFunc  draw,
                  gpointer    user_data,
                  const char *note,
                  GError    **error)
{
  cairo_surface_t *surface;
  GBytes *bytes;

  surface = ov_raster_draw (width, height, scale, draw, user_data, error);
  if (surface == NULL)
    return NULL;

  bytes = ov_png_encode (surface, scale, note, error);
  cairo_surface_destroy (surface);

  return bytes;
}

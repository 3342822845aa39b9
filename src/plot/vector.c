/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vector.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "svg-text.h"

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Draws the one page of a surface, and finishes it. */
static gboolean
draw_page (cairo_surface_t *surface,
           int              width,
           int              height,
           OvDrawFunc       draw,
           gpointer         user_data,
           GError         **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw (cr, width, height, user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);

  return ov_picture_check_status (status, error);
}

static gboolean
check_size (int      width,
            int      height,
            GError **error)
{
  if (width >= 1 && height >= 1 && width <= OV_PICTURE_MOST_SIDE && height <= OV_PICTURE_MOST_SIDE)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("A picture must have between 1 and %d points on each side; choose another size."),
               OV_PICTURE_MOST_SIDE);

  return FALSE;
}

/* With outlines in place of words when @texts is not wanted. */
static GByteArray *
draw_svg (int          width,
          int          height,
          OvDrawFunc   draw,
          gpointer     user_data,
          OvSvgTexts **texts,
          GError     **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_cb, bytes, width, height);
  gboolean is_drawn;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
  if (texts != NULL)
    *texts = ov_svg_texts_new (surface);
  is_drawn = draw_page (surface, width, height, draw, user_data, error);
  cairo_surface_destroy (surface);

  return is_drawn ? g_steal_pointer (&bytes) : NULL;
}

/**
 * ov_svg_render:
 * @width: in points, which are the user units
 * @height: in points
 * @draw: (scope call): draws the picture, its background included; it may be called twice
 * @user_data: for @draw
 * @note: (nullable): a text that the file carries, of printable ASCII characters
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Text stays text. Should a version of cairo write documents in which it finds no place, it is
 * drawn as outlines, and the note is left out: a picture is better than none.
 *
 * Returns: (transfer full) (nullable): what an SVG file of the picture holds
 */
GBytes *
ov_svg_render (int         width,
               int         height,
               OvDrawFunc  draw,
               gpointer    user_data,
               const char *note,
               GError    **error)
{
  g_autoptr (OvSvgTexts) texts = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  char *svg;

  g_return_val_if_fail (draw != NULL, NULL);

  if (!check_size (width, height, error))
    return NULL;
  bytes = draw_svg (width, height, draw, user_data, &texts, error);
  if (bytes == NULL)
    return NULL;

  svg = ov_svg_texts_write (texts, (const char *) bytes->data, bytes->len, note);
  if (svg != NULL)
    return g_bytes_new_take (svg, strlen (svg));

  g_clear_pointer (&bytes, g_byte_array_unref);
  bytes = draw_svg (width, height, draw, user_data, NULL, error);

  return bytes != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/**
 * ov_pdf_render:
 * @width: in points, which are the user units
 * @height: in points
 * @draw: (scope call): draws the picture, its background included
 * @user_data: for @draw
 * @note: (nullable): a text that the file carries as its keywords, of printable ASCII characters
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Fonts are embedded.
 *
 * Returns: (transfer full) (nullable): what a PDF file of the picture holds
 */
GBytes *
ov_pdf_render (int         width,
               int         height,
               OvDrawFunc  draw,
               gpointer    user_data,
               const char *note,
               GError    **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  cairo_surface_t *surface;
  gboolean is_drawn;

  g_return_val_if_fail (draw != NULL, NULL);

  if (!check_size (width, height, error))
    return NULL;

  bytes = g_byte_array_new ();
  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height);
  /* Later versions hide the keywords in a compressed part. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR,
                                  "Overshoot " PACKAGE_VERSION);
  if (note != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, note);
  is_drawn = draw_page (surface, width, height, draw, user_data, error);
  cairo_surface_destroy (surface);

  return is_drawn ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

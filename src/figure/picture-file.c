/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture-file.h"

#include "file-format.h"
#include "file-writer.h"
#include "vector.h"

static GBytes *
render (const OvPicturePage *page,
        OvFileFormat         format,
        GError             **error)
{
  switch (format)
    {
    case OV_FILE_SVG:
      return ov_svg_render (page->width, page->height, page->draw, page->user_data, page->note,
                            error);
    case OV_FILE_PDF:
      return ov_pdf_render (page->width, page->height, page->draw, page->user_data, page->note,
                            error);
    case OV_FILE_PNG:
      return ov_raster_render (page->width, page->height, page->scale, page->draw, page->user_data,
                               page->note, error);
    case OV_FILE_SAFETENSORS:
    default:
      g_assert_not_reached ();
    }
}

/**
 * ov_picture_file_write:
 * @path: the file's name; its ending says in which format it is written
 * @page: what is written
 * @error: return location for an error
 *
 * Draws a picture and writes it. A place that cannot be written is refused before anything is
 * drawn, and an old file stays whole until the new one is.
 *
 * Returns: whether it was written; if not, @error says why, as a sentence for people
 */
gboolean
ov_picture_file_write (const char          *path,
                       const OvPicturePage *page,
                       GError             **error)
{
  g_autoptr (OvFileTarget) target = NULL;
  g_autoptr (GBytes) bytes = NULL;
  OvFileFormat format;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (page != NULL && page->draw != NULL, FALSE);

  target = ov_file_target_new (path, error);
  if (target == NULL || !ov_file_format_choose (OV_FILE_PICTURE, path, target, &format, error))
    return FALSE;

  bytes = render (page, format, error);

  return bytes != NULL
         && ov_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-file.h"

#include "file-format.h"
#include "file-writer.h"

/**
 * ov_picture_file_write:
 * @path: the file's name; its ending says in which format it is written
 * @width: as in ov_png_render_surface()
 * @height: as in ov_png_render_surface()
 * @scale: as in ov_png_render_surface()
 * @draw: (scope call): as in ov_png_render_surface()
 * @user_data: for @draw
 * @error: return location for an error
 *
 * Draws a picture and writes it. A place that cannot be written is refused before anything is
 * drawn, and an old file stays whole until the new one is.
 *
 * Returns: whether it was written; if not, @error says why, as a sentence for people
 */
gboolean
ov_picture_file_write (const char *path,
                       int         width,
                       int         height,
                       double      scale,
                       OvDrawFunc  draw,
                       gpointer    user_data,
                       GError    **error)
{
  g_autoptr (OvFileTarget) target = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (draw != NULL, FALSE);

  target = ov_file_target_new (path, error);
  if (target == NULL || !ov_file_format_choose (OV_FILE_PICTURE, path, target, NULL, error))
    return FALSE;

  bytes = ov_png_render (width, height, scale, draw, user_data, error);

  return bytes != NULL
         && ov_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "png.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

/* Larger pictures than this are typing mistakes; cairo itself ends at 32,767. */
#define MOST_PIXELS_A_SIDE 16384

/* The file being written, and why that failed. */
typedef struct
{
  int fd;
  int failure;
} Sink;

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  Sink *sink = closure;

  while (length > 0)
    {
      gssize written = write (sink->fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;

      if (written <= 0)
        {
          sink->failure = written < 0 ? errno : ENOSPC;
          return CAIRO_STATUS_WRITE_ERROR;
        }

      data += written;
      length -= (unsigned int) written;
    }

  return CAIRO_STATUS_SUCCESS;
}

static void
set_file_error (GError     **error,
                const char  *path,
                int          failure)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown_folder = g_filename_display_name (folder);
  g_autofree char *shown = g_filename_display_name (path);
  GIOErrorEnum code = g_io_error_from_errno (failure);

  switch (failure)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, G_IO_ERROR, code,
                   _ ("There is no folder “%s”; "
                      "choose another place for the picture."),
                   shown_folder);
      break;

    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (error, G_IO_ERROR, code,
                   _ ("The folder “%s” cannot be written to; "
                      "choose another place for the picture."),
                   shown_folder);
      break;

    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("There is no room left for “%s”; "
                      "make room or choose another place for the picture."),
                   shown);
      break;

    case EISDIR:
      g_set_error (error, G_IO_ERROR, code,
                   _ ("“%s” is a folder; choose another name for the picture."), shown);
      break;

    default:
      g_set_error (error, G_IO_ERROR, code,
                   _ ("The picture “%s” could not be written (%s); "
                      "choose another place for it."),
                   shown, g_strerror (failure));
      break;
    }
}

/* Whether @path may be replaced: renaming onto a device would remove the device. */
static gboolean
check_target (const char  *path,
              GError     **error)
{
  g_autofree char *shown = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      set_file_error (error, path, EISDIR);
      return FALSE;
    }

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;

  shown = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
               _ ("“%s” is no ordinary file; choose another name for the picture."), shown);
  return FALSE;
}

/**
 * ov_png_write_surface:
 * @path: the file's name, which should end in .png
 * @surface: an image surface
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Writes under a temporary name in the same folder and renames: when this fails, a file that was
 * there before is whole and nothing new is left.
 *
 * Returns: whether the file was written
 */
gboolean
ov_png_write_surface (const char       *path,
                      cairo_surface_t  *surface,
                      GError          **error)
{
  g_autofree char *temporary = NULL;
  cairo_status_t status;
  Sink sink = {-1, 0};

  g_return_val_if_fail (path != NULL && surface != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_target (path, error))
    return FALSE;

  temporary = g_strconcat (path, ".XXXXXX", NULL);
  sink.fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (sink.fd < 0)
    {
      set_file_error (error, path, errno);
      return FALSE;
    }

  status = cairo_surface_write_to_png_stream (surface, write_cb, &sink);

  /* Some file systems report a full disk only here. */
  if (close (sink.fd) != 0 && sink.failure == 0)
    sink.failure = errno;

  if (status == CAIRO_STATUS_SUCCESS && sink.failure == 0 && g_rename (temporary, path) != 0)
    sink.failure = errno;

  if (status == CAIRO_STATUS_SUCCESS && sink.failure == 0)
    return TRUE;

  g_unlink (temporary);

  if (sink.failure != 0)
    set_file_error (error, path, sink.failure);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _ ("The picture could not be drawn (%s); try a smaller size."),
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
ov_png_render_surface (int          width,
                       int          height,
                       double       scale,
                       OvDrawFunc   draw,
                       gpointer     user_data,
                       GError     **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (draw != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (width < 1 || height < 1 || !(scale > 0) || !(width * scale >= 1) || !(height * scale >= 1) ||
      width * scale > MOST_PIXELS_A_SIDE || height * scale > MOST_PIXELS_A_SIDE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A picture must have between 1 and %d pixels on each side; "
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

  if (status == CAIRO_STATUS_SUCCESS)
    return surface;

  cairo_surface_destroy (surface);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _ ("The picture could not be drawn (%s); try a smaller size."),
               cairo_status_to_string (status));
  return NULL;
}

/**
 * ov_png_write:
 * @path: the file's name
 * @width: as in ov_png_render_surface()
 * @height: as in ov_png_render_surface()
 * @scale: as in ov_png_render_surface()
 * @draw: (scope call): as in ov_png_render_surface()
 * @user_data: for @draw
 * @error: return location for an error in the G_IO_ERROR domain
 *
 * Returns: whether the picture was drawn and written, see ov_png_write_surface()
 */
gboolean
ov_png_write (const char  *path,
              int          width,
              int          height,
              double       scale,
              OvDrawFunc   draw,
              gpointer     user_data,
              GError     **error)
{
  cairo_surface_t *surface;
  gboolean written;

  g_return_val_if_fail (path != NULL, FALSE);

  surface = ov_png_render_surface (width, height, scale, draw, user_data, error);
  if (surface == NULL)
    return FALSE;

  written = ov_png_write_surface (path, surface, error);
  cairo_surface_destroy (surface);

  return written;
}

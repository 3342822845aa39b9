/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "data-reader.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"

/**
 * ov_data_reader_set_kind_error:
 * @error: return location for an error
 * @file: something that is not what it should be
 * @type: what it is; unknown where it lies in a folder that may not be entered
 *
 * Reports that @file is a device, a named pipe or the like, or cannot be looked at.
 */
void
ov_data_reader_set_kind_error (GError  **error,
                               GFile    *file,
                               GFileType type)
{
  g_autofree char *name = ov_file_display_file (file);

  if (type == G_FILE_TYPE_UNKNOWN)
    {
      g_autoptr (GError) cause =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "");

      ov_data_reader_set_read_error (error, file, cause);
      return;
    }

  g_set_error (error, OV_ERROR, OV_ERROR_DATA,
               _("“%s” is not a plain file. Choose another place, or get CIFAR-10 again."), name);
}

/**
 * ov_data_reader_set_read_error:
 * @error: return location for an error
 * @file: the file or folder that could not be read
 * @cause: what GIO said
 *
 * Turns an error of GIO into a sentence that names @file; a cancelled operation stays one.
 */
void
ov_data_reader_set_read_error (GError      **error,
                               GFile        *file,
                               const GError *cause)
{
  g_autofree char *name = ov_file_display_file (file);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” does not exist. Choose CIFAR-10's folder or archive, or get it again."),
                 name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("You do not have permission to read “%s”. Change its permissions or choose "
                   "another place."),
                 name);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_DATA,
                 _("“%s” cannot be read (%s). Choose another place, or get CIFAR-10 again."), name,
                 cause->message);
}

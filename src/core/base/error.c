/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "error.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"

G_DEFINE_QUARK (ov-error-quark, ov_error)

/**
 * ov_error_set_write_error:
 * @error: return location for an error
 * @file: the file or folder that could not be written
 * @cause: what GIO said
 *
 * Turns an error of GIO into a sentence that names @file, as %OV_ERROR_FILE; a cancelled operation
 * stays one.
 */
void
ov_error_set_write_error (GError      **error,
                          GFile        *file,
                          const GError *cause)
{
  g_autofree char *name = ov_file_display_file (file);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("The disk with “%s” is full. Make room and try again."), name);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be written (%s). Check the place and its disk, and try again."),
                 name, cause->message);
}

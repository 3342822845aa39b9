/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "library-error.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"

/* GLib's macro for this keeps the quark in a variable that two threads may write at once. */
GQuark
ov_library_error_quark (void)
{
  return g_quark_from_static_string ("ov-library-error-quark");
}

static char *
make_sentence (OvLibraryError code,
               const char    *name)
{
  switch (code)
    {
    case OV_LIBRARY_ERROR_MISSING:
      return g_strdup_printf (_("There is no library of runs “%s”. Give the name of one that "
                                "exists."),
                              name);

    case OV_LIBRARY_ERROR_FOREIGN:
      return g_strdup_printf (_("“%s” is not a library of runs, and was left as it is. Name "
                                "one that Overshoot has written, or move this file away."),
                              name);

    case OV_LIBRARY_ERROR_NEWER:
      return g_strdup_printf (_("A newer version of Overshoot has written “%s”. Open it with "
                                "that version; it was left as it is."),
                              name);

    case OV_LIBRARY_ERROR_DAMAGED:
      return g_strdup_printf (_("“%s” is damaged. Put an older copy in its place, or move it "
                                "away to begin a new one; “sqlite3 FILE .recover” may get "
                                "more out of it."),
                              name);

    case OV_LIBRARY_ERROR_READ_ONLY:
      return g_strdup_printf (_("“%s” cannot be written: it, its folder or its disk is write-"
                                "protected. Allow writing there, or choose another place."),
                              name);

    case OV_LIBRARY_ERROR_BUSY:
      return g_strdup_printf (_("Another program is busy with “%s”. Try again when it is "
                                "done."),
                              name);

    case OV_LIBRARY_ERROR_FULL:
      return g_strdup_printf (_("There is no room left for “%s”, or a limit of size is "
                                "reached. Make room on its disk, or delete runs."),
                              name);

    case OV_LIBRARY_ERROR_DISK:
      return g_strdup_printf (_("The disk with “%s” cannot be read or written. Check it, or "
                                "choose another place."),
                              name);

    case OV_LIBRARY_ERROR_FAILED:
    default:
      g_assert_not_reached ();
    }
}

/**
 * ov_library_set_error:
 * @error: return location for an error
 * @code: what is wrong, but not %OV_LIBRARY_ERROR_FAILED, which needs words of its own
 * @path: the file
 *
 * Sets an error whose sentence names the file, says what is wrong with it and what can be done.
 */
void
ov_library_set_error (GError       **error,
                      OvLibraryError code,
                      const char    *path)
{
  g_autofree char *shown = ov_file_display_name (path);
  g_autofree char *sentence = make_sentence (code, shown);

  g_set_error_literal (error, OV_LIBRARY_ERROR, (int) code, sentence);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "foreign-file.h"

#include <glib/gi18n-lib.h>

#include "file-error.h"

/* A hundred thousand epochs have a tenth of it. */
#define MOST_BYTES ((goffset) 256 << 20)

/**
 * ov_foreign_file_load:
 * @path: a file that may come from anybody
 * @size: (out): its length in bytes
 * @reason: (out) (transfer full): why it can hold no runs, to be put into a sentence
 * @error: return location for an error
 *
 * Reads a file that another program may have written, if it can be one with runs: nothing is waited
 * for, and no more is read than such a file has.
 *
 * Returns: (transfer full) (nullable): what is in it, with a zero behind it; %NULL with @reason
 *   set, or else with @error set to an %OV_ERROR_FILE
 */
char *
ov_foreign_file_load (const char *path,
                      gsize      *size,
                      char      **reason,
                      GError    **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) cause = NULL;
  char *bytes = NULL;

  g_return_val_if_fail (path != NULL && size != NULL && reason != NULL, NULL);

  *reason = NULL;
  file = g_file_new_for_path (path);
  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, NULL);

  /* That there is none is said when it is opened. */
  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_SPECIAL)
    *reason = g_strdup (_("it is a pipe or a device"));
  else if (info != NULL && g_file_info_get_size (info) > MOST_BYTES)
    {
      g_autofree char *shown = g_format_size ((guint64) g_file_info_get_size (info));

      *reason = g_strdup_printf (_("it has %s, more than a log"), shown);
    }
  else if (!g_file_load_contents (file, NULL, &bytes, size, NULL, &cause))
    ov_file_set_read_error (error, file, cause);

  return bytes;
}

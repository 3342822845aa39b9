/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-error.h"

/* The longest name without its suffix, in bytes: most disks take 255. */
#define MOST_BYTES 200

/* As of “safetensors”. */
#define LONGEST_ENDING 11

/**
 * ov_file_name_make:
 * @text: what a person calls something
 *
 * Makes a name for a file of it: a slash would be a folder, a full stop at the beginning hides a
 * file.
 *
 * Returns: (transfer full): the name, without a suffix
 */
char *
ov_file_name_make (const char *text)
{
  char *name;

  g_return_val_if_fail (text != NULL, NULL);

  name = g_strdup (text);
  for (char *c = name; *c != '\0'; c++)
    if (*c == '/' || g_ascii_iscntrl (*c) || (*c == '.' && c == name))
      *c = '-';
  if (strlen (name) > MOST_BYTES)
    *g_utf8_find_prev_char (name, name + MOST_BYTES + 1) = '\0';

  return name;
}

/**
 * ov_file_name_has_ending:
 * @name: the name of a file, or its path
 *
 * Returns: whether it ends as the names of files do that say what they are: in a full stop and a
 *   short word that begins with a letter, as “run.csv” and not “lr 0.01” does
 */
gboolean
ov_file_name_has_ending (const char *name)
{
  const char *ending;
  gsize length = 0;

  g_return_val_if_fail (name != NULL, FALSE);

  ending = strrchr (name, '.');
  if (ending == NULL || ending == name || ending[-1] == G_DIR_SEPARATOR
      || !g_ascii_isalpha (ending[1]))
    return FALSE;
  while (g_ascii_isalnum (ending[1 + length]))
    length++;

  return ending[1 + length] == '\0' && length <= LONGEST_ENDING;
}

/**
 * ov_file_name_complete:
 * @path: a name that was typed without its suffix
 * @suffix: such as ".png"
 * @error: return location for an error
 *
 * Adds the suffix to a name, unless there is such a file: whoever was asked about replacing a file
 * was asked about the name as it was typed.
 *
 * Returns: (transfer full) (nullable): the whole name, or %NULL with @error set to an
 *   %OV_ERROR_FILE
 */
char *
ov_file_name_complete (const char *path,
                       const char *suffix,
                       GError    **error)
{
  g_autofree char *full = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL && suffix != NULL, NULL);

  full = g_strconcat (path, suffix, NULL);
  if (!g_file_test (full, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&full);

  shown = ov_file_display_name (full);
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("There is a file “%s”. Choose it by its whole name to replace it, or choose "
                 "another name."),
               shown);

  return NULL;
}

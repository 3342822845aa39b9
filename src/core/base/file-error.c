/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "error.h"

#define MOST_CHARACTERS 200
#define ELLIPSIS 0x2026

/**
 * ov_file_display_character:
 * @line: where it is added
 * @character: from a name or another text that may hold anything but NUL
 *
 * Adds a character; what would move a terminal's cursor becomes an escape.
 */
void
ov_file_display_character (GString *line,
                           gunichar character)
{
  if (character == '\n')
    g_string_append (line, "\\n");
  else if (g_unichar_iscntrl (character))
    g_string_append_printf (line, "\\x%02x", (guint) character);
  else
    g_string_append_unichar (line, character);
}

/**
 * ov_file_display_name:
 * @path: a file's name, in any encoding
 *
 * Shows a name by ov_file_display_character(), without the middle of a very long one.
 *
 * Returns: (transfer full): the name as one line of UTF-8
 */
char *
ov_file_display_name (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  const glong n_characters = g_utf8_strlen (shown, -1);
  GString *line = g_string_new (NULL);
  glong i = 0;

  for (const char *c = shown; *c != '\0'; c = g_utf8_next_char (c), i++)
    {
      if (i == MOST_CHARACTERS / 2 && n_characters > MOST_CHARACTERS)
        {
          c = g_utf8_offset_to_pointer (shown, n_characters - MOST_CHARACTERS / 2);
          g_string_append_unichar (line, ELLIPSIS);
        }
      else
        ov_file_display_character (line, g_utf8_get_char (c));
    }

  return g_string_free (line, FALSE);
}

/**
 * ov_file_display_file:
 * @file: a file
 *
 * Returns: (transfer full): its path as ov_file_display_name() shows it, or its address when it is
 *   not on this computer
 */
char *
ov_file_display_file (GFile *file)
{
  const char *path;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = g_file_peek_path (file);

  return path != NULL ? ov_file_display_name (path) : g_file_get_parse_name (file);
}

/* The sentence for a failure, or NULL when it has none of its own. */
static char *
make_sentence (int         failure,
               const char *name,
               const char *folder)
{
  switch (failure)
    {
    case ENOENT:
    case ENOTDIR:
      return g_strdup_printf (_("“%s” cannot be written: there is no folder “%s”. Make it, or "
                                "choose another place."),
                              name, folder);

    case EACCES:
    case EPERM:
    case EROFS:
      return g_strdup_printf (_("“%s” cannot be written: it, or the folder “%s”, is "
                                "write-protected. Choose another place."),
                              name, folder);

    case ENOSPC:
      return g_strdup_printf (_("There is no room left for “%s”. Make room on the disk, or choose "
                                "another place."),
                              name);

    case EDQUOT:
      return g_strdup_printf (_("There is no room left for “%s”: your quota is used up. Delete "
                                "something, or choose another place."),
                              name);

    case EFBIG:
      return g_strdup_printf (_("“%s” would be larger than files may be there. Raise the limit "
                                "(“ulimit -f” shows the shell's), or choose another place."),
                              name);

    case EISDIR:
      return g_strdup_printf (_("“%s” is a folder. Give the name of a file, in it or elsewhere."),
                              name);

    case ENAMETOOLONG:
      return g_strdup_printf (_("The name “%s” is too long. Choose a shorter one."), name);

    case ELOOP:
      return g_strdup_printf (_("“%s” is a symbolic link that leads back to itself. Remove it, or "
                                "choose another name."),
                              name);

    case ETXTBSY:
      return g_strdup_printf (_("“%s” is a program that is running. Choose another name."), name);

    case ENXIO:
      return g_strdup_printf (_("Nothing reads from “%s”. Start its reader first, or choose "
                                "another place."),
                              name);

    case EPIPE:
      return g_strdup_printf (_("The reader of “%s” has gone. Start it again, or choose another "
                                "place."),
                              name);

    default:
      return NULL;
    }
}

/**
 * ov_file_set_error:
 * @error: return location for an error
 * @path: the file that cannot be written, as the user named it
 * @failure: an `errno`
 *
 * Sets an %OV_ERROR_FILE: a sentence that names the file, says why and what can be done.
 */
void
ov_file_set_error (GError    **error,
                   const char *path,
                   int         failure)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown_folder = ov_file_display_name (folder);
  g_autofree char *shown = ov_file_display_name (path);
  g_autofree char *sentence = make_sentence (failure, shown, shown_folder);

  if (sentence != NULL)
    g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE, sentence);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be written (%s). Check the place and its disk, and try again."),
                 shown, g_strerror (failure));
}

/**
 * ov_file_set_read_error:
 * @error: return location for an error
 * @file: the file that cannot be read
 * @cause: why, as GIO says it
 *
 * Sets an %OV_ERROR_FILE: a sentence that names the file, says why and what can be done.
 */
void
ov_file_set_read_error (GError      **error,
                        GFile        *file,
                        const GError *cause)
{
  g_autofree char *name = ov_file_display_file (file);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” does not exist. Check its name, or choose another file."), name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("You do not have permission to read “%s”. Change its permissions or choose "
                   "another file."),
                 name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” is a folder. Give the name of a file, in it or elsewhere."), name);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be read (%s). Check the file and try again."), name,
                 cause->message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion-private.h"

/**
 * ov_completion_quote:
 * @text: a text
 * @special: the characters that have a backslash before them
 *
 * Returns: (transfer full): the text as it stands between single quotes
 */
char *
ov_completion_quote (const char *text,
                     const char *special)
{
  GString *quoted = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr (special, *c) != NULL)
        g_string_append_c (quoted, '\\');
      if (*c == '\'')
        g_string_append (quoted, "'\\'");
      g_string_append_c (quoted, *c);
    }

  return g_string_free (quoted, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wrap.h"

/* Of a terminal, and of the lines that tools like in the source of a manual page. */
#define COLUMNS 79

/**
 * ov_wrap:
 * @text: a paragraph, its words separated by single spaces
 * @column: where it begins
 * @indent: where its other lines begin
 *
 * Returns: (transfer full): the paragraph in lines that fit a terminal, the last one ended as well
 */
char *
ov_wrap (const char *text,
         glong       column,
         glong       indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GString *lines = g_string_new (NULL);
  gboolean is_first = TRUE;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const glong length = g_utf8_strlen (words[i], -1);

      if (!is_first && column + 1 + length > COLUMNS)
        {
          g_string_append_printf (lines, "\n%*s", (int) indent, "");
          column = indent;
          is_first = TRUE;
        }
      g_string_append_printf (lines, "%s%s", is_first ? "" : " ", words[i]);
      column += length + (is_first ? 0 : 1);
      is_first = FALSE;
    }
  g_string_append_c (lines, '\n');

  return g_string_free (lines, FALSE);
}

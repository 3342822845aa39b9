/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wrap.h"

#include <string.h>

#include "no-break.h"

/* Of a terminal, and of the lines that tools like in the source of a manual page. */
#define COLUMNS 79

/* The space behind a word, which a number and its unit are together; NULL behind the last one. */
static const char *
find_end (const char *text,
          const char *word)
{
  const char *space = strchr (word, ' ');

  while (space != NULL && ov_no_break_is_between (text, space))
    space = strchr (space + 1, ' ');

  return space;
}

/**
 * ov_wrap:
 * @text: a paragraph, its words separated by single spaces; a number stays with its unit
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
  GString *lines = g_string_new (NULL);
  gboolean is_first = TRUE;
  const char *word = text;

  while (word != NULL)
    {
      const char *end = find_end (text, word);
      const glong length = g_utf8_strlen (word, end != NULL ? end - word : -1);

      if (!is_first && column + 1 + length > COLUMNS)
        {
          g_string_append_printf (lines, "\n%*s", (int) indent, "");
          column = indent;
          is_first = TRUE;
        }
      if (!is_first)
        g_string_append_c (lines, ' ');
      g_string_append_len (lines, word, end != NULL ? end - word : -1);
      column += length + (is_first ? 0 : 1);
      is_first = FALSE;
      word = end != NULL ? end + 1 : NULL;
    }
  g_string_append_c (lines, '\n');

  return g_string_free (lines, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "no-break.h"

#include <string.h>

/* What stands behind a number and belongs to it. */
static const char *const units[] = {
  "%",
  "s",
  "ms",
  "µs",
  "min",
  "h",
  "kB",
  "MB",
  "GB",
  "KiB",
  "MiB",
  "GiB",
  "px",
  "pt",
};

/**
 * ov_no_break_is_between:
 * @text: a text
 * @space: where a space is in it
 *
 * Returns: whether a number and its unit stand on both sides of the space, so that no line may end
 *   there
 */
gboolean
ov_no_break_is_between (const char *text,
                        const char *space)
{
  g_return_val_if_fail (text != NULL && space != NULL, FALSE);

  if (*space != ' ' || space == text || !g_ascii_isdigit (space[-1]))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (space + 1, units[i]))
      {
        const gunichar next = g_utf8_get_char (space + 1 + strlen (units[i]));

        if (!g_unichar_isalnum (next))
          return TRUE;
      }

  return FALSE;
}

/**
 * ov_no_break_join:
 * @text: (nullable): a text, in UTF-8
 *
 * Joins numbers with their units, for whatever breaks lines by itself.
 *
 * Returns: (transfer full) (nullable): the text, with no-break spaces there; NULL of none
 */
char *
ov_no_break_join (const char *text)
{
  GString *joined;

  if (text == NULL)
    return NULL;

  joined = g_string_new (NULL);
  for (const char *c = text; *c != '\0'; c++)
    if (ov_no_break_is_between (text, c))
      g_string_append (joined, "\u00a0");
    else
      g_string_append_c (joined, *c);

  return g_string_free (joined, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "choice.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"
#include "option.h"
#include "spelling.h"

/**
 * ov_choice_hint:
 * @word: a word that is none of @known
 * @known: (array zero-terminated=1): the words that there are
 *
 * Returns: (transfer full): a question after which of them was meant, with a space before it; empty
 *   when none is near
 */
char *
ov_choice_hint (const char        *word,
                const char *const *known)
{
  const char *guess = ov_spelling_guess (word, known);

  /* Translators: follows a sentence such as "There is no command “trian”." */
  return guess != NULL ? g_strdup_printf (_(" Did you mean “%s”?"), guess) : g_strdup ("");
}

/**
 * ov_choice_parse:
 * @option: the name of an option, such as "format"
 * @text: (nullable): what was given for it; %NULL when it was not given
 * @known: (array zero-terminated=1): the words that it takes
 * @index: (inout): the place of the word that was given, left as it is when none was
 * @error: return location for an error
 *
 * Returns: %FALSE with @error set to one sentence that names the option when @text is none of the
 *   words
 */
gboolean
ov_choice_parse (const char        *option,
                 const char        *text,
                 const char *const *known,
                 guint             *index,
                 GError           **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *list = NULL;

  if (text == NULL)
    return TRUE;

  for (guint i = 0; known[i] != NULL; i++)
    if (g_str_equal (text, known[i]))
      {
        *index = i;
        return TRUE;
      }

  shown = ov_file_display_name (text);
  hint = ov_choice_hint (text, known);
  list = g_strjoinv (", ", (char **) known);
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               /* Translators: an option, what was given for it, " Did you mean “x”?" or nothing,
                * and a list of words. */
               _("--%s: There is no “%s”.%s The known ones are: %s."), option, shown, hint, list);

  return FALSE;
}

/**
 * ov_choice_parse_of:
 * @command: a command
 * @option: the name of one of its options, which takes words
 * @text: (nullable): as in ov_choice_parse()
 * @index: (inout): as in ov_choice_parse()
 * @error: return location for an error
 *
 * Returns: as ov_choice_parse(), with the words of the option in the table of all options
 */
gboolean
ov_choice_parse_of (const char *command,
                    const char *option,
                    const char *text,
                    guint      *index,
                    GError    **error)
{
  g_auto (GStrv) known = g_strsplit (ov_option_find (command, option)->words, " ", -1);

  return ov_choice_parse (option, text, (const char *const *) known, index, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling.h"

#include <string.h>

/* Longer words are not slips of anything that we have a name for. */
#define MOST_LENGTH 64

/* One slip in so many letters is likely; with more, another word was meant. */
#define LETTERS_PER_SLIP 3

/**
 * ov_spelling_get_distance:
 * @word: what was typed
 * @other: what may have been meant
 *
 * Returns: how many slips lie between the two: letters left out, added, mistaken, or swapped with
 *   the next one, each place being touched once (Damerau, 1964: A technique for computer detection
 *   and correction of spelling errors). Capitals make no difference. %G_MAXUINT for words of more
 *   than 64 bytes
 */
guint
ov_spelling_get_distance (const char *word,
                          const char *other)
{
  /* Distances between the beginnings of both: of one letter less, two letters less, and now. */
  guint rows[3][MOST_LENGTH + 1];
  gsize n_word, n_other;

  g_return_val_if_fail (word != NULL && other != NULL, G_MAXUINT);

  n_word = strlen (word);
  n_other = strlen (other);
  if (n_word > MOST_LENGTH || n_other > MOST_LENGTH)
    return G_MAXUINT;

  for (gsize j = 0; j <= n_other; j++)
    rows[0][j] = (guint) j;

  for (gsize i = 1; i <= n_word; i++)
    {
      guint *const now = rows[i % 3];
      const guint *const last = rows[(i - 1) % 3];
      const guint *const before = rows[(i + 1) % 3];
      const char c = g_ascii_tolower (word[i - 1]);

      now[0] = (guint) i;
      for (gsize j = 1; j <= n_other; j++)
        {
          const char d = g_ascii_tolower (other[j - 1]);

          now[j] = MIN (MIN (last[j], now[j - 1]) + 1, last[j - 1] + (c != d));
          if (i > 1 && j > 1 && c == g_ascii_tolower (other[j - 2])
              && d == g_ascii_tolower (word[i - 2]))
            now[j] = MIN (now[j], before[j - 2] + 1);
        }
    }

  return rows[n_word % 3][n_other];
}

/**
 * ov_spelling_complete:
 * @word: a word, or the beginning of one
 * @known: (array zero-terminated=1): the words that there are
 * @n_found: (out) (optional): how many it may be: 1 when it is one of @known or begins only one
 *
 * Returns: (transfer none) (nullable): the one of @known that is meant; %NULL when that is not
 *   certain
 */
const char *
ov_spelling_complete (const char        *word,
                      const char *const *known,
                      guint             *n_found)
{
  const char *found = NULL;
  guint n = 0;

  g_return_val_if_fail (word != NULL && known != NULL, NULL);

  for (gsize i = 0; known[i] != NULL; i++)
    {
      if (!g_str_has_prefix (known[i], word))
        continue;
      found = known[i];
      n++;
      if (g_str_equal (found, word))
        {
          n = 1;
          break;
        }
    }
  if (n_found != NULL)
    *n_found = n;

  return n == 1 ? found : NULL;
}

/**
 * ov_spelling_guess:
 * @word: a word that is none of @known
 * @known: (array zero-terminated=1): the words that there are
 *
 * Returns: (transfer none) (nullable): the one of @known that was most likely meant: the only one
 *   that begins like it, or the nearest; %NULL when none is near
 */
const char *
ov_spelling_guess (const char        *word,
                   const char *const *known)
{
  const char *found = NULL;
  guint least = G_MAXUINT;

  g_return_val_if_fail (word != NULL && known != NULL, NULL);

  if (*word == '\0')
    return NULL;

  found = ov_spelling_complete (word, known, NULL);
  for (gsize i = 0; found == NULL && known[i] != NULL; i++)
    least = MIN (least, ov_spelling_get_distance (word, known[i]));
  for (gsize i = 0; found == NULL && known[i] != NULL; i++)
    {
      const gsize length = MAX (strlen (word), strlen (known[i]));

      if (ov_spelling_get_distance (word, known[i]) == least
          && (gsize) least * LETTERS_PER_SLIP <= length)
        found = known[i];
    }

  return found;
}

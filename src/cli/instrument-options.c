/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "instrument-options.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "instrument.h"
#include "recipe-options.h"

#define MOST_INTERVAL 100000

/* The word for all of them, which stands before their names among the option's words. */
#define ALL 0

static gboolean
parse_set (const char *text,
           guint      *set,
           GError    **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint index;

      if (!ov_choice_parse_of ("train", "instruments", words[i], &index, error))
        return FALSE;
      *set |= index == ALL ? ov_instrument_get_all () : 1u << (index - 1);
    }

  return TRUE;
}

/**
 * ov_instrument_options_parse:
 * @texts: from options to their texts
 * @options: (out): what they ask for
 * @error: return location for an error
 *
 * Understands --instruments and --instruments-every.
 *
 * Returns: %FALSE with @error set to one sentence that names the option
 */
gboolean
ov_instrument_options_parse (GHashTable          *texts,
                             OvInstrumentOptions *options,
                             GError             **error)
{
  const char *text = g_hash_table_lookup (texts, "instruments");

  *options = (OvInstrumentOptions) {.interval = 1};
  if (!ov_count_option_parse (texts, "instruments-every", 1, MOST_INTERVAL, &options->interval,
                              error))
    return FALSE;

  return text == NULL || parse_set (text, &options->set, error);
}

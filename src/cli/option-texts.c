/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option-texts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "option-context.h"

/* Keeps an option's text as it stands on the command line: the preset has to be known before any
 * value is understood, wherever it stands. */
static gboolean
keep_cb (const char *option,
         const char *text,
         gpointer    user_data,
         GError    **error)
{
  const char *name = option + strspn (option, "-");

  /* The only short one. */
  if (g_str_equal (name, "h"))
    name = "help";
  g_hash_table_insert (user_data, g_strdup (name), g_strdup (text != NULL ? text : ""));

  return TRUE;
}

/**
 * ov_option_texts_parse:
 * @command: a command of overshoot-cli
 * @argc: (inout): number of words
 * @argv: the words, the first being the command; those that belong to no option remain
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the texts of the options that were given, by their long
 *   names, "" for those that take none; or %NULL with @error set to a sentence
 */
GHashTable *
ov_option_texts_parse (const char *command,
                       int        *argc,
                       char      **argv,
                       GError    **error)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GOptionContext) context = ov_option_context_new (command, keep_cb, texts);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *complaint = NULL;

  if (g_option_context_parse (context, argc, &argv, &local_error))
    return g_steal_pointer (&texts);

  /* GLib repeats a word as it was typed, whatever its bytes are. */
  complaint = g_utf8_make_valid (local_error->message, -1);
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               /* Translators: the first is a complaint such as "Unknown option --foo", the second a
                * command. */
               _("%s; “overshoot-cli %s --help” lists the options."), complaint, command);

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-error.h"
#include "library.h"
#include "option-texts.h"

/* How many words each action takes after it, in the order of #OvRunsAction. */
static const struct
{
  const char *name;
  guint       fewest;
  guint       most;
} actions[] = {
  [OV_RUNS_LIST] = {"list", 0, 0},
  [OV_RUNS_SHOW] = {"show", 1, 1},
  [OV_RUNS_IMPORT] = {"import", 1, G_MAXUINT},
  [OV_RUNS_EXPORT] = {"export", 1, G_MAXUINT},
  [OV_RUNS_DELETE] = {"delete", 1, G_MAXUINT},
};

static gboolean
fail (GError    **error,
      const char *sentence)
{
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("%s “overshoot-cli runs --help” shows how."), sentence);

  return FALSE;
}

static gboolean
parse_action (OvRunsOptions *self,
              const char    *word,
              GError       **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *sentence = NULL;

  if (word == NULL)
    return fail (error, _("What to do with the runs is missing."));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (word, actions[i].name))
      {
        self->action = (OvRunsAction) i;
        return TRUE;
      }

  shown = ov_file_display_name (word);
  sentence = g_strdup_printf (_("“%s” is not an action on runs."), shown);

  return fail (error, sentence);
}

static gboolean
check_words (const OvRunsOptions *self,
             GError             **error)
{
  const guint n_words = g_strv_length (self->words);

  if (n_words > actions[self->action].most)
    return fail (error, _("There are too many arguments."));
  if (n_words < actions[self->action].fewest)
    return fail (error, self->action == OV_RUNS_IMPORT || self->action == OV_RUNS_EXPORT
                          ? _("The name of a file is missing.")
                          : _("The name of a run is missing."));
  if (self->action == OV_RUNS_EXPORT && !g_str_has_suffix (self->words[0], OV_LIBRARY_SUFFIX))
    return fail (error, _("The name of a file with runs has to end in “.overshoot”."));

  return TRUE;
}

/**
 * ov_runs_options_parse:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "runs"
 * @error: return location for an error
 *
 * Understands the command line of `overshoot-cli runs`.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with @error set to one sentence that
 *   says what is wrong
 */
OvRunsOptions *
ov_runs_options_parse (int      argc,
                       char   **argv,
                       GError **error)
{
  g_autoptr (OvRunsOptions) self = g_new0 (OvRunsOptions, 1);
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("runs", &argc, argv, error);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (texts == NULL)
    return NULL;

  self->help = g_hash_table_contains (texts, "help");
  if (self->help)
    return g_steal_pointer (&self);

  /* What follows "--" is not an option; the mark itself stays among the words. */
  for (int i = 2; i < argc; i++)
    if (i > 2 || !g_str_equal (argv[i], "--"))
      g_strv_builder_add (words, argv[i]);
  self->words = g_strv_builder_end (words);
  self->library = g_strdup (g_hash_table_lookup (texts, "library"));
  self->json = g_hash_table_contains (texts, "json");

  if (!parse_action (self, argc > 1 ? argv[1] : NULL, error) || !check_words (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * ov_runs_options_free:
 * @self: (transfer full) (nullable): the options
 */
void
ov_runs_options_free (OvRunsOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->library);
  g_strfreev (self->words);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "runs-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "choice.h"
#include "error.h"
#include "file-error.h"
#include "option-texts.h"
#include "output.h"
#include "plot-options.h"
#include "run-selection.h"

/* How many words each action takes after it, in the order of #OvRunsAction. */
static const struct
{
  const char *name;
  guint       fewest;
  guint       most;
} actions[] = {
  [OV_RUNS_LIST] = {"list", 0, 0},
  [OV_RUNS_SHOW] = {"show", 1, 1},
  [OV_RUNS_PLOT] = {"plot", 2, G_MAXUINT},
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
  const char *names[G_N_ELEMENTS (actions) + 1] = {NULL};
  g_autofree char *shown = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *sentence = NULL;

  if (word == NULL)
    return fail (error, _("What to do with the runs is missing."));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_str_equal (word, actions[i].name))
        {
          self->action = (OvRunsAction) i;
          return TRUE;
        }
      names[i] = actions[i].name;
    }

  shown = ov_file_display_name (word);
  hint = ov_choice_hint (word, names);
  sentence = g_strdup_printf (_("“%s” is not an action on runs.%s"), shown, hint);

  return fail (error, sentence);
}

static gboolean
takes_file (OvRunsAction action)
{
  return action == OV_RUNS_IMPORT || action == OV_RUNS_EXPORT || action == OV_RUNS_PLOT;
}

static gboolean
check_words (OvRunsOptions *self,
             GError       **error)
{
  const guint n_words = g_strv_length (self->words);

  if (n_words > actions[self->action].most)
    return fail (error, _("There are too many arguments."));
  if (n_words < actions[self->action].fewest)
    return fail (error, n_words == 0 && takes_file (self->action)
                          ? _("The name of a file is missing.")
                          : _("The name of a run is missing."));

  for (guint i = 0; takes_file (self->action) && i < (self->action == OV_RUNS_IMPORT ? n_words : 1);
       i++)
    if (!ov_output_spares_file (self->words[i], error))
      return FALSE;

  return self->action != OV_RUNS_EXPORT
         || ov_file_format_of_name (OV_FILE_RUNS, self->words[0], &self->format, error);
}

/* A library says itself what its numbers are. */
static void
note_columns (const OvRunsOptions *self,
              GHashTable          *texts,
              GPtrArray           *notes)
{
  static const char *const options[] = {"columns", "accuracies"};

  for (gsize i = 0; self->words[i] != NULL; i++)
    if (ov_run_selection_is_log (self->words[i]))
      return;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_hash_table_contains (texts, options[i]))
      g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect, since no log is imported."),
                                               options[i]));
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
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  if (texts == NULL)
    return NULL;

  self->help = g_hash_table_contains (texts, "help");
  if (self->help)
    return g_steal_pointer (&self);

  for (int i = 2; i < argc; i++)
    g_strv_builder_add (words, argv[i]);
  self->words = g_strv_builder_end (words);
  self->library = g_strdup (g_hash_table_lookup (texts, "library"));
  self->json = g_hash_table_contains (texts, "json");

  if (!parse_action (self, argc > 1 ? argv[1] : NULL, error)
      || !ov_log_choices_parse (&self->logs, texts, error) || !check_words (self, error)
      || !ov_plot_options_parse (texts, self->action == OV_RUNS_PLOT, &self->page, &self->figure,
                                 notes, error))
    return NULL;
  if (self->action != OV_RUNS_IMPORT
      && (g_hash_table_contains (texts, "columns") || g_hash_table_contains (texts, "accuracies")))
    {
      fail (error, _("--columns and --accuracies are for the import of logs."));
      return NULL;
    }
  note_columns (self, texts, notes);

  self->title = g_strdup (self->page.style.title);
  self->page.style.title = self->title;
  g_ptr_array_add (notes, NULL);
  self->notes = (char **) g_ptr_array_steal (notes, NULL);

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
  ov_log_choices_clear (&self->logs);
  g_strfreev (self->words);
  g_free (self->title);
  g_strfreev (self->notes);
  g_free (self);
}

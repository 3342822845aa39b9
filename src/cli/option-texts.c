/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "option-texts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "choice.h"
#include "error.h"
#include "file-error.h"
#include "option-context.h"
#include "output.h"
#include "spelling.h"

/* What is known while a command line is parsed. */
typedef struct
{
  const OvCommand *command;
  GPtrArray       *names; /* of its options, ended by NULL */
  GHashTable      *texts;
} Parse;

static const OvOption *
find_short (const Parse *self,
            char         name)
{
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  for (gsize i = 0; i < n_options; i++)
    if (options[i].entry.short_name == name && ov_command_takes (self->command, &options[i]))
      return &options[i];

  return NULL;
}

/* Keeps an option's text as it stands on the command line: the preset has to be known before any
 * value is understood, wherever it stands. */
static gboolean
keep_cb (const char *option,
         const char *text,
         gpointer    user_data,
         GError    **error)
{
  const Parse *self = user_data;
  const char *name = option + strspn (option, "-");

  if (option[1] != '-')
    name = find_short (self, *name)->entry.long_name;
  g_hash_table_insert (self->texts, g_strdup (name), g_strdup (text != NULL ? text : ""));

  return TRUE;
}

static GPtrArray *
list_names (const OvCommand *command)
{
  GPtrArray *names = g_ptr_array_new ();
  gsize n_options;
  const OvOption *options = ov_option_list (&n_options);

  for (gsize i = 0; i < n_options; i++)
    if (ov_command_takes (command, &options[i]))
      g_ptr_array_add (names, (gpointer) options[i].entry.long_name);
  g_ptr_array_add (names, NULL);

  return names;
}

/* Those that begin with @beginning, as they are typed. */
static char *
list_candidates (const Parse *self,
                 const char  *beginning)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i + 1 < self->names->len; i++)
    if (g_str_has_prefix (self->names->pdata[i], beginning))
      g_string_append_printf (list, "%s--%s", list->len > 0 ? ", " : "",
                              (const char *) self->names->pdata[i]);

  return g_string_free (list, FALSE);
}

/* Says why @name is not a long option. */
static void
refuse_name (const Parse *self,
             const char  *name,
             guint        n_found,
             GError     **error)
{
  const char *const *known = (const char *const *) self->names->pdata;
  const char *guess = n_found == 0 ? ov_spelling_guess (name, known) : NULL;
  g_autofree char *shown = ov_file_display_name (name);
  g_autofree char *sentence = NULL;

  if (n_found > 1)
    {
      g_autofree char *candidates = list_candidates (self, name);

      /* Translators: the beginning of an option's name, and a list of options. */
      sentence = g_strdup_printf (_("--%s may be any of these: %s."), shown, candidates);
    }
  else if (guess != NULL)
    sentence = g_strdup_printf (_("There is no option --%s. Did you mean --%s?"), shown, guess);
  else
    sentence = g_strdup_printf (_("There is no option --%s."), shown);

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("%s “overshoot-cli %s --help” lists the options."), sentence,
               self->command->name);
}

/* Says that an option such as --exact-steps=off, which would turn it on, is none. */
static void
refuse_value (const Parse    *self,
              const OvOption *option,
              GError        **error)
{
  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--%s takes no value. “overshoot-cli %s --help” lists the options."),
               option->entry.long_name, self->command->name);
}

/* Writes a long option out that may be abbreviated, and finds it. */
static const OvOption *
expand (const Parse *self,
        char       **word,
        GError     **error)
{
  const char *const *known = (const char *const *) self->names->pdata;
  const gsize length = strcspn (*word + 2, "=");
  g_autofree char *name = g_strndup (*word + 2, length);
  g_autofree char *whole = NULL;
  guint n_found = 0;
  const char *found = length > 0 ? ov_spelling_complete (name, known, &n_found) : NULL;

  if (found == NULL)
    {
      refuse_name (self, name, n_found, error);
      return NULL;
    }

  /* The array of words is the caller's, its strings belong to nobody: interned ones as well. */
  whole = g_strconcat ("--", found, *word + 2 + length, NULL);
  *word = (char *) g_intern_string (whole);

  return ov_option_find (self->command->name, found);
}

/* GLib knows -j 4, not -j4. The string is one of expand()'s kind. */
static char *
join_value (const OvOption *option,
            const char     *value)
{
  g_autofree char *whole = g_strconcat ("--", option->entry.long_name, "=", value, NULL);

  return (char *) g_intern_string (whole);
}

/* Writes abbreviated options out, but not what is a value of another or stands behind "--". Counts
 * the words there, or sets -1 when there is no such mark. */
static gboolean
expand_all (const Parse *self,
            int          argc,
            char       **argv,
            int         *n_behind,
            GError     **error)
{
  *n_behind = -1;
  for (int i = 1; i < argc; i++)
    {
      const OvOption *option = NULL;

      if (g_str_equal (argv[i], "--"))
        {
          *n_behind = argc - i - 1;
          return TRUE;
        }
      if (g_str_has_prefix (argv[i], "--"))
        {
          const gboolean has_value = strchr (argv[i], '=') != NULL;

          option = expand (self, &argv[i], error);
          if (option == NULL)
            return FALSE;
          if (has_value && !ov_option_takes_value (option))
            {
              refuse_value (self, option, error);
              return FALSE;
            }
          if (has_value)
            continue;
        }
      else if (argv[i][0] == '-' && argv[i][1] != '\0')
        {
          option = find_short (self, argv[i][1]);
          if (option != NULL && argv[i][2] != '\0')
            {
              if (ov_option_takes_value (option))
                argv[i] = join_value (option, argv[i] + 2);
              continue;
            }
        }

      if (option != NULL && ov_option_takes_value (option))
        i++;
    }

  return TRUE;
}

/* GLib leaves the mark where it is when what follows looks like an option. */
static void
drop_mark (int   *argc,
           char **argv,
           int    n_behind)
{
  const int place = *argc - n_behind - 1;

  if (n_behind < 0 || place < 1 || !g_str_equal (argv[place], "--"))
    return;

  for (int i = place; i < *argc; i++)
    argv[i] = argv[i + 1];
  (*argc)--;
}

/* Whether an option was given that is the same for all commands that have it. */
static const char *
find_general (const Parse *self,
              const char  *name)
{
  const OvOption *option = ov_option_find (self->command->name, name);

  return option != NULL && option->group == OV_OPTIONS_GENERAL
           ? g_hash_table_lookup (self->texts, name)
           : NULL;
}

/* Results are tried in a place of their own, where they know of each other. */
static gboolean
check_places (const Parse *self,
              GError     **error)
{
  static const char *const options[] = {"library", "load-weights", "save-run", "resume", "run"};

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const char *path = g_hash_table_lookup (self->texts, options[i]);
      g_autofree char *name = g_strconcat ("--", options[i], NULL);

      if (path != NULL && !ov_output_spares (name, path, error))
        return FALSE;
    }

  /* diagnose has no choice of the data: it looks into the user's own for a limit of stability. */
  return (ov_option_find (self->command->name, "data") == NULL
          && !g_str_equal (self->command->name, "diagnose"))
         || ov_output_spares_data (g_hash_table_lookup (self->texts, "data"), error);
}

static gboolean
apply_general (const Parse *self,
               GError     **error)
{
  const char *file = find_general (self, "output");

  ov_output_set_quiet (find_general (self, "quiet") != NULL,
                       find_general (self, "no-progress") != NULL);

  return file == NULL || find_general (self, "help") != NULL
         || (ov_output_set_file (file, error) && check_places (self, error));
}

/**
 * ov_option_texts_parse:
 * @command: a command of overshoot-cli
 * @argc: (inout): number of words
 * @argv: the words, the first being the command, ended by %NULL; those that belong to no option
 *   remain
 * @error: return location for an error
 *
 * Understands the options of a command: also abbreviated ones, as long as only one begins so. Those
 * that have to do with the output alone take effect at once: see ov_output_set_file().
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
  g_autoptr (GPtrArray) names = list_names (ov_command_find (command));
  Parse parse = {ov_command_find (command), names, texts};
  g_autoptr (GOptionContext) context = ov_option_context_new (command, keep_cb, &parse);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *complaint = NULL;
  int n_behind;

  if (!expand_all (&parse, *argc, argv, &n_behind, error))
    return NULL;

  if (!g_option_context_parse (context, argc, &argv, &local_error))
    {
      /* GLib repeats a word as it was typed, whatever its bytes are. */
      complaint = g_utf8_make_valid (local_error->message, -1);
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   /* Translators: the first is a complaint such as "Unknown option --foo", the
                    * second a command. */
                   _("%s; “overshoot-cli %s --help” lists the options."), complaint, command);
      return NULL;
    }
  drop_mark (argc, argv, n_behind);

  return apply_general (&parse, error) ? g_steal_pointer (&texts) : NULL;
}

/**
 * ov_option_texts_parse_alone:
 * @command: a command of overshoot-cli that takes nothing but options
 * @argc: number of words
 * @argv: the words, the first being the command, ended by %NULL
 * @error: return location for an error
 *
 * Returns: as ov_option_texts_parse(), also refusing words that belong to no option
 */
GHashTable *
ov_option_texts_parse_alone (const char *command,
                             int         argc,
                             char      **argv,
                             GError    **error)
{
  g_autoptr (GHashTable) texts = ov_option_texts_parse (command, &argc, argv, error);

  if (texts != NULL && argc > 1)
    {
      g_autofree char *stray = ov_file_display_name (argv[1]);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("“%s” does not belong to any option; “overshoot-cli %s --help” lists the "
                     "options."),
                   stray, command);
      return NULL;
    }

  return g_steal_pointer (&texts);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-options.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"
#include "parameter.h"
#include "sharpness-trace.h"

#define DEFAULT_PRESET "linear"
#define MAX_THREADS 256
#define MAX_INTERVAL 100000

/* The texts of the options as they stand on the command line, before any is understood: the preset
 * has to be known first, wherever it stands. */
typedef struct
{
  gboolean    help;
  gboolean    exact_steps;
  char       *preset;
  char       *threads;
  char       *format;
  char       *sharpness;
  char       *data;
  char       *plot;
  char       *templates;
  char       *save_weights;
  char       *load_weights;
  GHashTable *values; /* const OvParameter * -> char * */
} Texts;

static void
texts_clear (Texts *self)
{
  g_free (self->preset);
  g_free (self->threads);
  g_free (self->format);
  g_free (self->sharpness);
  g_free (self->data);
  g_free (self->plot);
  g_free (self->templates);
  g_free (self->save_weights);
  g_free (self->load_weights);
  g_clear_pointer (&self->values, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
parameter_cb (const char *option,
              const char *text,
              gpointer    user_data,
              GError    **error)
{
  Texts *texts = user_data;
  const OvParameter *parameter = ov_parameter_find (option + strlen ("--"));

  g_assert (parameter != NULL);
  g_hash_table_insert (texts->values, (gpointer) parameter, g_strdup (text));

  return TRUE;
}

static GArray *
list_entries (Texts *texts)
{
  const GOptionEntry fixed[] = {
    {"help", 'h', 0, G_OPTION_ARG_NONE, &texts->help, NULL, NULL},
    {"recipe", 0, 0, G_OPTION_ARG_STRING, &texts->preset, NULL, NULL},
    {"data", 0, 0, G_OPTION_ARG_FILENAME, &texts->data, NULL, NULL},
    {"threads", 0, 0, G_OPTION_ARG_STRING, &texts->threads, NULL, NULL},
    {"exact-steps", 0, 0, G_OPTION_ARG_NONE, &texts->exact_steps, NULL, NULL},
    {"format", 0, 0, G_OPTION_ARG_STRING, &texts->format, NULL, NULL},
    {"sharpness", 0, 0, G_OPTION_ARG_STRING, &texts->sharpness, NULL, NULL},
    {"plot", 0, 0, G_OPTION_ARG_FILENAME, &texts->plot, NULL, NULL},
    {"templates", 0, 0, G_OPTION_ARG_FILENAME, &texts->templates, NULL, NULL},
    {"save-weights", 0, 0, G_OPTION_ARG_FILENAME, &texts->save_weights, NULL, NULL},
    {"load-weights", 0, 0, G_OPTION_ARG_FILENAME, &texts->load_weights, NULL, NULL},
  };
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  g_array_append_vals (entries, fixed, G_N_ELEMENTS (fixed));

  for (gsize i = 0; i < n_parameters; i++)
    {
      const GOptionEntry entry = {
        .long_name = parameters[i].key,
        .arg = G_OPTION_ARG_CALLBACK,
        .arg_data = parameter_cb,
      };

      g_array_append_val (entries, entry);
    }

  return entries;
}

static gboolean
read_texts (Texts   *texts,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) entries = list_entries (texts);
  g_autoptr (GError) local_error = NULL;
  GOptionGroup *group = g_option_group_new ("train", NULL, NULL, texts, NULL);

  g_option_group_add_entries (group, (const GOptionEntry *) entries->data);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);

  if (!g_option_context_parse (context, &argc, &argv, &local_error))
    {
      /* GLib repeats a word as it was typed, whatever its bytes are. */
      g_autofree char *complaint = g_utf8_make_valid (local_error->message, -1);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   /* Translators: the first is a complaint such as "Unknown option --foo". */
                   _("%s; “overshoot-cli train --help” lists the options."), complaint);
      return FALSE;
    }

  if (argc > 1)
    {
      g_autofree char *stray = ov_file_display_name (argv[1]);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("“%s” belongs to no option; “overshoot-cli train --help” lists the options."),
                   stray);
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_preset (const char *preset,
              OvRecipe   *recipe,
              GError    **error)
{
  const char *const *presets = ov_recipe_list_presets ();

  if (!g_strv_contains (presets, preset))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) presets);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("There is no recipe “%s”; the known ones are: %s."), preset, known);
      return FALSE;
    }

  return ov_recipe_init_preset (recipe, preset, error);
}

/* Sets every value that was given, and notes those that the recipe's network does not use. */
static gboolean
parse_values (GHashTable *values,
              OvRecipe   *recipe,
              GPtrArray  *notes,
              GError    **error)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *text = g_hash_table_lookup (values, &parameters[i]);
      double value;

      if (text == NULL)
        continue;

      if (!ov_parameter_parse (&parameters[i], text, &value, error)
          || !ov_parameter_set (&parameters[i], recipe, value, error))
        return FALSE;
    }

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *reason = ov_parameter_unused (&parameters[i], recipe);

      if (reason != NULL && g_hash_table_contains (values, &parameters[i]))
        g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"),
                                                 parameters[i].key, reason));
    }

  return ov_recipe_validate (recipe, error);
}

static gboolean
parse_format (const char     *text,
              OvReportFormat *format,
              GError        **error)
{
  static const char *const names[] = {"log", "csv", "json", "exercise"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (text, names[i]))
        {
          *format = (OvReportFormat) i;
          return TRUE;
        }
    }

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("There is no format “%s”; the known ones are: log, csv, json, "
                 "exercise."),
               text);

  return FALSE;
}

static gboolean
parse_count (const char *option,
             const char *text,
             guint       maximum,
             guint      *count,
             GError    **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, maximum, &value, NULL))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a whole number from 1 to %u."), option, text, maximum);
      return FALSE;
    }

  *count = (guint) value;

  return TRUE;
}

/* Not a value of the recipe, so it has its own reason to have no effect. */
static void
note_sharpness (const OvTrainOptions *self,
                GPtrArray            *notes)
{
  const char *reason = ov_sharpness_unused (&self->recipe);

  if (self->sharpness > 0 && reason != NULL)
    g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"), "sharpness", reason));
  else if (self->sharpness > 0 && self->plot == NULL
           && (self->format == OV_REPORT_LOG || self->format == OV_REPORT_EXERCISE))
    g_ptr_array_add (notes, g_strdup (_("--sharpness shows in --format csv and json and in --plot, "
                                        "not in the log.")));
}

/**
 * ov_train_options_parse:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "train"
 *
 * Understands the command line of `overshoot-cli train`. Every numeric option comes from the table
 * of ov_parameter_list(), so that a parameter added there is an option here.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with @error set to one sentence that
 *   says what is wrong
 */
OvTrainOptions *
ov_train_options_parse (int      argc,
                        char   **argv,
                        GError **error)
{
  g_autoptr (OvTrainOptions) self = g_new0 (OvTrainOptions, 1);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_auto (Texts) texts = {.values = g_hash_table_new_full (NULL, NULL, NULL, g_free)};
  const char *preset;

  if (!read_texts (&texts, argc, argv, error))
    return NULL;

  self->help = texts.help;

  if (self->help)
    return g_steal_pointer (&self);

  preset = texts.preset != NULL ? texts.preset : DEFAULT_PRESET;

  if (!parse_preset (preset, &self->recipe, error)
      || !parse_values (texts.values, &self->recipe, notes, error)
      || (texts.format != NULL && !parse_format (texts.format, &self->format, error))
      || (texts.threads != NULL
          && !parse_count ("threads", texts.threads, MAX_THREADS, &self->n_threads, error))
      || (texts.sharpness != NULL
          && !parse_count ("sharpness", texts.sharpness, MAX_INTERVAL, &self->sharpness, error)))
    return NULL;

  self->exact_steps = texts.exact_steps;
  self->data = g_steal_pointer (&texts.data);
  self->plot = g_steal_pointer (&texts.plot);
  self->templates = g_steal_pointer (&texts.templates);
  self->save_weights = g_steal_pointer (&texts.save_weights);
  self->load_weights = g_steal_pointer (&texts.load_weights);
  note_sharpness (self, notes);
  g_ptr_array_add (notes, NULL);
  self->notes = (char **) g_ptr_array_steal (notes, NULL);

  return g_steal_pointer (&self);
}

/**
 * ov_train_options_free:
 * @self: (transfer full) (nullable): the options
 *
 * Frees the options.
 */
void
ov_train_options_free (OvTrainOptions *self)
{
  if (self == NULL)
    return;

  g_free (self->data);
  g_free (self->plot);
  g_free (self->templates);
  g_free (self->save_weights);
  g_free (self->load_weights);
  g_strfreev (self->notes);
  g_free (self);
}

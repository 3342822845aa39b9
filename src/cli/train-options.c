/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-options.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "file-error.h"
#include "option-texts.h"
#include "option.h"
#include "parameter.h"
#include "plot-options.h"
#include "sharpness-history.h"

#define DEFAULT_PRESET "linear"
#define MAX_THREADS 256
#define MAX_INTERVAL 100000

/* What stands before the name of a file for the weights after the best epoch. */
#define BEST_PREFIX "best:"

/* Fills a table from the options' names to their texts. */
static GHashTable *
read_texts (int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr (GHashTable) texts = ov_option_texts_parse ("train", &argc, argv, error);

  if (texts != NULL && argc > 1)
    {
      g_autofree char *stray = ov_file_display_name (argv[1]);

      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("“%s” does not belong to any option; “overshoot-cli train --help” lists the "
                     "options."),
                   stray);
      return NULL;
    }

  return g_steal_pointer (&texts);
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
parse_values (GHashTable *texts,
              OvRecipe   *recipe,
              GPtrArray  *notes,
              GError    **error)
{
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    {
      const char *text = g_hash_table_lookup (texts, parameters[i].key);
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

      if (reason != NULL && g_hash_table_contains (texts, parameters[i].key))
        g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"),
                                                 parameters[i].key, reason));
    }

  return ov_recipe_validate (recipe, error);
}

/* The words of the option stand in the order of #OvReportFormat. */
static gboolean
parse_format (GHashTable     *texts,
              OvReportFormat *format,
              GError        **error)
{
  const char *text = g_hash_table_lookup (texts, "format");
  g_auto (GStrv) names = g_strsplit (ov_option_find ("format")->words, " ", -1);
  g_autofree char *known = g_strjoinv (", ", names);

  if (text == NULL)
    return TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (text, names[i]))
        {
          *format = (OvReportFormat) i;
          return TRUE;
        }
    }

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("There is no format “%s”; the known ones are: %s."), text, known);

  return FALSE;
}

/* Leaves the count as it is when the option was not given. */
static gboolean
parse_count (GHashTable *texts,
             const char *option,
             guint       maximum,
             guint      *count,
             GError    **error)
{
  const char *text = g_hash_table_lookup (texts, option);
  guint64 value;

  if (text == NULL)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, 1, maximum, &value, NULL))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--%s: “%s” is not a whole number from 1 to %u."), option, text, maximum);
      return FALSE;
    }

  *count = (guint) value;

  return TRUE;
}

/* Returns: (transfer full) (nullable): the text of an option */
static char *
take_text (GHashTable *texts,
           const char *option)
{
  return g_strdup (g_hash_table_lookup (texts, option));
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

/* Refuses to change a recipe that is in a file, and two places for one run. */
static gboolean
check_resume (GHashTable *texts,
              GError    **error)
{
  static const char *const others[] = {"recipe", "save-run", "load-weights"};
  gsize n_parameters;
  const OvParameter *parameters = ov_parameter_list (&n_parameters);
  const char *wrong = NULL;

  if (!g_hash_table_contains (texts, "resume"))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_hash_table_contains (texts, others[i]))
      wrong = others[i];
  for (gsize i = 0; i < n_parameters; i++)
    if (!g_str_equal (parameters[i].key, "epochs")
        && g_hash_table_contains (texts, parameters[i].key))
      wrong = parameters[i].key;
  if (wrong == NULL)
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
               _("--resume continues the run as its file says, and saves it there; leave out "
                 "--%s."),
               wrong);

  return FALSE;
}

/* The file of --save-weights may have a prefix that says which weights are wanted. */
static void
take_save_weights (OvTrainOptions *self,
                   GHashTable     *texts)
{
  const char *text = g_hash_table_lookup (texts, "save-weights");

  self->saves_best = text != NULL && g_str_has_prefix (text, BEST_PREFIX);
  self->save_weights = g_strdup (self->saves_best ? text + strlen (BEST_PREFIX) : text);
}

static void
note_checkpoints (const OvTrainOptions *self,
                  GPtrArray            *notes)
{
  if (self->checkpoint_every > 0 && self->save_run == NULL && self->resume == NULL)
    g_ptr_array_add (notes, g_strdup (_("--checkpoint-every has no effect without --save-run or "
                                        "--resume.")));
}

/**
 * ov_train_options_parse:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "train"
 *
 * Understands the command line of `overshoot-cli train`, whose options are those of
 * ov_option_list().
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
  g_autoptr (GHashTable) texts = read_texts (argc, argv, error);
  const char *preset;

  if (texts == NULL)
    return NULL;

  self->help = g_hash_table_contains (texts, "help");

  if (self->help)
    return g_steal_pointer (&self);

  preset = g_hash_table_lookup (texts, "recipe");

  if (!parse_preset (preset != NULL ? preset : DEFAULT_PRESET, &self->recipe, error)
      || !parse_values (texts, &self->recipe, notes, error)
      || !parse_format (texts, &self->format, error)
      || !parse_count (texts, "threads", MAX_THREADS, &self->n_threads, error)
      || !parse_count (texts, "sharpness", MAX_INTERVAL, &self->sharpness, error)
      || !parse_count (texts, "checkpoint-every", MAX_INTERVAL, &self->checkpoint_every, error)
      || !check_resume (texts, error)
      || !ov_plot_options_parse (texts, &self->plot_style, notes, error))
    return NULL;

  self->exact_steps = g_hash_table_contains (texts, "exact-steps");
  self->data = take_text (texts, "data");
  self->plot = take_text (texts, "plot");
  self->templates = take_text (texts, "templates");
  take_save_weights (self, texts);
  self->load_weights = take_text (texts, "load-weights");
  self->save_run = take_text (texts, "save-run");
  self->resume = take_text (texts, "resume");
  self->has_epochs = g_hash_table_contains (texts, "epochs");
  note_checkpoints (self, notes);
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
  g_free (self->save_run);
  g_free (self->resume);
  g_strfreev (self->notes);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-options.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "error.h"
#include "option-texts.h"
#include "output.h"
#include "parameter.h"
#include "plot-options.h"
#include "recipe-options.h"
#include "sharpness-history.h"

#define MAX_INTERVAL 100000

/* What stands before the name of a file for the weights after the best epoch. */
#define BEST_PREFIX "best:"

/* The words of the option stand in the order of #OvReportFormat. The log is for people, and not
 * wanted by whoever wants to hear nothing. */
static gboolean
parse_format (GHashTable     *texts,
              OvReportFormat *format,
              GError        **error)
{
  const char *text = g_hash_table_lookup (texts, "format");
  guint index = ov_output_is_quiet () && !ov_output_has_file () ? OV_REPORT_NONE : OV_REPORT_LOG;

  if (!ov_choice_parse_of ("train", "format", text, &index, error))
    return FALSE;
  *format = (OvReportFormat) index;

  return TRUE;
}

/* Returns: (transfer full) (nullable): the text of an option */
static char *
take_text (GHashTable *texts,
           const char *option)
{
  return g_strdup (g_hash_table_lookup (texts, option));
}

/* Whether what is measured besides the losses is written anywhere. */
static gboolean
shows_measurements (const OvTrainOptions *self)
{
  return self->plot != NULL || self->save_run != NULL || self->resume != NULL
         || self->format == OV_REPORT_CSV || self->format == OV_REPORT_JSON;
}

/* Not a value of the recipe, so it has its own reason to have no effect. */
static void
note_sharpness (const OvTrainOptions *self,
                GPtrArray            *notes)
{
  const char *reason = ov_sharpness_unused (&self->recipe);

  if (self->sharpness > 0 && reason != NULL)
    g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect. %s"), "sharpness", reason));
  else if (self->sharpness > 0 && !shows_measurements (self))
    g_ptr_array_add (notes, g_strdup (_("--sharpness shows in --format csv and json and in --plot, "
                                        "not in the log.")));
}

static void
note_instruments (const OvTrainOptions *self,
                  GHashTable           *texts,
                  GPtrArray            *notes)
{
  if (self->instruments.set == 0 && g_hash_table_contains (texts, "instruments-every"))
    g_ptr_array_add (notes, g_strdup (_("--instruments-every has no effect without "
                                        "--instruments.")));
  else if (self->instruments.set != 0 && !shows_measurements (self))
    g_ptr_array_add (notes, g_strdup (_("--instruments show in --format csv and json and in "
                                        "--plot, not in the log.")));
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

/* The templates are drawn as large and in the theme that is asked for, and have no curves. */
static void
note_curves (GHashTable *texts,
             GPtrArray  *notes)
{
  static const char *const options[] = {"plot-charts", "plot-x", "plot-log-x", "plot-smoothing",
                                        "plot-with"};

  if (g_hash_table_contains (texts, "plot") || !g_hash_table_contains (texts, "templates"))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_hash_table_contains (texts, options[i]))
      g_ptr_array_add (notes, g_strdup_printf (_("--%s has no effect without --plot."),
                                               options[i]));
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
  g_autoptr (GHashTable) texts = ov_option_texts_parse_alone ("train", argc, argv, error);

  if (texts == NULL)
    return NULL;

  self->help = g_hash_table_contains (texts, "help");

  if (self->help)
    return g_steal_pointer (&self);

  if (!ov_recipe_options_parse (texts, &self->recipe, notes, error)
      || !parse_format (texts, &self->format, error)
      || !ov_threads_option_parse (texts, &self->n_threads, error)
      || !ov_count_option_parse (texts, "sharpness", 1, MAX_INTERVAL, &self->sharpness, error)
      || !ov_instrument_options_parse (texts, &self->instruments, error)
      || !ov_count_option_parse (texts, "checkpoint-every", 1, MAX_INTERVAL,
                                 &self->checkpoint_every, error)
      || !check_resume (texts, error)
      || !ov_plot_options_parse (texts,
                                 g_hash_table_contains (texts, "plot")
                                   || g_hash_table_contains (texts, "templates"),
                                 &self->plot_page, &self->plot_figure, notes, error))
    return NULL;

  self->exact_steps = g_hash_table_contains (texts, "exact-steps");
  self->data = take_text (texts, "data");
  self->plot = take_text (texts, "plot");
  self->plot_title = take_text (texts, "plot-title");
  self->plot_page.style.title = self->plot_title;
  self->templates = take_text (texts, "templates");
  take_save_weights (self, texts);
  self->load_weights = take_text (texts, "load-weights");
  self->save_run = take_text (texts, "save-run");
  self->resume = take_text (texts, "resume");
  self->has_epochs = g_hash_table_contains (texts, "epochs");
  note_checkpoints (self, notes);
  note_curves (texts, notes);
  note_sharpness (self, notes);
  note_instruments (self, texts, notes);
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
  g_free (self->plot_title);
  g_free (self->templates);
  g_free (self->save_weights);
  g_free (self->load_weights);
  g_free (self->save_run);
  g_free (self->resume);
  g_strfreev (self->notes);
  g_free (self);
}

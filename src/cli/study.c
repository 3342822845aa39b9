/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "study.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "chosen-data.h"
#include "error.h"
#include "exit-status.h"
#include "file-format.h"
#include "json-text.h"
#include "option-texts.h"
#include "output.h"
#include "plot-options.h"
#include "recipe-options.h"
#include "thread-pool.h"

/**
 * ov_study_check_plot:
 * @plot: (nullable): the file of --plot
 * @target: (out) (nullable) (transfer full): its place, to be held until the picture is written:
 *   a FIFO whose only writer goes has ended for its reader
 * @error: return location for an error
 *
 * Tries the place of a picture before anything is computed.
 *
 * Returns: whether it can be written there; if not, @error names the option
 */
gboolean
ov_study_check_plot (const char    *plot,
                     OvFileTarget **target,
                     GError       **error)
{
  *target = NULL;
  if (plot == NULL)
    return TRUE;

  *target = ov_file_target_new (plot, error);
  if (*target == NULL || !ov_file_format_choose (OV_FILE_PICTURE, plot, *target, NULL, error))
    {
      g_prefix_error (error, "--plot: ");
      return FALSE;
    }
  if (!ov_output_goes_to (*target))
    {
      /* A folder that is held open for hours could not be unmounted. */
      if (ov_file_target_is_plain (*target))
        g_clear_pointer (target, ov_file_target_free);
      return TRUE;
    }

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               _("%s and %s would be the same file. Give each a name of its own."), "--plot",
               "--output");

  return FALSE;
}

/**
 * ov_study_parse:
 * @self: (out): a study
 * @command: the command
 * @argc: number of words
 * @argv: the words after the program's name, the first being the command
 * @status: (out): the exit status when there is nothing more to be done
 *
 * Understands a command line, and does what there is to do about help, mistakes and options without
 * an effect.
 *
 * Returns: whether the study is to begin
 */
gboolean
ov_study_parse (OvStudy    *self,
                const char *command,
                int         argc,
                char      **argv,
                int        *status)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  OvRunFigure none = {0}; /* a study shows no runs */
  guint format = OV_STUDY_TEXT;

  *self = (OvStudy) {.n_threads = ov_thread_pool_default_size ()};
  self->texts = ov_option_texts_parse_alone (command, argc, argv, &error);
  if (self->texts != NULL && g_hash_table_contains (self->texts, "help"))
    {
      *status = ov_output_help (command);
      return FALSE;
    }
  if (self->texts == NULL || !ov_recipe_options_parse (self->texts, &self->recipe, notes, &error)
      || !ov_threads_option_parse (self->texts, &self->n_threads, &error)
      || !ov_choice_parse_of (command, "format", g_hash_table_lookup (self->texts, "format"),
                              &format, &error)
      || !ov_plot_options_parse (self->texts, g_hash_table_contains (self->texts, "plot"),
                                 &self->page, &none, notes, &error))
    {
      *status = ov_output_refuse (error);
      return FALSE;
    }

  self->format = (OvStudyFormat) format;
  self->plot = g_hash_table_lookup (self->texts, "plot");
  for (guint i = 0; i < notes->len; i++)
    ov_output_complain ("%s", (const char *) notes->pdata[i]);

  return TRUE;
}

/**
 * ov_study_load:
 * @self: a study
 * @status: (out): the exit status when it fails
 *
 * Tries the place of the picture, and loads the data.
 *
 * Returns: whether the study can begin
 */
gboolean
ov_study_load (OvStudy *self,
               int     *status)
{
  g_autoptr (GError) error = NULL;

  self->interrupt = ov_interrupt_new ();
  if (ov_study_check_plot (self->plot, &self->target, &error))
    self->dataset = ov_chosen_data_load (g_hash_table_lookup (self->texts, "data"), NULL,
                                         ov_interrupt_get_cancellable (self->interrupt), &error);
  if (self->dataset == NULL)
    *status = ov_study_fail (self, error);

  return self->dataset != NULL;
}

/**
 * ov_study_fail:
 * @self: a study
 * @error: why it cannot be done
 *
 * Complains.
 *
 * Returns: the program's exit status: a signal's when that is the reason
 */
int
ov_study_fail (const OvStudy *self,
               const GError  *error)
{
  const int number = ov_interrupt_get_signal (self->interrupt);

  if (number == 0)
    return ov_output_fail (error);

  ov_output_complain (_("Interrupted; nothing is written."));

  return OV_EXIT_SIGNAL + number;
}

/**
 * ov_study_finish:
 * @self: a study
 * @text: what was found, for standard output
 * @class: the kind of figure that --plot draws
 * @figure: what it shows
 *
 * Writes what was found, and the picture if one is wanted.
 *
 * Returns: the program's exit status
 */
int
ov_study_finish (const OvStudy *self,
                 const char    *text,
                 const OvFigureClass *class,
                 gconstpointer figure)
{
  g_autoptr (GError) error = NULL;
  OvFigurePage page = self->page;
  const int status = ov_output_finish (text);

  page.figures[0] = (OvFigure) {class, figure};
  page.n = 1;
  if (self->plot == NULL || ov_figure_page_write (&page, self->plot, &error))
    return status;

  g_prefix_error (&error, "--plot: ");

  return ov_output_fail (error);
}

/**
 * ov_study_clear:
 * @self: a study
 *
 * Lets go of all that it has.
 */
void
ov_study_clear (OvStudy *self)
{
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->target, ov_file_target_free);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->interrupt, ov_interrupt_free);
}

/**
 * ov_study_describe:
 * @self: a study
 *
 * Returns: (transfer full): an object with what was studied: recipe and data
 */
JsonObject *
ov_study_describe (const OvStudy *self)
{
  g_autofree char *recipe = ov_recipe_to_json (&self->recipe);
  JsonObject *object = json_object_new ();
  JsonObject *data = json_object_new ();

  json_object_set_member (object, "recipe", json_from_string (recipe, NULL));
  json_object_set_string_member (data, "name", self->dataset->name);
  json_object_set_int_member (data, "train-images", self->dataset->n_images[OV_SPLIT_TRAIN]);
  json_object_set_int_member (data, "test-images", self->dataset->n_images[OV_SPLIT_TEST]);
  json_object_set_object_member (object, "data", data);

  return object;
}

/**
 * ov_study_print:
 * @object: (transfer full): what was found
 *
 * Returns: (transfer full): the document, as lines
 */
char *
ov_study_print (JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (root, object);
  text = ov_json_print (root, TRUE);

  return g_strconcat (text, "\n", NULL);
}

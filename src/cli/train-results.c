/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-results.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "data-target.h"
#include "error.h"
#include "file-format.h"
#include "output.h"
#include "run-figure.h"
#include "template-sheet.h"

typedef enum
{
  RESULT_PLOT,
  RESULT_TEMPLATES,
  RESULT_WEIGHTS,
  N_RESULTS,
} Result;

/* The options as the user knows them, and what their files hold. */
static const struct
{
  const char *option;
  OvFileKind  kind;
} results[N_RESULTS] = {
  [RESULT_PLOT] = {"--plot", OV_FILE_PICTURE},
  [RESULT_TEMPLATES] = {"--templates", OV_FILE_PICTURE},
  [RESULT_WEIGHTS] = {"--save-weights", OV_FILE_WEIGHTS},
};

struct _OvTrainResults
{
  const OvTrainOptions *options;
  char                 *name;               /* NULL when the run has none */
  const char           *paths[N_RESULTS];   /* as in the options; NULL for what is not wanted */
  OvFileTarget         *targets[N_RESULTS]; /* once checked, of FIFOs: their readers wait */
};

/**
 * ov_train_results_free:
 * @self: (nullable): the results
 */
void
ov_train_results_free (OvTrainResults *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < N_RESULTS; i++)
    g_clear_pointer (&self->targets[i], ov_file_target_free);
  g_free (self->name);
  g_free (self);
}

static gboolean
find_target (OvTrainResults *self,
             Result          result,
             GError        **error)
{
  const char *path = self->paths[result];

  if (path == NULL)
    return TRUE;

  self->targets[result] = ov_file_target_new (path, error);
  if (self->targets[result] != NULL
      && ov_file_format_choose (results[result].kind, path, self->targets[result], NULL, error))
    return TRUE;

  g_prefix_error (error, "%s: ", results[result].option);

  return FALSE;
}

static gboolean
refuse (Result      result,
        const char *other,
        GError    **error)
{
  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: both are options or other names of places, such as --plot. */
               _("%s and %s would be the same file. Give each a name of its own."),
               results[result].option, other);

  return FALSE;
}

/* No result may end in another's place, nor in that of what is read or reported. Weights may end
 * where they came from: they have been read by then. */
static gboolean
check_places (const OvTrainResults *self,
              Result                result,
              GError              **error)
{
  const OvFileTarget *target = self->targets[result];
  const char *loaded = self->options->load_weights;
  const char *run = self->options->save_run != NULL ? self->options->save_run
                                                    : self->options->resume;

  if (target == NULL)
    return TRUE;

  for (guint i = 0; i < result; i++)
    if (self->targets[i] != NULL && ov_file_target_is_same (target, self->targets[i]))
      return refuse (result, results[i].option, error);

  if (ov_output_goes_to (target))
    return refuse (result, "--output", error);
  if (ov_file_target_is_open_file (target, STDOUT_FILENO))
    return refuse (result, _("the report on standard output"), error);
  if (ov_file_target_is_open_file (target, STDERR_FILENO))
    return refuse (result, _("the messages on standard error"), error);
  if (ov_data_target_is_read (target, self->options->data))
    return refuse (result, "--data", error);
  if (run != NULL && ov_file_target_is_path (target, run))
    return refuse (result, self->options->resume != NULL ? "--resume" : "--save-run", error);
  if (results[result].kind != OV_FILE_WEIGHTS && loaded != NULL
      && ov_file_target_is_path (target, loaded))
    return refuse (result, "--load-weights", error);

  return TRUE;
}

/**
 * ov_train_results_new:
 * @options: what is wanted; borrowed
 * @error: return location for an error
 *
 * A run can take hours: it is better to hear of a place that cannot be written, or of a format that
 * does not exist, before than after.
 *
 * Returns: (transfer full) (nullable): the results, or %NULL with an %OV_ERROR_FILE that names the
 *   option
 */
OvTrainResults *
ov_train_results_new (const OvTrainOptions *options,
                      GError              **error)
{
  g_autoptr (OvTrainResults) self = g_new0 (OvTrainResults, 1);

  g_return_val_if_fail (options != NULL, NULL);

  self->options = options;
  self->paths[RESULT_PLOT] = options->plot;
  self->paths[RESULT_TEMPLATES] = options->templates;
  self->paths[RESULT_WEIGHTS] = options->save_weights;

  for (guint i = 0; i < N_RESULTS; i++)
    if (!find_target (self, i, error) || !check_places (self, i, error))
      return NULL;

  /* A folder that is held open for hours could not be unmounted. */
  for (guint i = 0; i < N_RESULTS; i++)
    if (self->targets[i] != NULL && ov_file_target_is_plain (self->targets[i]))
      g_clear_pointer (&self->targets[i], ov_file_target_free);

  return g_steal_pointer (&self);
}

/**
 * ov_train_results_set_name:
 * @self: the results
 * @name: (nullable): the name of the run, which its chart says
 */
void
ov_train_results_set_name (OvTrainResults *self,
                           const char     *name)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  self->name = g_strdup (name);
}

/* The loss of a run that diverged spans so many powers of ten that a linear axis would show only
 * the last few epochs. */
static OvFigureStyle
make_style (const OvTrainResults *self,
            const OvHistory      *history)
{
  OvFigureStyle style = self->options->plot_figure.style;

  style.log_loss = ov_history_has_diverged (history);

  return style;
}

/* Nobody who has the picture has the weights that the run began with. */
static OvFigurePage
make_page (const OvTrainResults *self,
           const OvFigureClass *class,
           gconstpointer figure)
{
  OvFigurePage page = self->options->plot_page;

  page.figures[0] = (OvFigure) {class, figure};
  page.n = 1;
  page.is_silent = self->options->load_weights != NULL;

  return page;
}

static gboolean
write_plot (const OvTrainResults *self,
            OvDataset            *dataset,
            const OvRunRecord    *record,
            GError              **error)
{
  const OvRunFigure figure = {
    .content = self->options->plot_figure.content,
    .style = make_style (self, record->history),
    .run = record,
    .name = self->name,
    .slot = OV_SLOT_FIRST_FREE,
    .data_hash = ov_dataset_get_hash (dataset),
  };
  const OvFigurePage page = make_page (self, &ov_run_figure_class, &figure);

  return ov_figure_page_write (&page, self->paths[RESULT_PLOT], error);
}

static gboolean
write_templates (const OvTrainResults *self,
                 OvTrainer            *trainer,
                 OvDataset            *dataset,
                 const OvRunRecord    *record,
                 GError              **error)
{
  g_autoptr (OvTemplates) templates = g_new (OvTemplates, 1);
  const OvTemplateSheet sheet = {
    .templates = templates,
    .scale = OV_TEMPLATE_SCALE_SHARED,
    .dataset = dataset,
    .run = record,
    .name = self->name,
    .slot = OV_SLOT_FIRST_FREE,
  };
  const OvFigurePage page = make_page (self, &ov_template_sheet_class, &sheet);

  ov_trainer_get_templates (trainer, templates, NULL);
  if (ov_templates_are_finite (templates))
    return ov_figure_page_write (&page, self->paths[RESULT_TEMPLATES], error);

  g_set_error_literal (error, OV_ERROR, OV_ERROR_FILE,
                       _("There is no picture of the templates: with such large weights they are "
                         "not finite. A smaller learning rate would help."));

  return FALSE;
}

static gboolean
write_weights (const OvTrainResults *self,
               OvTrainer            *trainer,
               OvCheckpoint         *best,
               GError              **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->paths[RESULT_WEIGHTS]);

  if (best != NULL && !ov_trainer_restore_checkpoint (trainer, best, error))
    return FALSE;

  return ov_trainer_save_weights (trainer, file, error);
}

/**
 * ov_train_results_write:
 * @self: the results
 * @trainer: the run's trainer, at rest; its weights are finite
 * @dataset: what it was trained on
 * @record: what else it leaves; there may be no epochs
 * @best: (nullable): the state whose weights are saved, to which @trainer is then set back; %NULL
 *   for the weights at the end
 *
 * Writes what the run leaves behind. One place that cannot be written does not keep the other
 * results from being written.
 *
 * Returns: (transfer container) (element-type GError): what was not written and why
 */
GPtrArray *
ov_train_results_write (OvTrainResults    *self,
                        OvTrainer         *trainer,
                        OvDataset         *dataset,
                        const OvRunRecord *record,
                        OvCheckpoint      *best)
{
  GPtrArray *errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  g_return_val_if_fail (self != NULL, errors);

  for (guint i = 0; i < N_RESULTS; i++)
    {
      GError *error = NULL;
      gboolean written = TRUE;

      if (self->paths[i] == NULL)
        continue;

      if (i == RESULT_PLOT)
        written = write_plot (self, dataset, record, &error);
      else if (i == RESULT_TEMPLATES)
        written = write_templates (self, trainer, dataset, record, &error);
      else
        written = write_weights (self, trainer, best, &error);

      if (!written)
        {
          g_prefix_error (&error, "%s: ", results[i].option);
          g_ptr_array_add (errors, error);
        }
      /* Whoever waits for the end of a FIFO gets it now. */
      g_clear_pointer (&self->targets[i], ov_file_target_free);
    }

  return errors;
}

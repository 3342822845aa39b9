/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-command.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#include "data-choice.h"
#include "error.h"
#include "exit-status.h"
#include "help.h"
#include "interrupt.h"
#include "paper.h"
#include "progress-line.h"
#include "report.h"
#include "sharpness-trace.h"
#include "team.h"
#include "template-sheet.h"
#include "train-options.h"

/* One run and everything that it needs. */
typedef struct
{
  const OvTrainOptions *options;
  OvReport              report;
  OvTrainer            *trainer;
  OvHistory            *history;
  OvSharpnessTrace     *sharpness;
  OvTemplates          *templates; /* the newest finite ones; NULL before the first epoch */
  OvProgressLine       *progress;
} Session;

static void
session_clear (Session *self)
{
  g_clear_pointer (&self->report.dataset, ov_dataset_unref);
  g_clear_pointer (&self->trainer, ov_trainer_free);
  g_clear_pointer (&self->history, ov_history_free);
  g_clear_pointer (&self->sharpness, ov_sharpness_trace_free);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_clear_pointer (&self->progress, ov_progress_line_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static void
complain (const GError *error)
{
  g_printerr ("overshoot-cli: %s\n", error->message);
}

/* A run can take hours: better to hear of a place that cannot be written before than after. */
static gboolean
check_target (const char *path,
              GError    **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  if (path == NULL)
    return TRUE;

  folder = g_path_get_dirname (path);
  name = g_filename_display_name (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("“%s” is a folder; name a file in it to write to."), name);
      return FALSE;
    }

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) || g_access (folder, W_OK | X_OK) != 0)
    {
      g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                   _("“%s” cannot be written: its folder does not exist or is not yours to write "
                     "in; choose another place."), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
templates_are_finite (const OvTemplates *templates)
{
  for (guint i = 0; i < OV_N_CLASSES; i++)
    for (guint j = 0; j < OV_IMAGE_SIZE; j++)
      if (!isfinite (templates->values[i][j]))
        return FALSE;

  return TRUE;
}

/* A run that diverges ends with weights that are no picture any more, so the templates of each
 * epoch are kept until the next ones have proved to be finite. */
static void
keep_templates (Session *self)
{
  g_autoptr (OvTemplates) templates = g_new (OvTemplates, 1);

  ov_trainer_get_templates (self->trainer, templates);

  if (!templates_are_finite (templates))
    return;

  ov_templates_free (self->templates);
  self->templates = g_steal_pointer (&templates);
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  Session *self = user_data;

  ov_progress_line_show (self->progress, progress);

  return TRUE;
}

/* Measures before every so many epochs, if at all. */
static gboolean
measure_sharpness (Session      *self,
                   guint         epoch,
                   GCancellable *cancellable,
                   GError      **error)
{
  const OvSharpnessPoint *last = ov_sharpness_trace_get_last (self->sharpness);
  OvSharpness sharpness;
  OvSharpnessPoint point;

  if (ov_sharpness_unused (&self->options->recipe) != NULL
      || !ov_sharpness_is_due (self->options->sharpness, epoch, last))
    return TRUE;
  if (!ov_trainer_measure_sharpness (self->trainer, OV_SHARPNESS_IMAGES, OV_SHARPNESS_ITERATIONS,
                                     OV_SHARPNESS_TOLERANCE, &sharpness, cancellable, error))
    return FALSE;

  point = ov_sharpness_make_point (epoch, &sharpness);
  ov_sharpness_trace_add (self->sharpness, &point);

  return TRUE;
}

/* Runs the epochs of the recipe until one of the four ends is reached. @error is set only for
 * OV_OUTCOME_FAILED. */
static OvOutcome
run_epochs (Session      *self,
            GCancellable *cancellable,
            GError      **error)
{
  const guint n_epochs = self->options->recipe.epochs;

  if (!ov_report_begin (&self->report, error))
    return OV_OUTCOME_FAILED;

  for (guint i = 0; i < n_epochs; i++)
    {
      g_autoptr (GError) local_error = NULL;
      OvEpoch epoch;

      if (!measure_sharpness (self, i, cancellable, &local_error) ||
          !ov_trainer_run_epoch (self->trainer, &epoch, progress_cb, self, cancellable,
                                 &local_error))
        {
          if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return OV_OUTCOME_INTERRUPTED;

          g_propagate_error (error, g_steal_pointer (&local_error));
          return OV_OUTCOME_FAILED;
        }

      ov_history_append (self->history, &epoch);
      ov_progress_line_take_epoch (self->progress, &epoch);
      ov_progress_line_make_way (self->progress);

      if (!ov_report_epoch (&self->report, self->history, error))
        return OV_OUTCOME_FAILED;

      if (self->options->templates != NULL)
        keep_templates (self);

      if (ov_history_has_diverged (self->history))
        return OV_OUTCOME_DIVERGED;
    }

  return OV_OUTCOME_FINISHED;
}

/* The loss of a run that diverged spans so many powers of ten that a linear axis would show only
 * the last few epochs. */
static gboolean
write_plot (const Session *self,
            GError       **error)
{
  const OvPaper paper = {
    .content = OV_PAPER_BOTH,
    .log_y = ov_history_has_diverged (self->history),
    .run = {
      .recipe = &self->options->recipe,
      .history = self->history,
      .sharpness = {
        .epochs = ov_sharpness_trace_get_epochs (self->sharpness),
        .values = ov_sharpness_trace_get_values (self->sharpness),
        .n = ov_sharpness_trace_get_length (self->sharpness),
      },
    },
    .dataset_name = ov_dataset_get_name (self->report.dataset),
  };

  if (self->options->plot == NULL || ov_history_get_n_epochs (self->history) == 0)
    return TRUE;

  return ov_paper_write (&paper, self->options->plot, OV_PAPER_WIDTH, OV_PAPER_HEIGHT, 1.0, error);
}

static gboolean
write_templates (const Session *self,
                 GError       **error)
{
  const OvTemplateSheet sheet = {
    .templates = self->templates,
    .scale = OV_TEMPLATE_SCALE_SHARED,
    .dataset = self->report.dataset,
    .recipe = &self->options->recipe,
    .history = self->history,
  };

  if (self->templates == NULL)
    return TRUE;

  return ov_template_sheet_write (&sheet, self->options->templates, OV_TEMPLATE_SHEET_WIDTH,
                                  OV_TEMPLATE_SHEET_HEIGHT, 1.0, error);
}

static gboolean
write_weights (const Session *self,
               GError       **error)
{
  g_autoptr (GFile) file = NULL;

  if (self->options->save_weights == NULL)
    return TRUE;

  file = g_file_new_for_path (self->options->save_weights);

  return ov_trainer_save_weights (self->trainer, file, error);
}

/* Writes what the run leaves behind. One place that cannot be written does not keep the other
 * results from being written. */
static gboolean
write_results (const Session *self,
               OvOutcome      outcome,
               double         seconds)
{
  g_autoptr (GError) report_error = NULL;
  g_autoptr (GError) plot_error = NULL;
  g_autoptr (GError) templates_error = NULL;
  g_autoptr (GError) weights_error = NULL;

  if (!ov_report_end (&self->report, self->history, outcome, seconds, &report_error))
    complain (report_error);

  if (!write_plot (self, &plot_error))
    complain (plot_error);

  if (!write_templates (self, &templates_error))
    complain (templates_error);

  if (!write_weights (self, &weights_error))
    complain (weights_error);

  return report_error == NULL && plot_error == NULL && templates_error == NULL
         && weights_error == NULL;
}

static int
conclude (const Session *self,
          OvOutcome      outcome,
          int            signal_number)
{
  const guint n_epochs = ov_history_get_n_epochs (self->history);

  switch (outcome)
    {
    case OV_OUTCOME_FINISHED:
      return OV_EXIT_FINISHED;

    case OV_OUTCOME_DIVERGED:
      g_printerr (_("overshoot-cli: The run diverged in epoch %u: its loss grew beyond all bounds. "
                    "A smaller learning rate would help.\n"), n_epochs - 1);
      return OV_EXIT_DIVERGED;

    case OV_OUTCOME_INTERRUPTED:
      g_printerr (_("overshoot-cli: Interrupted after %u of %u epochs.\n"), n_epochs,
                  self->options->recipe.epochs);
      return OV_EXIT_SIGNAL + signal_number;

    case OV_OUTCOME_FAILED:
    default:
      return OV_EXIT_ERROR;
    }
}

static int
run_session (Session     *self,
             OvInterrupt *interrupt)
{
  GCancellable *cancellable = ov_interrupt_get_cancellable (interrupt);
  const gint64 start_time = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  OvOutcome outcome;
  double seconds;

  self->history = ov_history_new ();
  self->sharpness = ov_sharpness_trace_new ();
  self->report.sharpness = self->options->sharpness > 0 ? self->sharpness : NULL;
  self->progress = ov_progress_line_new (self->options->recipe.epochs);
  outcome = run_epochs (self, cancellable, &error);
  seconds = (double) (g_get_monotonic_time () - start_time) / G_USEC_PER_SEC;
  ov_progress_line_clear (self->progress);

  if (error != NULL)
    {
      complain (error);

      /* When standard output itself is the trouble, there is nowhere to end the report. */
      if (g_error_matches (error, OV_ERROR, OV_ERROR_FILE))
        return OV_EXIT_ERROR;
    }

  if (!write_results (self, outcome, seconds))
    return OV_EXIT_ERROR;

  return conclude (self, outcome, ov_interrupt_get_signal (interrupt));
}

static gboolean
load_weights (Session *self,
              GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (self->options->load_weights == NULL)
    return TRUE;

  file = g_file_new_for_path (self->options->load_weights);

  return ov_trainer_load_weights (self->trainer, file, error);
}

static void
preparation_cb (double   done,
                gpointer user_data)
{
  ov_progress_line_show_preparation (user_data, done);
}

/* Lets the trainer make exact steps. A cache that cannot be written is no reason to stop. */
static gboolean
prepare_exact_steps (Session      *self,
                     guint         n_threads,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (OvProgressLine) line = ov_progress_line_new (self->options->recipe.epochs);
  g_autoptr (OvQuadratic) quadratic = NULL;
  g_autoptr (GError) cache_error = NULL;

  if (!ov_quadratic_would_suit (self->report.dataset, &self->options->recipe))
    {
      g_printerr (_("overshoot-cli: --exact-steps has no effect. It is for the linear classifier "
                    "on full batches.\n"));
      return TRUE;
    }

  quadratic = ov_quadratic_prepare (self->report.dataset, n_threads, NULL, preparation_cb, line,
                                    NULL, &cache_error, cancellable, error);
  ov_progress_line_clear (line);
  if (cache_error != NULL)
    complain (cache_error);

  return quadratic != NULL && ov_trainer_set_quadratic (self->trainer, quadratic);
}

/* Loads the data and makes the trainer; either can take a second, and can be interrupted. */
static gboolean
prepare (Session      *self,
         GCancellable *cancellable,
         GError      **error)
{
  g_autofree char *note = NULL;
  guint n_threads;

  if (!check_target (self->options->plot, error) || !check_target (self->options->templates, error)
      || !check_target (self->options->save_weights, error))
    return FALSE;

  self->report.dataset = ov_data_choice_load (self->options->data, &note, cancellable, error);

  if (self->report.dataset == NULL)
    return FALSE;

  if (note != NULL)
    g_printerr ("overshoot-cli: %s\n", note);

  n_threads = self->options->n_threads > 0 ? self->options->n_threads : ov_team_default_size ();
  self->trainer = ov_trainer_new (&self->options->recipe, self->report.dataset, n_threads, error);
  if (self->trainer == NULL || !load_weights (self, error))
    return FALSE;

  return !self->options->exact_steps || prepare_exact_steps (self, n_threads, cancellable, error);
}

/**
 * ov_train_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "train"
 *
 * Does `overshoot-cli train`: trains, reports to standard output, writes the pictures asked for.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_train_command (int    argc,
                  char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainOptions) options = ov_train_options_parse (argc, argv, &error);
  g_autoptr (OvInterrupt) interrupt = NULL;
  g_auto (Session) session = { 0 };

  if (options == NULL)
    {
      complain (error);
      return OV_EXIT_USAGE;
    }

  if (options->help)
    {
      g_autofree char *text = ov_help_make_train ();

      g_print ("%s", text);
      return OV_EXIT_FINISHED;
    }

  for (gsize i = 0; options->notes[i] != NULL; i++)
    g_printerr ("overshoot-cli: %s\n", options->notes[i]);

  interrupt = ov_interrupt_new ();
  session.options = options;
  session.report.format = options->format;
  session.report.recipe = &options->recipe;

  if (prepare (&session, ov_interrupt_get_cancellable (interrupt), &error))
    return run_session (&session, interrupt);

  if (ov_interrupt_get_signal (interrupt) != 0)
    return OV_EXIT_SIGNAL + ov_interrupt_get_signal (interrupt);

  complain (error);

  return OV_EXIT_ERROR;
}

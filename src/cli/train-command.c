/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "train-command.h"

#include <glib/gi18n-lib.h>

#include "chosen-data.h"
#include "error.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "instrument.h"
#include "interrupt.h"
#include "machine.h"
#include "output.h"
#include "progress-line.h"
#include "report.h"
#include "run-file.h"
#include "sharpness.h"
#include "thread-pool.h"
#include "train-options.h"
#include "train-results.h"
#include "training-loop.h"

/* One run and everything that it needs. */
typedef struct
{
  OvTrainOptions   *options; /* whose recipe is that of the file when a run is resumed */
  OvReport          report;
  gboolean          is_report_lost; /* standard output cannot be written any more */
  OvDataset        *dataset;
  OvTrainer        *trainer;
  OvRunRecord      *record;
  OvTrainResults   *results;
  OvRunFile        *file;           /* that the run is saved into, or NULL */
  gboolean          has_complained; /* that it cannot be written */
  OvBestCheckpoint *best;           /* NULL when not asked for */
  OvProgressLine   *progress;
  GCancellable     *cancellable; /* borrowed */
} Session;

static void
session_clear (Session *self)
{
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->trainer, ov_trainer_free);
  g_clear_pointer (&self->record, ov_run_record_unref);
  g_clear_pointer (&self->results, ov_train_results_free);
  g_clear_pointer (&self->file, ov_run_file_free);
  g_clear_pointer (&self->best, ov_best_checkpoint_free);
  g_clear_pointer (&self->progress, ov_progress_line_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  Session *self = user_data;

  ov_progress_line_show (self->progress, progress);

  return TRUE;
}

/* Measures the sharpness every few epochs, if it was asked for. */
static gboolean
begin_epoch_cb (guint    epoch,
                gpointer user_data,
                GError **error)
{
  Session *self = user_data;
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (self->record->sharpness);
  OvSharpness sharpness;
  OvSharpnessPoint point;

  if (ov_sharpness_unused (&self->options->recipe) != NULL
      || !ov_sharpness_is_due (self->options->sharpness, epoch, last)
      || !ov_trainer_has_sharpness (self->trainer))
    return TRUE;
  if (!ov_trainer_measure_sharpness (self->trainer, OV_SHARPNESS_IMAGES, OV_SHARPNESS_ITERATIONS,
                                     OV_SHARPNESS_TOLERANCE, &sharpness, self->cancellable, error))
    return FALSE;

  point = ov_sharpness_make_point (epoch, &sharpness);
  ov_sharpness_history_add (self->record->sharpness, &point);

  return TRUE;
}

/* A run continues when it cannot be saved just now: there may be room again before it ends. */
static void
save_epoch (Session       *self,
            const OvEpoch *epoch)
{
  g_autoptr (GError) error = NULL;

  if (self->best != NULL)
    ov_best_checkpoint_note (self->best, self->trainer, epoch);
  if (self->file == NULL
      || ov_run_file_note_epoch (self->file, self->record, self->trainer, self->best, &error)
      || self->has_complained)
    return;

  ov_progress_line_make_way (self->progress);
  ov_output_complain ("--%s: %s", self->options->resume != NULL ? "resume" : "save-run",
                      error->message);
  self->has_complained = TRUE;
}

/* Reads the instruments every few epochs, if any were asked for; to the end also when the run is
 * interrupted, for a run that is resumed begins after the epoch. */
static gboolean
read_instruments (Session       *self,
                  const OvEpoch *epoch,
                  GError       **error)
{
  const OvInstrumentOptions *instruments = &self->options->instruments;

  return instruments->set == 0 || !ov_reading_is_due (instruments->interval, epoch->index)
         || ov_trainer_read_instruments (self->trainer, self->record->readings, NULL, error);
}

static gboolean
end_epoch_cb (const OvEpoch *epoch,
              gpointer       user_data,
              GError       **error)
{
  Session *self = user_data;

  ov_history_append (self->record->history, epoch);
  if (!read_instruments (self, epoch, error))
    return FALSE;
  save_epoch (self, epoch);
  ov_progress_line_take_epoch (self->progress, epoch);
  ov_progress_line_make_way (self->progress);
  self->is_report_lost = !ov_report_epoch (&self->report, error);

  return !self->is_report_lost;
}

/* Writes what comes before the epochs, and those that were made before. */
static gboolean
begin_report (Session *self,
              GError **error)
{
  g_autoptr (OvRunRecord) shown = NULL;
  OvReport report = self->report;

  if (!ov_report_begin (&self->report, error))
    return FALSE;

  shown = ov_run_record_new (&self->record->recipe, self->dataset, self->record->n_threads);
  report.record = shown;
  for (guint i = 0; i < ov_history_get_n_epochs (self->record->history); i++)
    {
      const OvSharpnessPoint *point = ov_sharpness_history_find (self->record->sharpness, i);

      if (point != NULL)
        ov_sharpness_history_add (shown->sharpness, point);
      for (guint j = 0; ov_instruments[j] != NULL; j++)
        {
          const OvInstrumentReading *reading = ov_readings_find (self->record->readings, i, j);

          if (reading != NULL)
            ov_readings_add (shown->readings, reading);
        }
      ov_history_append (shown->history, ov_history_get_epoch (self->record->history, i));
      if (!ov_report_epoch (&report, error))
        return FALSE;
    }

  return TRUE;
}

/* Runs the epochs of the recipe. @error is set only for OV_OUTCOME_FAILED. */
static OvOutcome
run_epochs (Session *self,
            GError **error)
{
  const OvTrainingLoop loop = {begin_epoch_cb, progress_cb, end_epoch_cb, self};

  self->is_report_lost = !begin_report (self, error);
  if (self->is_report_lost)
    return OV_OUTCOME_FAILED;

  return ov_training_loop_run (&loop, self->trainer, ov_history_get_first (self->record->history),
                               self->options->recipe.epochs, self->cancellable, error);
}

/* Weights that are not finite are worthless: the results are about the last that were, and a
 * message says so. */
static void
restore_finite_weights (const Session *self)
{
  guint n_epochs;

  if (!ov_trainer_restore_finite (self->trainer, &n_epochs))
    return;

  if (self->options->save_weights != NULL || self->options->templates != NULL)
    ov_output_complain (_("The weights are no longer finite; the results are made with those from "
                          "before epoch %u."),
                        n_epochs);
}

/* Writes the rest of the run into its file. */
static gboolean
save_end (const Session *self,
          GError       **error)
{
  if (self->file == NULL
      || ov_run_file_end (self->file, self->record, self->trainer, self->best, error))
    return TRUE;

  g_prefix_error (error, "--%s: ", self->options->resume != NULL ? "resume" : "save-run");

  return FALSE;
}

/* Finds the state after the best epoch, when its weights are wanted: among the epochs of now or in
 * the file. Without epochs there is none. */
static gboolean
find_best (const Session *self,
           OvCheckpoint **best,
           GError       **error)
{
  const OvEpoch *epoch = ov_history_get_best (self->record->history, OV_EPOCH_TEST_ACCURACY);

  *best = NULL;
  if (!self->options->saves_best || epoch == NULL)
    return TRUE;

  *best = ov_best_checkpoint_get (self->best);
  if (*best != NULL)
    ov_checkpoint_ref (*best);
  else
    *best = ov_run_file_load (self->file, epoch->index + 1, error);

  return *best != NULL;
}

/* Writes the rest of the report, and what the run leaves behind. Returns an exit status. */
static int
write_results (const Session *self,
               double         seconds)
{
  g_autoptr (OvCheckpoint) best = NULL;
  g_autoptr (GError) file_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  int status = OV_EXIT_FINISHED;

  if (!self->is_report_lost && !ov_report_end (&self->report, seconds, &error))
    status = ov_output_fail (error);

  if (!save_end (self, &file_error) || !find_best (self, &best, &file_error))
    {
      ov_output_complain ("%s", file_error->message);
      status = OV_EXIT_ERROR;
    }

  restore_finite_weights (self);
  errors = ov_train_results_write (self->results, self->trainer, self->dataset, self->record,
                                   best);
  for (guint i = 0; i < errors->len; i++)
    {
      const GError *failure = g_ptr_array_index (errors, i);

      ov_output_complain ("%s", failure->message);
    }

  return errors->len == 0 ? status : OV_EXIT_ERROR;
}

static int
conclude (const Session *self,
          int            signal_number)
{
  const guint n_epochs = ov_history_get_n_epochs (self->record->history);

  switch (self->record->outcome)
    {
    case OV_OUTCOME_FINISHED:
      return OV_EXIT_FINISHED;

    case OV_OUTCOME_DIVERGED:
      ov_output_complain (_("The run diverged in epoch %u: its loss grew without bound. "
                            "A smaller learning rate would help."),
                          n_epochs - 1);
      return OV_EXIT_DIVERGED;

    case OV_OUTCOME_CANCELLED:
      ov_output_complain (_("Interrupted after %u of %u epochs."), n_epochs,
                          self->options->recipe.epochs);
      return OV_EXIT_SIGNAL + signal_number;

    case OV_OUTCOME_NONE:
    case OV_OUTCOME_FAILED:
    default:
      return OV_EXIT_ERROR;
    }
}

static int
run_session (Session     *self,
             OvInterrupt *interrupt)
{
  const gint64 start_time = g_get_monotonic_time ();
  double seconds;
  int results_status;
  int status = OV_EXIT_FINISHED;

  ov_interrupt_set_patient (interrupt);
  self->cancellable = ov_interrupt_get_cancellable (interrupt);
  self->progress = ov_progress_line_new (self->options->recipe.epochs);
  self->record->outcome = run_epochs (self, &self->record->error);
  seconds = (double) (g_get_monotonic_time () - start_time) / G_USEC_PER_SEC;
  ov_progress_line_clear (self->progress);

  if (self->record->error != NULL)
    status = ov_output_fail (self->record->error);

  results_status = write_results (self, seconds);
  if (results_status != OV_EXIT_FINISHED)
    return results_status;
  if (status != OV_EXIT_FINISHED)
    return status;

  return conclude (self, ov_interrupt_get_signal (interrupt));
}

/* Opens the file that the run is saved into. A resumed run has its recipe from there. */
static gboolean
open_file (Session *self,
           GError **error)
{
  OvTrainOptions *options = self->options;
  const guint epochs = options->recipe.epochs;

  if (options->save_run != NULL)
    self->file = ov_run_file_create (options->save_run, options->checkpoint_every, error);
  else if (options->resume != NULL)
    self->file = ov_run_file_resume (options->resume, options->checkpoint_every, error);
  else
    return TRUE;
  if (self->file == NULL)
    return FALSE;
  if (options->resume == NULL)
    return TRUE;

  if (options->has_epochs && !ov_run_file_set_epochs (self->file, epochs, error))
    return FALSE;
  options->recipe = *ov_run_file_get_recipe (self->file);

  return TRUE;
}

/* Whether the run continues by exact steps, which it then has to do. */
static gboolean
wants_exact_steps (Session *self)
{
  OvCheckpoint *checkpoint = self->file != NULL ? ov_run_file_get_checkpoint (self->file) : NULL;

  if (checkpoint == NULL)
    return self->options->exact_steps;

  return ov_checkpoint_get_exact_from (checkpoint) != OV_EPOCH_NEVER;
}

/* Begins the run in its file, or resumes it where it was left. */
static gboolean
begin_run (Session *self,
           GError **error)
{
  const OvEpoch *best;

  if (self->file == NULL)
    self->record->exact_from = ov_trainer_get_exact_from (self->trainer);
  else if (!ov_run_file_begin (self->file, self->record, self->dataset, self->trainer, error))
    return FALSE;

  best = ov_history_get_best (self->record->history, OV_EPOCH_TEST_ACCURACY);
  if (self->file != NULL || self->options->saves_best)
    self->best = ov_best_checkpoint_new (best != NULL ? best->test_accuracy : -1.0);
  ov_trainer_set_instruments (self->trainer, self->options->instruments.set);

  return TRUE;
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

/* Lets the trainer make exact steps, if it can. */
static gboolean
prepare_exact_steps (Session      *self,
                     guint         n_threads,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (OvQuadratic) quadratic = NULL;

  if (!ov_quadratic_would_suit (self->dataset, &self->options->recipe))
    {
      ov_output_complain (_("--exact-steps has no effect. It is for the linear classifier on full "
                            "batches, by gradient descent or Nesterov momentum."));
      return TRUE;
    }

  quadratic = ov_exact_steps_prepare (self->dataset, n_threads, cancellable, error);

  return quadratic != NULL && ov_trainer_set_quadratic (self->trainer, quadratic);
}

/* An empty name comes from a script's variable that nobody has set. */
static gboolean
check_name (const char *option,
            const char *name,
            GError    **error)
{
  if (name == NULL || *name != '\0')
    return TRUE;

  g_set_error (error, OV_ERROR, OV_ERROR_FILE,
               /* Translators: %s is an option, such as --data. */
               _("%s: The name is empty. Give one, or leave the option out."), option);

  return FALSE;
}

/* Loads the data and makes the trainer; either can take a second, and can be interrupted. */
static gboolean
prepare (Session      *self,
         GCancellable *cancellable,
         GError      **error)
{
  const char *fault;
  guint n_threads;

  if (!check_name ("--data", self->options->data, error)
      || !check_name ("--load-weights", self->options->load_weights, error)
      || !check_name ("--save-run", self->options->save_run, error)
      || !check_name ("--resume", self->options->resume, error))
    return FALSE;

  self->results = ov_train_results_new (self->options, error);
  if (self->results == NULL || !open_file (self, error))
    return FALSE;
  self->dataset = ov_chosen_data_load (self->options->data, NULL, cancellable, error);
  if (self->dataset == NULL)
    return FALSE;
  if (self->file != NULL)
    ov_train_results_set_name (self->results, ov_run_file_get_name (self->file));

  fault = ov_machine_find_fault (&self->options->recipe);
  if (fault != NULL)
    ov_output_complain ("%s", fault);

  n_threads = self->options->n_threads;
  if (n_threads == 0)
    n_threads = ov_thread_pool_default_size ();
  self->record = ov_run_record_new (&self->options->recipe, self->dataset, n_threads);
  self->report.record = self->record;
  self->report.dataset = self->dataset;
  self->trainer = ov_trainer_new (&self->options->recipe, self->dataset, n_threads, error);
  if (self->trainer == NULL || !load_weights (self, error))
    return FALSE;

  return (!wants_exact_steps (self)
          || prepare_exact_steps (self, n_threads, cancellable, error))
         && begin_run (self, error);
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
  g_auto (Session) session = {0};

  if (options == NULL)
    return ov_output_refuse (error);

  if (options->help)
    return ov_output_help ("train");

  for (gsize i = 0; options->notes[i] != NULL; i++)
    ov_output_complain ("%s", options->notes[i]);

  interrupt = ov_interrupt_new ();
  session.options = options;
  session.report.format = options->format;
  session.report.has_sharpness = options->sharpness > 0;
  session.report.instruments = options->instruments.set;

  if (prepare (&session, ov_interrupt_get_cancellable (interrupt), &error))
    return run_session (&session, interrupt);

  if (ov_interrupt_get_signal (interrupt) != 0)
    {
      ov_output_complain (_("Interrupted before the first epoch; nothing is written."));
      return OV_EXIT_SIGNAL + ov_interrupt_get_signal (interrupt);
    }

  ov_output_complain ("%s", error->message);

  return OV_EXIT_ERROR;
}

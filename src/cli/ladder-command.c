/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ladder-command.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "exact-steps.h"
#include "exit-status.h"
#include "forecast-job.h"
#include "ladder-report.h"
#include "model.h"
#include "number.h"
#include "output.h"
#include "parameter.h"
#include "progress-line.h"
#include "recipe-options.h"
#include "sweep-figure.h"

/* How far the range reaches below the recipe's rate and above it, and how many rates it has, as in
 * the window. */
#define BELOW 100.0
#define ABOVE 10.0
#define DEFAULT_TRIALS 7
#define RANGE_DIGITS 3

/* A ladder that is being climbed. */
typedef struct
{
  OvStudy         study;
  double          from;
  double          to;
  guint           n_trials;
  OvRateSweep    *sweep;
  OvProgressLine *line;
  GMainLoop      *loop;
} Ladder;

static void
ladder_clear (Ladder *self)
{
  g_clear_pointer (&self->line, ov_progress_line_free);
  g_clear_object (&self->sweep);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  ov_study_clear (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ladder, ladder_clear)

/* Leaves the rate as it is when the option was not given. */
static gboolean
parse_rate (GHashTable *texts,
            const char *option,
            double     *rate,
            GError    **error)
{
  const char *text = g_hash_table_lookup (texts, option);

  if (text == NULL || ov_parameter_parse (ov_parameter_find ("learning-rate"), text, rate, error))
    return TRUE;

  g_prefix_error (error, "--%s: ", option);

  return FALSE;
}

/* The options that only a ladder has. The range follows the recipe's rate unless it is given, and
 * the epochs are few unless they are. */
static gboolean
parse (Ladder  *self,
       GError **error)
{
  const OvParameter *parameter = ov_parameter_find ("learning-rate");
  GHashTable *texts = self->study.texts;
  OvRecipe *recipe = &self->study.recipe;

  self->n_trials = DEFAULT_TRIALS;
  self->from = MAX (ov_number_round (recipe->learning_rate / BELOW, RANGE_DIGITS),
                    parameter->minimum);
  self->to = MIN (ov_number_round (recipe->learning_rate * ABOVE, RANGE_DIGITS),
                  parameter->maximum);
  if (!g_hash_table_contains (texts, "epochs"))
    recipe->epochs = CLAMP (recipe->epochs, 1, recipe->model->most_trial_epochs);

  if (!parse_rate (texts, "from", &self->from, error) || !parse_rate (texts, "to", &self->to, error)
      || !ov_count_option_parse (texts, "trials", OV_RATE_SWEEP_FEWEST, OV_RATE_SWEEP_MOST,
                                 &self->n_trials, error))
    return FALSE;
  if (!(self->to > self->from))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("--to: The range is empty. Let it end with a higher learning rate "
                             "than it begins with."));
      return FALSE;
    }
  if (g_hash_table_contains (texts, "forecast") && g_hash_table_contains (texts, "accuracy"))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("--accuracy: A forecast has no accuracies. Leave --accuracy or "
                             "--forecast out."));
      return FALSE;
    }
  if (g_hash_table_contains (texts, "forecast")
      && (!ov_quadratic_would_suit (NULL, recipe) || recipe->epochs < 1
          || recipe->epochs > OV_FORECAST_MOST_EPOCHS))
    {
      g_set_error (error, OV_ERROR, OV_ERROR_RECIPE,
                   _("--forecast: Only the linear classifier can be forecast, by gradient "
                     "descent or Nesterov momentum on full batches and pixels from 0 to 1, for 1 "
                     "to %u epochs. Leave --forecast out."),
                   (guint) OV_FORECAST_MOST_EPOCHS);
      return FALSE;
    }

  return TRUE;
}

static void
trial_changed_cb (OvRateSweep *sweep,
                  guint        trial,
                  Ladder      *self)
{
  g_autofree char *what =
    g_strdup_printf (_("rate %u of %u"), trial + 1, ov_rate_sweep_get_n_trials (sweep));

  ov_progress_line_show_share (self->line, what, ov_rate_sweep_get_progress (sweep));
}

static void
state_changed_cb (OvRateSweep *sweep,
                  Ladder      *self)
{
  if (!ov_rate_sweep_is_running (sweep))
    g_main_loop_quit (self->loop);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ov_rate_sweep_stop (user_data);

  return G_SOURCE_REMOVE;
}

/* Runs all trials, or as many as a signal leaves time for. */
static gboolean
climb (Ladder  *self,
       GError **error)
{
  OvInterrupt *interrupt = self->study.interrupt;
  g_autoptr (GSource) source =
    g_cancellable_source_new (ov_interrupt_get_cancellable (interrupt));
  const GError *failure;

  self->loop = g_main_loop_new (NULL, FALSE);
  self->line = ov_progress_line_new (self->study.recipe.epochs);
  self->sweep = ov_rate_sweep_new (self->study.n_threads);
  ov_rate_sweep_set_dataset (self->sweep, self->study.dataset);
  if (g_hash_table_contains (self->study.texts, "forecast"))
    {
      g_autoptr (OvQuadratic) quadratic =
        ov_exact_steps_prepare (self->study.dataset, self->study.n_threads,
                                ov_interrupt_get_cancellable (interrupt), error);

      if (quadratic == NULL)
        return FALSE;
      ov_rate_sweep_set_quadratic (self->sweep, quadratic);
    }

  if (!ov_rate_sweep_start (self->sweep, &self->study.recipe, self->from, self->to,
                            self->n_trials, error))
    return FALSE;

  ov_interrupt_set_patient (interrupt);
  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), self->sweep, NULL);
  g_source_attach (source, NULL);
  g_signal_connect (self->sweep, "trial-changed", G_CALLBACK (trial_changed_cb), self);
  g_signal_connect (self->sweep, "state-changed", G_CALLBACK (state_changed_cb), self);
  if (ov_rate_sweep_is_running (self->sweep))
    g_main_loop_run (self->loop);
  g_source_destroy (source);
  ov_progress_line_clear (self->line);

  failure = ov_rate_sweep_get_error (self->sweep);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (failure));

  return FALSE;
}

/* Writes what there is. */
static int
report (Ladder *self)
{
  const guint n = ov_rate_sweep_get_n_trials (self->sweep);
  const int number = ov_interrupt_get_signal (self->study.interrupt);
  g_autofree OvTrialCurve *curves = g_new (OvTrialCurve, n);
  g_autofree char *text = ov_ladder_report_make (&self->study, self->sweep);
  OvSweepFigure figure = {
    .trials = {
      .quantity = g_hash_table_contains (self->study.texts, "accuracy") ? OV_QUANTITY_ACCURACY
                                                                        : OV_QUANTITY_LOSS,
      .recipe = &self->study.recipe,
      .trials = curves,
      .n = n,
      .is_forecast = ov_rate_sweep_is_forecast (self->sweep),
    },
    .overlay = g_hash_table_contains (self->study.texts, "overlay"),
    .dataset_name = self->study.dataset->name,
    .data_hash = self->study.plot != NULL ? ov_dataset_get_hash (self->study.dataset) : NULL,
  };
  int status;

  for (guint i = 0; i < n; i++)
    {
      const OvTrial *trial = ov_rate_sweep_get_trial (self->sweep, i);

      curves[i] = (OvTrialCurve) {trial->recipe.learning_rate, ov_trial_get_history (trial)};
    }

  status = ov_study_finish (&self->study, text, &ov_sweep_figure_class, &figure);
  if (number == 0 || status != OV_EXIT_FINISHED)
    return status;

  ov_output_complain (_("Interrupted; the rest of the rates was not run."));

  return OV_EXIT_SIGNAL + number;
}

/**
 * ov_ladder_command:
 * @argc: number of words
 * @argv: the words after the program's name, the first being "ladder"
 *
 * Does `overshoot-cli ladder`: one recipe at a range of learning rates, as on the window's page.
 *
 * Returns: an #OvExitStatus, or the exit status of a signal
 */
int
ov_ladder_command (int    argc,
                   char **argv)
{
  g_auto (Ladder) ladder = {0};
  g_autoptr (GError) error = NULL;
  int status;

  if (!ov_study_parse (&ladder.study, "ladder", argc, argv, &status))
    return status;
  if (!parse (&ladder, &error))
    return ov_output_refuse (error);
  if (!ov_study_load (&ladder.study, &status))
    return status;
  if (!climb (&ladder, &error))
    return ov_study_fail (&ladder.study, error);

  return report (&ladder);
}

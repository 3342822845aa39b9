/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rate-sweep-private.h"

#include <glib/gi18n-lib.h>

#include "error.h"
#include "parameter.h"

enum
{
  TRIAL_CHANGED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * OvRateSweep:
 *
 * One recipe at several learning rates, from one seed: the trials. They run one after the other,
 * each on all the processors, so that a sweep takes as long as its runs do. Where the data's
 * quadratic form is known and suits the recipe, the losses are forecast instead, in milliseconds.
 * It lives on the thread that made it; none of its functions waits.
 */
G_DEFINE_FINAL_TYPE (OvRateSweep, ov_rate_sweep, G_TYPE_OBJECT)

static OvTrial *
get_trial (OvRateSweep *self,
           guint        trial)
{
  return &g_array_index (self->trials, OvTrial, trial);
}

/* Gives up what is running, without waiting for it to say so. */
static void
drop_work (OvRateSweep *self)
{
  self->generation++;
  g_clear_pointer (&self->forecast_job, ov_job_abandon);
  g_signal_group_set_target (self->run_signals, NULL);
}

static void
ov_rate_sweep_dispose (GObject *object)
{
  OvRateSweep *self = OV_RATE_SWEEP (object);

  drop_work (self);
  g_array_set_size (self->trials, 0);
  g_clear_pointer (&self->dataset, ov_dataset_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_rate_sweep_parent_class)->dispose (object);
}

static void
ov_rate_sweep_finalize (GObject *object)
{
  OvRateSweep *self = OV_RATE_SWEEP (object);

  g_array_unref (self->trials);
  g_object_unref (self->run_signals);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ov_rate_sweep_parent_class)->finalize (object);
}

static void
ov_rate_sweep_class_init (OvRateSweepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ov_rate_sweep_dispose;
  object_class->finalize = ov_rate_sweep_finalize;

  /**
   * OvRateSweep::trial-changed:
   * @self: the sweep
   * @trial: the trial that has a new state, more epochs, or has got further within one
   */
  signals[TRIAL_CHANGED] = g_signal_new ("trial-changed", OV_TYPE_RATE_SWEEP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * OvRateSweep::state-changed:
   * @self: the sweep
   *
   * It has begun, with other trials, or it has ended, or its trials are gone.
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", OV_TYPE_RATE_SWEEP, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
finish (OvRateSweep *self)
{
  drop_work (self);
  self->is_running = FALSE;
  self->is_stopping = FALSE;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
tell_current (OvRateSweep *self)
{
  g_signal_emit (self, signals[TRIAL_CHANGED], 0, self->current);
}

static void begin_next (OvRateSweep *self);

static void
run_state_changed_cb (OvRun       *run,
                      OvRateSweep *self)
{
  G_GNUC_UNUSED g_autoptr (OvRateSweep) guard = g_object_ref (self);
  OvTrial *trial = get_trial (self, self->current);
  const guint generation = self->generation;

  trial->state = ov_run_get_state (run);
  trial->outcome = ov_run_get_outcome (run);
  if (trial->outcome == OV_OUTCOME_FAILED && self->error == NULL)
    self->error = g_error_copy (ov_run_get_record (run)->error);
  tell_current (self);

  if (self->generation != generation || !ov_run_has_ended (run))
    return;

  ov_run_drop_snapshot (run);
  self->current++;

  /* What fails once would fail on every trial. */
  if (self->is_stopping || self->error != NULL || self->current == self->trials->len)
    finish (self);
  else
    begin_next (self);
}

static void
ov_rate_sweep_init (OvRateSweep *self)
{
  self->is_forecasting = TRUE;
  self->trials = g_array_new (FALSE, TRUE, sizeof (OvTrial));
  g_array_set_clear_func (self->trials, (GDestroyNotify) ov_trial_clear);

  self->run_signals = g_signal_group_new (OV_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "epochs-added", G_CALLBACK (tell_current),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "progress-changed", G_CALLBACK (tell_current),
                                  self);
  g_signal_group_connect (self->run_signals, "state-changed", G_CALLBACK (run_state_changed_cb),
                          self);
}

/**
 * ov_rate_sweep_new:
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a sweep without data and without trials
 */
OvRateSweep *
ov_rate_sweep_new (guint n_threads)
{
  OvRateSweep *self;

  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_object_new (OV_TYPE_RATE_SWEEP, NULL);
  self->n_threads = n_threads;

  return self;
}

static void
begin_next (OvRateSweep *self)
{
  OvTrial *trial = get_trial (self, self->current);

  trial->run = ov_run_new (&trial->recipe, self->dataset, self->n_threads);
  ov_run_set_quadratic (trial->run, self->quadratic);
  g_signal_group_set_target (self->run_signals, trial->run);
  ov_run_start (trial->run);
}

static void
forecast_cb (GPtrArray *results,
             gboolean   has_ended,
             gpointer   user_data)
{
  g_autoptr (OvRateSweep) self = g_object_ref (user_data);
  const guint generation = self->generation;

  for (guint i = 0; i < results->len; i++)
    {
      ov_trial_forecast (get_trial (self, self->current),
                         ov_forecast_result_make_history (g_ptr_array_index (results, i)));
      tell_current (self);
      if (self->generation != generation)
        return;
      self->current++;
    }

  if (has_ended)
    finish (self);
}

static gboolean
can_forecast (OvRateSweep *self)
{
  const OvRecipe *recipe = &get_trial (self, 0)->recipe;

  return self->is_forecasting && self->quadratic != NULL && recipe->epochs > 0
         && recipe->epochs <= OV_FORECAST_MOST_EPOCHS
         && ov_quadratic_suits (self->quadratic, recipe);
}

static void
begin_forecasting (OvRateSweep *self)
{
  g_autofree OvRecipe *recipes = g_new (OvRecipe, self->trials->len);
  g_autoptr (OvForecast) forecast = ov_forecast_new (self->quadratic);

  for (guint i = 0; i < self->trials->len; i++)
    recipes[i] = get_trial (self, i)->recipe;
  self->forecast_job =
    ov_forecast_job_start (forecast, recipes, self->trials->len, forecast_cb, self);
}

/* What is being run is forecast from now on: that is done sooner. */
static void
turn_to_forecasting (OvRateSweep *self)
{
  drop_work (self);
  for (guint i = 0; i < self->trials->len; i++)
    {
      OvTrial *trial = get_trial (self, i);

      g_clear_object (&trial->run);
      trial->state = OV_RUN_IDLE;
      trial->outcome = OV_OUTCOME_NONE;
    }

  self->current = 0;
  self->is_forecast = TRUE;
  begin_forecasting (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static gboolean
make_trials (OvRateSweep    *self,
             const OvRecipe *recipe,
             double          from,
             double          to,
             guint           n_trials,
             GError        **error)
{
  const OvParameter *parameter = ov_parameter_find ("learning-rate");
  g_autoptr (GArray) trials = g_array_new (FALSE, TRUE, sizeof (OvTrial));

  g_array_set_clear_func (trials, (GDestroyNotify) ov_trial_clear);
  for (guint i = 0; i < n_trials; i++)
    {
      OvTrial trial = {.recipe = *recipe, .state = OV_RUN_IDLE};

      if (!ov_parameter_set (parameter, &trial.recipe,
                             ov_trial_choose_rate (from, to, n_trials, i), error)
          || !ov_recipe_validate (&trial.recipe, error))
        return FALSE;

      trial.history = ov_history_new ();
      g_array_append_val (trials, trial);
    }

  drop_work (self);
  g_array_unref (self->trials);
  self->trials = g_steal_pointer (&trials);

  return TRUE;
}

/**
 * ov_rate_sweep_start:
 * @self: a sweep that has data and is not running
 * @recipe: what the trials have in common; copied
 * @from: the learning rate of the lowest trial
 * @to: that of the highest one, above @from
 * @n_trials: how many trials, from %OV_RATE_SWEEP_FEWEST to %OV_RATE_SWEEP_MOST
 * @error: (out) (optional): return location for an error
 *
 * Replaces the trials and begins with the lowest.
 *
 * Returns: %TRUE, or %FALSE with @error set to an %OV_ERROR_RECIPE and the trials as they were,
 *   when the range cannot be run
 */
gboolean
ov_rate_sweep_start (OvRateSweep    *self,
                     const OvRecipe *recipe,
                     double          from,
                     double          to,
                     guint           n_trials,
                     GError        **error)
{
  guint generation;

  g_return_val_if_fail (OV_IS_RATE_SWEEP (self), FALSE);
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (n_trials >= OV_RATE_SWEEP_FEWEST && n_trials <= OV_RATE_SWEEP_MOST, FALSE);
  g_return_val_if_fail (self->dataset != NULL && !self->is_running, FALSE);

  if (!(to > from))
    {
      g_set_error_literal (error, OV_ERROR, OV_ERROR_RECIPE,
                           _("The range is empty. Let it end with a higher learning rate than it "
                             "begins with."));
      return FALSE;
    }
  if (!make_trials (self, recipe, from, to, n_trials, error))
    return FALSE;

  g_clear_error (&self->error);
  self->current = 0;
  self->is_running = TRUE;
  self->is_forecast = can_forecast (self);
  generation = self->generation;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  if (self->generation != generation)
    return TRUE;

  if (self->is_forecast)
    begin_forecasting (self);
  else
    begin_next (self);

  return TRUE;
}

/**
 * ov_rate_sweep_stop:
 * @self: a sweep
 *
 * Tells it to end. Returns at once; the state changes when the running run has ended. What
 * there is of the trials stays.
 */
void
ov_rate_sweep_stop (OvRateSweep *self)
{
  g_return_if_fail (OV_IS_RATE_SWEEP (self));

  if (!self->is_running)
    return;

  self->is_stopping = TRUE;
  if (get_trial (self, self->current)->run != NULL)
    ov_run_cancel (get_trial (self, self->current)->run);
  else
    finish (self);
}

/**
 * ov_rate_sweep_clear:
 * @self: a sweep
 *
 * Ends it at once and takes its trials away.
 */
void
ov_rate_sweep_clear (OvRateSweep *self)
{
  g_return_if_fail (OV_IS_RATE_SWEEP (self));

  drop_work (self);
  g_array_set_size (self->trials, 0);
  g_clear_error (&self->error);
  finish (self);
}

/**
 * ov_rate_sweep_set_dataset:
 * @self: a sweep
 * @dataset: (nullable): what the trials to come are trained on; referenced
 *
 * Replaces the data. The trials of other data are cleared.
 */
void
ov_rate_sweep_set_dataset (OvRateSweep *self,
                           OvDataset   *dataset)
{
  g_return_if_fail (OV_IS_RATE_SWEEP (self));

  if (dataset == self->dataset)
    return;

  g_clear_pointer (&self->dataset, ov_dataset_unref);
  if (dataset != NULL)
    self->dataset = ov_dataset_ref (dataset);
  ov_rate_sweep_clear (self);
}

/**
 * ov_rate_sweep_set_quadratic:
 * @self: a sweep
 * @quadratic: (nullable): the quadratic form of the sweep's data; referenced
 *
 * Makes use of what is known about the data where it suits the recipe: also for a running sweep.
 */
void
ov_rate_sweep_set_quadratic (OvRateSweep *self,
                             OvQuadratic *quadratic)
{
  g_return_if_fail (OV_IS_RATE_SWEEP (self));

  if (quadratic != NULL)
    ov_quadratic_ref (quadratic);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  self->quadratic = quadratic;

  if (self->is_running && !self->is_stopping && !self->is_forecast && can_forecast (self))
    turn_to_forecasting (self);
}

/**
 * ov_rate_sweep_set_forecasting:
 * @self: a sweep
 * @is_forecasting: whether the next sweep's losses are forecast where they can be, as at first;
 *   otherwise every trial is run, and its accuracies are known too
 */
void
ov_rate_sweep_set_forecasting (OvRateSweep *self,
                               gboolean     is_forecasting)
{
  g_return_if_fail (OV_IS_RATE_SWEEP (self));

  self->is_forecasting = is_forecasting;
}

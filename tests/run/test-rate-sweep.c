/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rate-sweep.h"

#include <math.h>

#include "error.h"
#include "quadratic-fixture.h"
#include "run-witness.h"
#include "trial.h"

/* Of the data that all ladders run on. */
static OvQuadratic *quadratic;

/* Watches a sweep: the trials take turns, and only the one whose turn it is changes. */
typedef struct
{
  OvRateSweep *sweep;
  guint        n_changes;
  guint        n_states;
  guint        highest;
} Watch;

static const OvHistory *
get_history (OvRateSweep *sweep,
             guint        trial)
{
  return ov_trial_get_history (ov_rate_sweep_get_trial (sweep, trial));
}

static void
trial_changed_cb (OvRateSweep *sweep, guint trial, Watch *watch)
{
  guint n_running = 0;

  g_assert_cmpuint (trial, <, ov_rate_sweep_get_n_trials (sweep));
  g_assert_cmpuint (trial, >=, watch->highest);
  watch->highest = trial;
  watch->n_changes++;
  for (guint i = 0; i < ov_rate_sweep_get_n_trials (sweep); i++)
    {
      n_running += ov_rate_sweep_get_trial (sweep, i)->state == OV_RUN_RUNNING;
      if (i > trial)
        g_assert_cmpint (ov_rate_sweep_get_trial (sweep, i)->state, ==, OV_RUN_IDLE);
    }
  g_assert_cmpuint (n_running, <=, 1);
}

static void
state_changed_cb (OvRateSweep *sweep, Watch *watch)
{
  watch->n_states++;
  watch->highest = 0;
}

static void
watch_init (Watch *watch)
{
  *watch = (Watch) {.sweep = ov_rate_sweep_new (2)};
  ov_rate_sweep_set_dataset (watch->sweep, witness_get_dataset ());
  g_signal_connect (watch->sweep, "trial-changed", G_CALLBACK (trial_changed_cb), watch);
  g_signal_connect (watch->sweep, "state-changed", G_CALLBACK (state_changed_cb), watch);
  watch->n_states = 0;
}

static void
watch_clear (Watch *watch)
{
  g_assert_finalize_object (watch->sweep);
}

static void
start (Watch *watch, guint epochs, double from, double to, guint n_trials)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  witness_init_recipe (&recipe, epochs);
  g_assert_true (ov_rate_sweep_start (watch->sweep, &recipe, from, to, n_trials, &error));
  g_assert_no_error (error);
  g_assert_true (ov_rate_sweep_is_running (watch->sweep));
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch->sweep), ==, n_trials);
}

static void
wait_until_still (Watch *watch)
{
  wait_in_context (NULL, !ov_rate_sweep_is_running (watch->sweep));
}

static void
test_rates (void)
{
  const double expected[] = {1e-4, 3.16e-4, 1e-3, 3.16e-3, 1e-2, 3.16e-2, 1e-1};

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat_with_epsilon (ov_trial_choose_rate (1e-4, 0.1, 7, i) / expected[i],
                                    1.0, 1e-12);

  /* The ends are what was asked for, with all their digits. */
  g_assert_cmpfloat (ov_trial_choose_rate (0.012345, 0.54321, 5, 0), ==, 0.012345);
  g_assert_cmpfloat (ov_trial_choose_rate (0.012345, 0.54321, 5, 4), ==, 0.54321);
}

/* Every trial is the run that its recipe makes alone. */
static void
test_climb (void)
{
  Watch watch;

  watch_init (&watch);
  start (&watch, 6, 1e-3, 1e-2, 3);
  wait_until_still (&watch);

  g_assert_cmpuint (watch.n_states, ==, 2);
  g_assert_cmpuint (watch.n_changes, >=, 3 * 3);
  g_assert_cmpfloat (ov_rate_sweep_get_progress (watch.sweep), ==, 1.0);
  g_assert_null (ov_rate_sweep_get_error (watch.sweep));
  for (guint i = 0; i < 3; i++)
    {
      const OvHistory *history = get_history (watch.sweep, i);
      const OvRecipe *recipe = &ov_rate_sweep_get_trial (watch.sweep, i)->recipe;
      Witness witness;
      OvRun *run = witness_run_new (&witness, recipe);

      g_assert_cmpfloat (recipe->learning_rate, ==, ov_trial_choose_rate (1e-3, 1e-2, 3, i));
      g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, i)->outcome, ==, OV_OUTCOME_FINISHED);
      g_assert_cmpuint (ov_history_get_n_epochs (history), ==, 6);
      ov_run_start (run);
      witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
      for (guint j = 0; j < 6; j++)
        g_assert_cmpfloat_with_epsilon (ov_history_get_epoch (history, j)->train_loss,
                                        ov_history_get_epoch (ov_run_get_history (run), j)
                                          ->train_loss,
                                        1e-6);
      witness_clear (&witness);
    }
  watch_clear (&watch);
}

/* A trial that diverges does not end the sweep. */
static void
test_divergence (void)
{
  Watch watch;

  watch_init (&watch);
  start (&watch, 300, 1e-3, 100.0, 4);
  wait_until_still (&watch);
  g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 0)->outcome, ==, OV_OUTCOME_FINISHED);
  g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 2)->outcome, ==, OV_OUTCOME_DIVERGED);
  g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 3)->outcome, ==, OV_OUTCOME_DIVERGED);
  g_assert_true (ov_history_has_diverged (get_history (watch.sweep, 3)));
  g_assert_cmpfloat (ov_rate_sweep_get_progress (watch.sweep), ==, 1.0);
  watch_clear (&watch);
}

static void
test_stop (void)
{
  Watch watch;

  watch_init (&watch);
  for (guint i = 0; i < 6; i++)
    {
      start (&watch, WITNESS_ENDLESS, 1e-4, 1e-2, 5);
      witness_drain (3 * i);
      g_assert_true (ov_rate_sweep_is_running (watch.sweep));
      ov_rate_sweep_stop (watch.sweep);
      ov_rate_sweep_stop (watch.sweep);
      wait_until_still (&watch);
      g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 0)->outcome, ==, OV_OUTCOME_CANCELLED);
      g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 1)->state, ==, OV_RUN_IDLE);
      g_assert_cmpuint (ov_history_get_n_epochs (get_history (watch.sweep, 4)), ==,
                        0);
      g_assert_cmpfloat (ov_rate_sweep_get_progress (watch.sweep), <, 1.0);
      g_assert_null (ov_rate_sweep_get_error (watch.sweep));
    }
  ov_rate_sweep_stop (watch.sweep);
  g_assert_cmpuint (watch.n_states, ==, 12);
  watch_clear (&watch);
}

/* The owner loses interest in the middle of a trial. */
static void
test_drop (void)
{
  for (guint i = 0; i < 5; i++)
    {
      Watch watch;

      watch_init (&watch);
      start (&watch, WITNESS_ENDLESS, 1e-4, 1e-2, 16);
      witness_drain (2 * i);
      watch_clear (&watch);
    }
}

static void
clear_cb (OvRateSweep *sweep, guint trial, gpointer user_data)
{
  if (trial == 1)
    ov_rate_sweep_clear (sweep);
}

static void
test_clear (void)
{
  Watch watch;

  watch_init (&watch);
  start (&watch, 3, 1e-4, 1e-2, 3);
  g_signal_connect (watch.sweep, "trial-changed", G_CALLBACK (clear_cb), NULL);
  wait_until_still (&watch);
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch.sweep), ==, 0);
  g_assert_cmpfloat (ov_rate_sweep_get_progress (watch.sweep), ==, 0.0);

  /* Other data takes the trials away, the same data does not. */
  g_signal_handlers_disconnect_by_func (watch.sweep, clear_cb, NULL);
  start (&watch, 3, 1e-4, 1e-2, 3);
  wait_until_still (&watch);
  ov_rate_sweep_set_dataset (watch.sweep, witness_get_dataset ());
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch.sweep), ==, 3);
  ov_rate_sweep_set_dataset (watch.sweep, NULL);
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch.sweep), ==, 0);
  g_assert_null (ov_rate_sweep_get_dataset (watch.sweep));
  watch_clear (&watch);
}

static void
test_bad_ranges (void)
{
  static const double ranges[][2] = {
    {1e-2, 1e-3},
    {1e-2, 1e-2},
    {0.0, 1e-2},
    {-1.0, 1.0},
    {1e-3, 1e3},
    {NAN, 1.0},
    {1e-3, NAN},
    {1e-3, INFINITY},
  };
  Watch watch;
  OvRecipe recipe;

  watch_init (&watch);
  witness_init_recipe (&recipe, 3);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ov_rate_sweep_start (watch.sweep, &recipe, ranges[i][0], ranges[i][1], 4,
                                           &error));
      g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
      g_assert_false (ov_rate_sweep_is_running (watch.sweep));
      g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch.sweep), ==, 0);
    }
  g_assert_cmpuint (watch.n_states, ==, 0);
  watch_clear (&watch);
}

/* What is forecast is what the runs record, and a trial that diverges ends where its run does. */
static void
test_forecast (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 5e-6);
  Watch forecast;
  Watch run;

  watch_init (&forecast);
  ov_rate_sweep_set_quadratic (forecast.sweep, quadratic);
  start (&forecast, 80, limit / 100.0, 3.0 * limit, 5);
  g_assert_true (ov_rate_sweep_is_forecast (forecast.sweep));
  wait_until_still (&forecast);
  g_assert_cmpfloat (ov_rate_sweep_get_progress (forecast.sweep), ==, 1.0);
  g_assert_cmpuint (forecast.n_changes, ==, 5);

  watch_init (&run);
  start (&run, 80, limit / 100.0, 3.0 * limit, 5);
  g_assert_false (ov_rate_sweep_is_forecast (run.sweep));
  wait_until_still (&run);

  for (guint i = 0; i < 5; i++)
    {
      const OvHistory *expected = get_history (run.sweep, i);
      const OvHistory *history = get_history (forecast.sweep, i);
      const guint n = MIN (ov_history_get_n_epochs (history), ov_history_get_n_epochs (expected));

      g_assert_cmpint (ov_rate_sweep_get_trial (forecast.sweep, i)->outcome, ==,
                       i == 4 ? OV_OUTCOME_DIVERGED : OV_OUTCOME_FINISHED);
      g_assert_cmpint (ov_rate_sweep_get_trial (run.sweep, i)->outcome, ==,
                       i == 4 ? OV_OUTCOME_DIVERGED : OV_OUTCOME_FINISHED);
      g_assert_cmpuint (n, >, 2);
      g_assert_cmpuint (ov_history_get_n_epochs (history), <=, n + 1);
      g_assert_cmpuint (ov_history_get_n_epochs (expected), <=, n + 1);
      for (guint j = 0; j < n; j++)
        {
          const OvEpoch *a = ov_history_get_epoch (history, j);
          const OvEpoch *b = ov_history_get_epoch (expected, j);

          g_assert_cmpuint (a->index, ==, j);
          g_assert_cmpfloat_with_epsilon (a->train_loss, b->train_loss,
                                          1e-4 * MAX (b->train_loss, 1.0));
          g_assert_cmpfloat_with_epsilon (a->learning_rate, b->learning_rate, 1e-12);
          g_assert_true (isnan (a->test_accuracy));

          /* Between the epochs that are forecast, lines join the test losses. */
          if (i < 4)
            g_assert_cmpfloat_with_epsilon (a->test_loss, b->test_loss, 1e-3);
        }
    }

  /* Who wants accuracies can have them. */
  ov_rate_sweep_set_forecasting (forecast.sweep, FALSE);
  start (&forecast, 5, limit / 100.0, limit / 2.0, 3);
  g_assert_false (ov_rate_sweep_is_forecast (forecast.sweep));
  wait_until_still (&forecast);
  g_assert_true (isfinite (ov_history_get_last (get_history (forecast.sweep, 2))
                             ->test_accuracy));

  watch_clear (&run);
  watch_clear (&forecast);
}

static void
test_forecasting_ends (void)
{
  Watch watch;

  watch_init (&watch);
  ov_rate_sweep_set_quadratic (watch.sweep, quadratic);

  /* Stopped halfway, it keeps what was forecast so far. */
  start (&watch, 100, 1e-4, 1e-2, 8);
  ov_rate_sweep_stop (watch.sweep);
  wait_until_still (&watch);
  g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 7)->state, ==, OV_RUN_IDLE);

  /* What is being run when the quadratic form comes is forecast from then on. */
  ov_rate_sweep_set_quadratic (watch.sweep, NULL);
  start (&watch, WITNESS_ENDLESS / 100, 1e-4, 1e-2, 3);
  witness_drain (5);
  g_assert_false (ov_rate_sweep_is_forecast (watch.sweep));
  ov_rate_sweep_set_quadratic (watch.sweep, quadratic);
  g_assert_true (ov_rate_sweep_is_forecast (watch.sweep));
  wait_until_still (&watch);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (ov_history_get_n_epochs (get_history (watch.sweep, i)), ==,
                      WITNESS_ENDLESS / 100);

  /* Replaced, cleared and dropped. */
  start (&watch, 100, 1e-4, 1e-2, 8);
  ov_rate_sweep_clear (watch.sweep);
  start (&watch, 100, 1e-4, 1e-2, 3);
  wait_until_still (&watch);
  g_assert_cmpint (ov_rate_sweep_get_trial (watch.sweep, 2)->outcome, ==, OV_OUTCOME_FINISHED);
  start (&watch, 100, 1e-4, 1e-2, 8);
  watch_clear (&watch);
}

/* Begins another sweep in place of the one that tells something, once. */
typedef struct
{
  Watch   *watch;
  guint    trial;       /* whose change is waited for */
  gboolean is_forecast; /* whether the other one may be */
  gboolean is_done;
} Restart;

static void
restart (Restart *self)
{
  if (self->is_done)
    return;

  self->is_done = TRUE;
  ov_rate_sweep_clear (self->watch->sweep);
  ov_rate_sweep_set_forecasting (self->watch->sweep, self->is_forecast);
  start (self->watch, 7, 2e-3, 1e-2, 4);
}

static void
restart_at_trial_cb (OvRateSweep *sweep, guint trial, Restart *self)
{
  if (trial == self->trial)
    restart (self);
}

static void
restart_at_state_cb (OvRateSweep *sweep, Restart *self)
{
  if (ov_rate_sweep_is_running (sweep))
    restart (self);
}

/* The sweep that was begun last is the only one that is run, and it is run once. */
static void
check_restarted (Watch *watch, gboolean is_forecast)
{
  wait_until_still (watch);
  witness_drain (20);

  g_assert_cmpint (ov_rate_sweep_is_forecast (watch->sweep), ==, is_forecast);
  g_assert_cmpuint (ov_rate_sweep_get_n_trials (watch->sweep), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const OvHistory *history = get_history (watch->sweep, i);

      g_assert_cmpint (ov_rate_sweep_get_trial (watch->sweep, i)->outcome, ==, OV_OUTCOME_FINISHED);
      g_assert_cmpuint (ov_history_get_n_epochs (history), ==, 7);
      g_assert_cmpfloat (ov_history_get_epoch (history, 0)->learning_rate, ==,
                         ov_trial_choose_rate (2e-3, 1e-2, 4, i));
    }
}

/* A handler may clear a sweep and begin another one, whatever it is told. */
static void
test_restart (void)
{
  for (guint i = 0; i < 16; i++)
    {
      const gboolean was_forecast = i & 1;
      const gboolean is_forecast = (i & 2) != 0;
      Watch watch;
      Restart self = {.watch = &watch, .trial = i & 4 ? 2 : 0, .is_forecast = is_forecast};

      watch_init (&watch);
      ov_rate_sweep_set_quadratic (watch.sweep, quadratic);
      ov_rate_sweep_set_forecasting (watch.sweep, was_forecast);
      if (i & 8)
        g_signal_connect (watch.sweep, "state-changed", G_CALLBACK (restart_at_state_cb), &self);
      else
        g_signal_connect (watch.sweep, "trial-changed", G_CALLBACK (restart_at_trial_cb), &self);
      start (&watch, 6, 1e-3, 5e-3, 4);
      wait_in_context (NULL, self.is_done);
      check_restarted (&watch, is_forecast);
      watch_clear (&watch);
    }
}

int
main (int argc, char **argv)
{
  int status;

  witness_start (&argc, &argv);
  quadratic = fixture_make_quadratic (witness_get_dataset ());

  witness_add_test ("/rate-sweep/rates", test_rates);
  witness_add_test ("/rate-sweep/climb", test_climb);
  witness_add_test ("/rate-sweep/divergence", test_divergence);
  witness_add_test ("/rate-sweep/stop", test_stop);
  witness_add_test ("/rate-sweep/drop", test_drop);
  witness_add_test ("/rate-sweep/clear", test_clear);
  witness_add_test ("/rate-sweep/bad-ranges", test_bad_ranges);
  witness_add_test ("/rate-sweep/restart", test_restart);
  witness_add_test ("/rate-sweep/forecast", test_forecast);
  witness_add_test ("/rate-sweep/forecasting-ends", test_forecasting_ends);

  status = witness_finish ();
  ov_quadratic_unref (quadratic);

  return status;
}

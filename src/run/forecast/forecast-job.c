/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast-job.h"

#include <math.h>

#include "schedule.h"

/* The forecast gives way to the interface. */
#define NICENESS 10

/* Epochs at which the test loss is forecast. */
#define TEST_EPOCHS 48

/* What a thread forecasts, and whom it reports to. */
typedef struct
{
  OvForecast    *forecast;
  OvRecipe      *recipes;
  guint          n_recipes;
  OvForecastFunc func;
  gpointer       user_data;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  ov_forecast_unref (task->forecast);
  g_free (task->recipes);
  g_free (task);
}

/**
 * ov_forecast_result_new:
 * @forecast: what forecasts
 * @recipe: a recipe that has at least one epoch
 * @most_test: at how many epochs the test loss is forecast at most, at least 2
 *
 * Forecasts the losses of a recipe.
 *
 * Returns: (transfer full) (nullable): the losses; %NULL for a recipe that cannot be forecast
 */
OvForecastResult *
ov_forecast_result_new (OvForecast     *forecast,
                        const OvRecipe *recipe,
                        guint           most_test)
{
  const guint n = recipe->epochs;
  g_autofree guint *test_epochs = g_new (guint, most_test);
  const guint n_test = ov_forecast_choose_epochs (n, most_test, test_epochs);
  g_autoptr (OvForecastResult) self = g_new (OvForecastResult, 1);

  *self = (OvForecastResult) {
    .recipe = *recipe,
    .n_epochs = n,
    .epochs = g_new (double, n),
    .train_loss = g_new (double, n),
    .n_test = n_test,
    .test_epochs = g_new (double, n_test),
    .test_loss = g_new (double, n_test),
  };
  for (guint i = 0; i < n; i++)
    self->epochs[i] = i;
  for (guint i = 0; i < n_test; i++)
    self->test_epochs[i] = test_epochs[i];

  if (!ov_forecast_run (forecast, recipe, self->train_loss, test_epochs, n_test, self->test_loss))
    return NULL;

  return g_steal_pointer (&self);
}

static void
run (OvJob   *job,
     gpointer data)
{
  const Task *task = data;

  for (guint i = 0; i < task->n_recipes; i++)
    {
      OvForecastResult *result = ov_forecast_result_new (task->forecast, &task->recipes[i],
                                                         TEST_EPOCHS);

      if (result == NULL || !ov_job_send (job, result))
        return;
    }
}

static void
receive (GPtrArray *results,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Task *task = user_data;

  task->func (results, has_ended, task->user_data);
}

static const OvJobKind kind = {
  .name = "overshoot-curve",
  .niceness = NICENESS,
  .run = run,
  .free_task = task_free,
  .free_value = (GDestroyNotify) ov_forecast_result_free,
  .receive = receive,
};

/**
 * ov_forecast_job_start:
 * @forecast: what forecasts; referenced, and in use by the thread until the job has ended
 * @recipes: [@n_recipes], each of which suits @forecast and has at least one epoch; copied
 * @n_recipes: how many
 * @func: (scope notified): called, on the main context that is the thread's default now
 * @user_data: given to @func
 *
 * Forecasts the losses of recipes of the linear classifier, one after the other, without running
 * them. A cancelled job ends after the recipe that it is at, which takes milliseconds.
 *
 * Returns: (transfer full): the job
 */
OvJob *
ov_forecast_job_start (OvForecast     *forecast,
                       const OvRecipe *recipes,
                       guint           n_recipes,
                       OvForecastFunc  func,
                       gpointer        user_data)
{
  Task *task = g_new (Task, 1);

  *task = (Task) {
    .forecast = ov_forecast_ref (forecast),
    .recipes = g_memdup2 (recipes, n_recipes * sizeof *recipes),
    .n_recipes = n_recipes,
    .func = func,
    .user_data = user_data,
  };

  return ov_job_start (&kind, task, task);
}

/* The test loss on the line from the @i-th epoch where it was forecast to the next. */
static double
join_test_loss (const OvForecastResult *self,
                guint                   i,
                guint                   epoch)
{
  const double *epochs = self->test_epochs + i;
  const double *losses = self->test_loss + i;

  if (epoch == epochs[0])
    return losses[0];

  return losses[0] + (epoch - epochs[0]) / (epochs[1] - epochs[0]) * (losses[1] - losses[0]);
}

/**
 * ov_forecast_result_make_history:
 * @self: a forecast
 *
 * Returns: (transfer full): what a run would record, which ends where the run would. The accuracies
 *   of its epochs are %NAN, since they are not known
 */
OvHistory *
ov_forecast_result_make_history (const OvForecastResult *self)
{
  OvHistory *history = ov_history_new ();
  OvSchedule schedule;
  guint next_test = 0;

  ov_schedule_init (&schedule, &self->recipe);
  for (guint i = 0; i < self->n_epochs && !ov_history_has_diverged (history); i++)
    {
      if (next_test + 1 < self->n_test && i == self->test_epochs[next_test + 1])
        next_test++;
      ov_history_append (history, &(OvEpoch) {
                                    .index = i,
                                    .learning_rate = ov_schedule_get_rate (&schedule, i),
                                    .train_loss = self->train_loss[i],
                                    .train_accuracy = NAN,
                                    .test_loss = join_test_loss (self, next_test, i),
                                    .test_accuracy = NAN,
                                    .batch_loss = self->train_loss[i],
                                  });
    }

  return history;
}

/**
 * ov_forecast_result_copy:
 * @self: a forecast
 *
 * Returns: (transfer full): the same once more
 */
OvForecastResult *
ov_forecast_result_copy (const OvForecastResult *self)
{
  OvForecastResult *copy = g_memdup2 (self, sizeof *self);

  copy->epochs = g_memdup2 (self->epochs, self->n_epochs * sizeof (double));
  copy->train_loss = g_memdup2 (self->train_loss, self->n_epochs * sizeof (double));
  copy->test_epochs = g_memdup2 (self->test_epochs, self->n_test * sizeof (double));
  copy->test_loss = g_memdup2 (self->test_loss, self->n_test * sizeof (double));

  return copy;
}

/**
 * ov_forecast_result_free:
 * @self: a forecast
 */
void
ov_forecast_result_free (OvForecastResult *self)
{
  g_free (self->epochs);
  g_free (self->train_loss);
  g_free (self->test_epochs);
  g_free (self->test_loss);
  g_free (self);
}

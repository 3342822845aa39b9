/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreteller.h"

#include <math.h>

#include "forecast.h"
#include "schedule.h"

/* At this many epochs the test loss is forecast; in between it is joined by lines. */
#define TEST_EPOCHS 48

/* What a thread foretells, and whom it tells. */
typedef struct
{
  OvQuadratic     *quadratic;
  OvRecipe        *recipes;
  guint            n_recipes;
  OvForetellerFunc func;
  gpointer         user_data;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  ov_quadratic_unref (task->quadratic);
  g_free (task->recipes);
  g_free (task);
}

/* Fills in the losses between those that are known, [@n_known] at @epochs, on straight lines. */
static void
join_losses (const guint  *epochs,
             const double *known,
             guint         n_known,
             double       *losses)
{
  for (guint i = 0; i < n_known; i++)
    {
      const guint from = i > 0 ? epochs[i - 1] : epochs[i];

      for (guint epoch = from; epoch < epochs[i]; epoch++)
        {
          const double share = (double) (epoch - from) / (epochs[i] - from);

          losses[epoch] = known[i - 1] + share * (known[i] - known[i - 1]);
        }
      losses[epochs[i]] = known[i];
    }
}

/* Ends where a run would have ended. */
static OvHistory *
make_history (const OvRecipe *recipe,
              const double   *train_loss,
              const double   *test_loss)
{
  OvHistory *history = ov_history_new ();
  OvSchedule schedule;

  ov_schedule_init (&schedule, recipe);
  for (guint i = 0; i < recipe->epochs && !ov_history_has_diverged (history); i++)
    {
      const OvEpoch epoch = {
        .index = i,
        .learning_rate = ov_schedule_get_rate (&schedule, i),
        .train_loss = train_loss[i],
        .train_accuracy = NAN,
        .test_loss = test_loss[i],
        .test_accuracy = NAN,
        .batch_loss = train_loss[i],
      };

      ov_history_append (history, &epoch);
    }

  return history;
}

static OvHistory *
foretell (OvForecast     *forecast,
          const OvRecipe *recipe)
{
  const guint n = recipe->epochs;
  g_autofree double *train_loss = g_new (double, n);
  g_autofree double *test_loss = g_new (double, n);
  g_autofree double *known = g_new (double, MIN (n, TEST_EPOCHS));
  g_autofree guint *epochs = g_new (guint, MAX (n, TEST_EPOCHS));
  const guint n_known = ov_forecast_choose_epochs (n, TEST_EPOCHS, epochs);

  if (!ov_forecast_run (forecast, recipe, train_loss, epochs, n_known, known))
    return NULL;
  join_losses (epochs, known, n_known, test_loss);

  return make_history (recipe, train_loss, test_loss);
}

static void
run (OvJob   *job,
     gpointer data)
{
  const Task *task = data;
  g_autoptr (OvForecast) forecast = ov_forecast_new (task->quadratic);

  for (guint i = 0; i < task->n_recipes; i++)
    {
      OvHistory *history = foretell (forecast, &task->recipes[i]);

      if (history == NULL || !ov_job_send (job, history))
        return;
    }
}

static void
receive (GPtrArray *histories,
         gboolean   has_ended,
         gpointer   user_data)
{
  const Task *task = user_data;

  task->func (histories, has_ended, task->user_data);
}

static const OvJobKind kind = {
  .name = "overshoot-tell",
  .run = run,
  .free_task = task_free,
  .free_value = (GDestroyNotify) ov_history_free,
  .receive = receive,
};

/**
 * ov_foreteller_start:
 * @quadratic: the quadratic form of the data; referenced
 * @recipes: [@n_recipes], each of which suits @quadratic and has at least one epoch and at most
 *   %OV_FORETELLER_MOST_EPOCHS; copied
 * @n_recipes: how many
 * @func: (scope notified): called, on the main context that is the thread's default now
 * @user_data: given to @func
 *
 * Foretells the losses of several recipes of the linear classifier, one after the other, without
 * running them. A cancelled job ends after the recipe that it is at, which is foretold in
 * milliseconds.
 *
 * Returns: (transfer full): the job
 */
OvJob *
ov_foreteller_start (OvQuadratic     *quadratic,
                     const OvRecipe  *recipes,
                     guint            n_recipes,
                     OvForetellerFunc func,
                     gpointer         user_data)
{
  Task *task = g_new (Task, 1);

  *task = (Task) {
    .quadratic = ov_quadratic_ref (quadratic),
    .recipes = g_memdup2 (recipes, n_recipes * sizeof *recipes),
    .n_recipes = n_recipes,
    .func = func,
    .user_data = user_data,
  };

  return ov_job_start (&kind, task, task);
}

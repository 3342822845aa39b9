/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreteller.h"

#include <math.h>

#include "forecast.h"
#include "schedule.h"

/* At this many epochs the test loss is forecast; in between it is joined by lines. */
#define TEST_EPOCHS 48

struct _OvForeteller
{
  OvQuadratic     *quadratic;
  OvRecipe        *recipes;
  guint            n_recipes;
  GThread         *thread;
  GMainContext    *context;
  OvForetellerFunc func;
  gpointer         user_data;

  /* All below is shared with the thread. */
  GMutex           mutex;
  gboolean         is_cancelled;
  gboolean         has_ended;
  GPtrArray       *histories; /* what has not been delivered yet */
  GSource         *pending;   /* delivers it, or NULL when there is none */
};

static GPtrArray *
histories_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ov_history_free);
}

/* On the starting thread. The receiver may free the foreteller, so nothing of it is used after. */
static gboolean
deliver_cb (gpointer user_data)
{
  OvForeteller *self = user_data;
  g_autoptr (GPtrArray) histories = NULL;
  gboolean has_ended;

  g_mutex_lock (&self->mutex);
  histories = self->histories;
  self->histories = histories_new ();
  has_ended = self->has_ended;
  g_clear_pointer (&self->pending, g_source_unref);
  g_mutex_unlock (&self->mutex);

  self->func (histories, has_ended, self->user_data);

  return G_SOURCE_REMOVE;
}

/* Sees to it that @history, or the end when there is none, is delivered. Returns FALSE when the
 * thread is to end. */
static gboolean
post (OvForeteller *self,
      OvHistory    *history)
{
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  if (history != NULL)
    g_ptr_array_add (self->histories, history);
  else
    self->has_ended = TRUE;

  if (self->pending == NULL)
    {
      self->pending = g_idle_source_new ();
      g_source_set_priority (self->pending, G_PRIORITY_DEFAULT);
      g_source_set_static_name (self->pending, "[overshoot] forecasts");
      g_source_set_callback (self->pending, deliver_cb, self, NULL);
      g_source_attach (self->pending, self->context);
    }
  go_on = !self->is_cancelled;
  g_mutex_unlock (&self->mutex);

  return go_on;
}

static gboolean
is_cancelled (OvForeteller *self)
{
  gboolean cancelled;

  g_mutex_lock (&self->mutex);
  cancelled = self->is_cancelled;
  g_mutex_unlock (&self->mutex);

  return cancelled;
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

static gpointer
foreteller_thread (gpointer data)
{
  OvForeteller *self = data;
  g_autoptr (OvForecast) forecast = ov_forecast_new (self->quadratic);

  for (guint i = 0; i < self->n_recipes && !is_cancelled (self); i++)
    {
      OvHistory *history = foretell (forecast, &self->recipes[i]);

      if (history == NULL || !post (self, history))
        break;
    }
  post (self, NULL);

  return NULL;
}

/**
 * ov_foreteller_start:
 * @quadratic: the quadratic form of the data; referenced
 * @recipes: [@n_recipes], each of which suits @quadratic and has at least one epoch and at most
 *   %OV_FORETELLER_MOST_EPOCHS; copied
 * @n_recipes: how many
 * @func: (scope notified): called, on the main context that is the thread's default now
 * @user_data: given to @func
 *
 * Starts the thread.
 *
 * Returns: (transfer full): to be freed with ov_foreteller_free()
 */
OvForeteller *
ov_foreteller_start (OvQuadratic     *quadratic,
                     const OvRecipe  *recipes,
                     guint            n_recipes,
                     OvForetellerFunc func,
                     gpointer         user_data)
{
  OvForeteller *self = g_new0 (OvForeteller, 1);

  self->quadratic = ov_quadratic_ref (quadratic);
  self->recipes = g_memdup2 (recipes, n_recipes * sizeof *recipes);
  self->n_recipes = n_recipes;
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->histories = histories_new ();
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new ("overshoot-tell", foreteller_thread, self);

  return self;
}

/**
 * ov_foreteller_cancel:
 * @self: a foreteller
 *
 * Tells the thread to end after the recipe that it is at. Returns at once.
 */
void
ov_foreteller_cancel (OvForeteller *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->is_cancelled = TRUE;
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_foreteller_free:
 * @self: a foreteller
 *
 * Cancels it, waits for the recipe that it is at, which is foretold in milliseconds, and drops what
 * was not delivered.
 */
void
ov_foreteller_free (OvForeteller *self)
{
  g_return_if_fail (self != NULL);

  ov_foreteller_cancel (self);
  g_thread_join (self->thread);

  if (self->pending != NULL)
    {
      g_source_destroy (self->pending);
      g_source_unref (self->pending);
    }
  ov_quadratic_unref (self->quadratic);
  g_ptr_array_unref (self->histories);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self->recipes);
  g_free (self);
}

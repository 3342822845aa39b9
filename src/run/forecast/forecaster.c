/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "forecaster.h"

#include "forecast.h"

/* Epochs at which the test loss is foretold; the curve joins them. */
#define TEST_EPOCHS 48

/**
 * OvForecaster:
 *
 * Foretells runs on a thread, as fast as sliders are dragged: while one forecast is being made only
 * the newest of the recipes that were asked for meanwhile is kept.
 */
struct _OvForecaster
{
  GObject           parent_instance;

  OvQuadratic      *quadratic; /* NULL while there is none */
  OvForecastResult *result;    /* the newest, or NULL */

  OvForecast       *forecast; /* the thread's while is_busy */
  gboolean          is_busy;
  gboolean          is_waiting;
  OvRecipe          waiting; /* what is to be foretold next */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvForecaster, ov_forecaster, G_TYPE_OBJECT)

static void
forecast_free (OvForecastResult *result)
{
  g_free (result->epochs);
  g_free (result->train_loss);
  g_free (result->test_epochs);
  g_free (result->test_loss);
  g_free (result);
}

/* One forecast: the tool is lent to the thread and given back with the result. */
typedef struct
{
  OvForecast       *forecast; /* NULL for the thread to make one */
  OvQuadratic      *quadratic;
  OvForecastResult *result;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->forecast, ov_forecast_free);
  g_clear_pointer (&job->result, forecast_free);
  ov_quadratic_unref (job->quadratic);
  g_free (job);
}

static void
forecast_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  OvForecastResult *result = job->result;
  g_autofree guint *test_epochs = g_new (guint, result->n_epochs);
  gboolean done;

  if (job->forecast == NULL)
    job->forecast = ov_forecast_new (job->quadratic);

  result->n_test = ov_forecast_choose_epochs (result->n_epochs, TEST_EPOCHS, test_epochs);
  result->epochs = g_new (double, result->n_epochs);
  result->train_loss = g_new (double, result->n_epochs);
  result->test_epochs = g_new (double, result->n_test);
  result->test_loss = g_new (double, result->n_test);
  for (guint i = 0; i < result->n_epochs; i++)
    result->epochs[i] = i;
  for (guint i = 0; i < result->n_test; i++)
    result->test_epochs[i] = test_epochs[i];

  done = ov_forecast_run (job->forecast, &result->recipe, result->train_loss, test_epochs,
                          result->n_test, result->test_loss);
  g_task_return_boolean (task, done);
}

static void start (OvForecaster *self);

static void
forecast_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  OvForecaster *self = OV_FORECASTER (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  const gboolean done = g_task_propagate_boolean (G_TASK (result), NULL);

  self->is_busy = FALSE;

  /* The data may have changed meanwhile; then neither the tool nor the result is of use. */
  if (job->quadratic == self->quadratic)
    {
      self->forecast = g_steal_pointer (&job->forecast);
      if (done)
        {
          g_clear_pointer (&self->result, forecast_free);
          self->result = g_steal_pointer (&job->result);
          g_signal_emit (self, signals[CHANGED], 0);
        }
    }

  if (self->is_waiting)
    start (self);
}

static void
start (OvForecaster *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->is_busy || self->quadratic == NULL)
    return;

  job = g_new0 (Job, 1);
  job->forecast = g_steal_pointer (&self->forecast);
  job->quadratic = ov_quadratic_ref (self->quadratic);
  job->result = g_new0 (OvForecastResult, 1);
  job->result->recipe = self->waiting;
  job->result->n_epochs = self->waiting.epochs;
  self->is_waiting = FALSE;
  self->is_busy = TRUE;

  task = g_task_new (self, NULL, forecast_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, forecast_thread);
}

static void
ov_forecaster_dispose (GObject *object)
{
  OvForecaster *self = OV_FORECASTER (object);

  g_clear_pointer (&self->forecast, ov_forecast_free);
  g_clear_pointer (&self->result, forecast_free);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);

  G_OBJECT_CLASS (ov_forecaster_parent_class)->dispose (object);
}

static void
ov_forecaster_class_init (OvForecasterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ov_forecaster_dispose;

  /**
   * OvForecaster::changed:
   * @self: the forecaster
   *
   * There is another forecast, or none any more.
   */
  signals[CHANGED] = g_signal_new ("changed", OV_TYPE_FORECASTER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ov_forecaster_init (OvForecaster *self)
{
}

/**
 * ov_forecaster_new:
 *
 * Returns: (transfer full): a forecaster that knows no data yet
 */
OvForecaster *
ov_forecaster_new (void)
{
  return g_object_new (OV_TYPE_FORECASTER, NULL);
}

/**
 * ov_forecaster_set_quadratic:
 * @self: a forecaster
 * @quadratic: (nullable): the quadratic form of the data in use; referenced
 */
void
ov_forecaster_set_quadratic (OvForecaster *self,
                             OvQuadratic  *quadratic)
{
  g_return_if_fail (OV_IS_FORECASTER (self));

  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  g_clear_pointer (&self->forecast, ov_forecast_free);
  g_clear_pointer (&self->result, forecast_free);
  self->is_waiting = FALSE;
  if (quadratic != NULL)
    self->quadratic = ov_quadratic_ref (quadratic);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_forecaster_request:
 * @self: a forecaster
 * @recipe: what is to be foretold; copied
 *
 * Asks for a forecast. A recipe that cannot be foretold takes the last forecast away; before there
 * is a quadratic form, nothing happens.
 */
void
ov_forecaster_request (OvForecaster   *self,
                       const OvRecipe *recipe)
{
  g_return_if_fail (OV_IS_FORECASTER (self));
  g_return_if_fail (recipe != NULL);

  if (self->quadratic == NULL)
    return;

  if (!ov_quadratic_suits (self->quadratic, recipe) || recipe->epochs == 0)
    {
      self->is_waiting = FALSE;
      g_clear_pointer (&self->result, forecast_free);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  self->waiting = *recipe;
  self->is_waiting = TRUE;
  start (self);
}

/**
 * ov_forecaster_get_result:
 * @self: a forecaster
 *
 * Returns: (transfer none) (nullable): the newest forecast, valid until the next
 *   OvForecaster::changed
 */
const OvForecastResult *
ov_forecaster_get_result (OvForecaster *self)
{
  g_return_val_if_fail (OV_IS_FORECASTER (self), NULL);

  return self->result;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecaster.h"

/**
 * OvForecaster:
 *
 * Forecasts runs on a thread, as fast as sliders are dragged: while one forecast is being made only
 * the newest of the recipes that were asked for meanwhile is kept.
 */
struct _OvForecaster
{
  GObject           parent_instance;

  OvQuadratic      *quadratic; /* NULL while there is none */
  OvForecast       *forecast;  /* the thread's while there is a job; made when it is needed */
  OvForecastResult *result;    /* the newest, or NULL */

  OvJob            *job; /* that forecasts, or NULL */
  gboolean          is_waiting;
  OvRecipe          waiting; /* what is to be forecast next */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OvForecaster, ov_forecaster, G_TYPE_OBJECT)

static void start (OvForecaster *self);

static void
forecast_cb (GPtrArray *results,
             gboolean   has_ended,
             gpointer   user_data)
{
  g_autoptr (OvForecaster) self = g_object_ref (user_data);

  if (has_ended)
    g_clear_pointer (&self->job, ov_job_free);

  if (results->len > 0)
    {
      g_clear_pointer (&self->result, ov_forecast_result_free);
      self->result = g_ptr_array_steal_index (results, 0);
      g_signal_emit (self, signals[CHANGED], 0);
    }

  if (self->is_waiting)
    start (self);
}

static void
start (OvForecaster *self)
{
  if (self->job != NULL)
    return;

  if (self->forecast == NULL)
    self->forecast = ov_forecast_new (self->quadratic);
  self->is_waiting = FALSE;
  self->job = ov_forecast_job_start (self->forecast, &self->waiting, 1, forecast_cb, self);
}

/* Forgets what was asked for, and leaves what forecasts to a thread that still uses it. */
static void
drop (OvForecaster *self)
{
  self->is_waiting = FALSE;
  g_clear_pointer (&self->result, ov_forecast_result_free);
  if (self->job != NULL)
    g_clear_pointer (&self->forecast, ov_forecast_unref);
  g_clear_pointer (&self->job, ov_job_abandon);
}

static void
ov_forecaster_dispose (GObject *object)
{
  OvForecaster *self = OV_FORECASTER (object);

  drop (self);
  g_clear_pointer (&self->forecast, ov_forecast_unref);
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

  drop (self);
  g_clear_pointer (&self->forecast, ov_forecast_unref);
  g_clear_pointer (&self->quadratic, ov_quadratic_unref);
  if (quadratic != NULL)
    self->quadratic = ov_quadratic_ref (quadratic);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * ov_forecaster_request:
 * @self: a forecaster
 * @recipe: what is to be forecast; copied
 *
 * Asks for a forecast. A recipe that cannot be forecast takes the last forecast away; before there
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
      drop (self);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "curve-pane-private.h"

/* How much longer an axis of seconds is than the forecast needs, and how little of it the forecast
 * may come to fill: every epoch changes what is expected of the others, and the axis is not to move
 * with each. */
#define ROOM 1.05
#define LEAST_SHARE 0.8

/* What can be said of the last epoch's place: NAN or 0 while nothing can. */
static double
find_end (OvCurvePane *self)
{
  return ov_timeline_get_end (self->timeline,
                              MAX (ov_run_get_recipe (self->run)->epochs, 2) - 1.0);
}

/**
 * ov_curve_pane_set_horizons:
 * @self: a pane
 * @to_the_end: whether something on the charts reaches to the last epoch, such as a forecast
 *
 * Prepares both charts, which have to end at the same place.
 */
void
ov_curve_pane_set_horizons (OvCurvePane *self,
                            gboolean     to_the_end)
{
  const OvRecipe *recipe;
  double last;

  if (self->run == NULL)
    return;

  recipe = ov_run_get_recipe (self->run);
  last = find_end (self);
  for (guint i = 0; i < OV_N_QUANTITIES; i++)
    {
      ov_curves_prepare (ov_curve_pane_get_chart (self, i), i, recipe);
      ov_figure_style_apply (&self->style, ov_curve_pane_get_chart (self, i), i);
      ov_curves_set_timeline_horizon (self->timeline, ov_curve_pane_get_chart (self, i), recipe);
      if (to_the_end && last > 0.0)
        ov_chart_set_horizon (ov_curve_pane_get_chart (self, i), last, last);
    }
}

static void
draw (OvCurvePane *self)
{
  const OvForecastResult *result = self->forecast_result;

  self->n_forecast_from = ov_history_get_n_epochs (ov_run_get_history (self->run));
  ov_forecast_curves_show (&self->forecast, ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS),
                           self->timeline, result->epochs, result->train_loss, result->n_epochs,
                           result->test_epochs, result->test_loss, result->n_test);
}

/**
 * ov_curve_pane_draw_forecast:
 * @self: a pane
 *
 * Draws the forecast, if there is one, or takes it off the chart.
 */
void
ov_curve_pane_draw_forecast (OvCurvePane *self)
{
  const gboolean is_shown = self->forecast_result != NULL && self->run != NULL;

  ov_curve_pane_set_horizons (self, is_shown || self->guess != 0);
  if (is_shown)
    draw (self);
  else
    ov_forecast_curves_hide (&self->forecast, ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS));
}

/**
 * ov_curve_pane_update_forecast:
 * @self: a pane that has a run
 *
 * Moves the forecast to where the epochs so far say that it is. Only by seconds that changes: there
 * the places of the epochs to come are estimated.
 */
void
ov_curve_pane_update_forecast (OvCurvePane *self)
{
  OvChart *losses = ov_curve_pane_get_chart (self, OV_QUANTITY_LOSS);
  const double end = find_end (self);
  double high;

  if (self->forecast_result == NULL
      || ov_timeline_get_abscissa (self->timeline) != OV_ABSCISSA_SECONDS
      || self->n_forecast_from == ov_history_get_n_epochs (ov_run_get_history (self->run)))
    return;

  draw (self);
  if (ov_chart_is_zoomed (losses) || !(end > 0.0))
    return;

  ov_chart_get_x_range (losses, NULL, &high);
  if (end > high || end < LEAST_SHARE * high)
    for (guint i = 0; i < OV_N_QUANTITIES; i++)
      ov_chart_set_horizon (ov_curve_pane_get_chart (self, i), ROOM * end, ROOM * end);
}

/**
 * ov_curve_pane_set_forecast:
 * @self: a pane
 * @result: (nullable): what a run will show; copied
 *
 * Draws a forecast over the chart of the losses, or takes it away. It stays when the axes change.
 */
void
ov_curve_pane_set_forecast (OvCurvePane            *self,
                            const OvForecastResult *result)
{
  g_return_if_fail (OV_IS_CURVE_PANE (self));

  g_clear_pointer (&self->forecast_result, ov_forecast_result_free);
  if (result != NULL)
    self->forecast_result = ov_forecast_result_copy (result);
  ov_curve_pane_draw_forecast (self);
  ov_curve_pane_align (self);
  ov_curve_pane_redraw (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "forecast-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of both lines, in the chart's units: thinner than what has been measured. */
#define WIDTH 1.2

/* A forecast loss that grows beyond this many times its first value is as good as infinite, and
 * would crush what has been measured. */
#define EXPLOSION 10.0

/* Draws a forecast curve up to its explosion, where a cross stands for the rest. Nothing is drawn
 * while nobody knows where its epochs will stand. Returns whether there is a cross. */
static gboolean
set_points (OvChart          *chart,
            guint             series,
            const OvTimeline *timeline,
            const double     *epochs,
            const double     *y,
            gsize             n)
{
  g_autofree double *x = g_new (double, n);
  g_autofree double *shown = g_new (double, n);
  gsize n_shown = 0;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = ov_timeline_get_end (timeline, epochs[i]);
      if (!isfinite (x[i]))
        n = i;
    }

  while (n_shown < n && y[n_shown] <= EXPLOSION * y[0])
    {
      shown[n_shown] = y[n_shown];
      n_shown++;
    }
  if (n_shown < n)
    shown[n_shown++] = INFINITY;

  ov_chart_set_points (chart, series, x, shown, n_shown);

  return n_shown > 0 && isinf (shown[n_shown - 1]);
}

static guint
add (OvChart    *chart,
     const char *name,
     guint       slot,
     OvLineStyle style)
{
  const guint series = ov_chart_add_series (chart, name, slot, style);

  ov_chart_set_series_width (chart, series, WIDTH);
  ov_chart_set_series_smoothed (chart, series, FALSE);

  return series;
}

/**
 * ov_forecast_curves_show:
 * @self: the curves, all zero before the first time
 * @chart: a chart of losses
 * @timeline: (nullable): where the epochs stand
 * @epochs: [@n_epochs]
 * @train_loss: [@n_epochs]
 * @n_epochs: how many epochs were forecast
 * @test_epochs: [@n_test]
 * @test_loss: [@n_test]
 * @n_test: at how many epochs the test loss was forecast
 *
 * Draws a forecast in the colours of what it forecasts: the training loss dashed, the test loss
 * dotted.
 */
void
ov_forecast_curves_show (OvForecastCurves *self,
                         OvChart          *chart,
                         const OvTimeline *timeline,
                         const double     *epochs,
                         const double     *train_loss,
                         gsize             n_epochs,
                         const double     *test_epochs,
                         const double     *test_loss,
                         gsize             n_test)
{
  gboolean is_cut, is_test_cut;

  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  if (self->train == 0)
    {
      self->train = add (chart, _("Forecast"), OV_SLOT_TRAIN, OV_LINE_DASHED);
      self->test = add (chart, _("Forecast, test"), OV_SLOT_TEST, OV_LINE_DOTTED);
      ov_chart_set_series_listed (chart, self->test, FALSE);
    }

  is_cut = set_points (chart, self->train, timeline, epochs, train_loss, n_epochs);
  is_test_cut = set_points (chart, self->test, timeline, test_epochs, test_loss, n_test);

  /* What explodes flattens nothing that has been measured. */
  ov_chart_set_series_stray (chart, self->train, is_cut);
  ov_chart_set_series_stray (chart, self->test, is_test_cut);

  /* A run goes on until its loss is far higher, which would otherwise look like an error. */
  ov_chart_set_series_name (chart, self->train,
                            is_cut ? _("Forecast, up to ten times its first loss")
                                   : _("Forecast"));
}

/**
 * ov_forecast_curves_hide:
 * @self: the curves
 * @chart: the chart that they are on
 *
 * Takes a forecast off the chart, if there is one.
 */
void
ov_forecast_curves_hide (OvForecastCurves *self,
                         OvChart          *chart)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (chart != NULL);

  if (self->train == 0)
    return;

  ov_chart_remove_series (chart, self->train);
  ov_chart_remove_series (chart, self->test);
  *self = (OvForecastCurves) {0};
}

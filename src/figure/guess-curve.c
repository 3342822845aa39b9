/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "guess-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A little bolder than the curves of runs. */
#define GUESS_WIDTH 2.5

/* A guess that the loss grows by more than this flattens no curve of a run. */
#define STRAY_GROWTH 3.0

/**
 * ov_guess_curve_add:
 * @chart: a chart of losses
 * @timeline: (nullable): where the epochs stand
 * @losses: [@n_epochs], the guess of a run's loss; NAN where there is none
 * @n_epochs: how many epochs could be guessed
 *
 * Draws a guess over the chart.
 *
 * Returns: the number of its curve
 */
guint
ov_guess_curve_add (OvChart          *chart,
                    const OvTimeline *timeline,
                    const double     *losses,
                    guint             n_epochs)
{
  g_autofree double *epochs = g_new (double, n_epochs);
  g_autofree double *values = g_new (double, n_epochs);
  gsize n_points = 0;
  double highest = 0.0;
  const guint series =
    ov_chart_add_series (chart, _("Your guess"), OV_SLOT_REFERENCE, OV_LINE_DOTTED);

  for (guint i = 0; i < n_epochs; i++)
    {
      const double x = ov_timeline_get_end (timeline, i);

      if (isnan (losses[i]) || isnan (x))
        continue;
      epochs[n_points] = x;
      values[n_points++] = losses[i];
      highest = MAX (highest, losses[i]);
    }

  ov_chart_set_series_width (chart, series, GUESS_WIDTH);
  ov_chart_set_series_smoothed (chart, series, FALSE);
  ov_chart_set_points (chart, series, epochs, values, n_points);
  ov_chart_set_series_stray (chart, series, n_points > 0 && highest > STRAY_GROWTH * values[0]);

  return series;
}

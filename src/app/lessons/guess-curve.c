/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "guess-curve.h"

#include <glib/gi18n-lib.h>

/* A guess has the colour that no run ever takes, and is a little bolder than they are. */
#define GUESS_SLOT (OV_N_SLOTS - 1)
#define GUESS_WIDTH 2.5

/**
 * ov_guess_curve_add:
 * @chart: a chart of losses
 * @guess: a guess of a run's loss
 *
 * Draws a guess over the chart.
 *
 * Returns: the number of its curve
 */
guint
ov_guess_curve_add (OvChart       *chart,
                    const OvGuess *guess)
{
  const guint n = ov_guess_get_n_epochs (guess);
  g_autofree double *epochs = g_new (double, n);
  g_autofree double *values = g_new (double, n);
  const gsize n_points = ov_guess_copy_points (guess, epochs, values);
  const guint series = ov_chart_add_series (chart, _("Your guess"), GUESS_SLOT, OV_LINE_DOTTED);

  ov_chart_set_series_width (chart, series, GUESS_WIDTH);
  ov_chart_set_series_smoothed (chart, series, FALSE);
  ov_chart_set_points (chart, series, epochs, values, n_points);

  return series;
}

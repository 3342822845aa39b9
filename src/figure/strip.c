/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strip.h"

/**
 * ov_strip_curves_remove:
 * @self: a run's curves
 *
 * Takes the curves off the chart.
 */
void
ov_strip_curves_remove (OvStripCurves *self)
{
  g_return_if_fail (self != NULL);

  if (self->measured != 0)
    ov_chart_remove_series (self->chart, self->measured);
  if (self->limit != 0)
    ov_chart_remove_series (self->chart, self->limit);
  *self = (OvStripCurves) {0};
}

/**
 * ov_sharpness_get_points:
 * @history: what a run has measured
 *
 * Returns: the same for a figure; valid until @history changes
 */
OvSharpnessPoints
ov_sharpness_get_points (const OvSharpnessHistory *history)
{
  const OvSharpnessPoint *last = ov_sharpness_history_get_last (history);

  return (OvSharpnessPoints) {
    .epochs = ov_sharpness_history_get_epochs (history),
    .values = ov_sharpness_history_get_values (history),
    .n = ov_sharpness_history_get_length (history),
    .last_is_bound = last != NULL && last->is_bound,
  };
}

/**
 * ov_run_figure_see_run:
 * @run: a run
 *
 * Returns: what a figure or a strip shows of it; valid until the run tells of something new
 */
OvRunFigureRun
ov_run_figure_see_run (OvRun *run)
{
  g_return_val_if_fail (OV_IS_RUN (run), (OvRunFigureRun) {0});

  return (OvRunFigureRun) {
    .recipe = ov_run_get_recipe (run),
    .history = ov_run_get_history (run),
    .sharpness = ov_sharpness_get_points (ov_run_get_sharpness (run)),
  };
}

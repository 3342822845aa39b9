/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strip.h"

/**
 * ov_strip_curves_set_visible:
 * @self: a run's curves
 * @visible: whether they are drawn, read out and counted
 */
void
ov_strip_curves_set_visible (OvStripCurves *self,
                             gboolean       visible)
{
  g_return_if_fail (self != NULL);

  if (self->measured != 0)
    ov_chart_set_series_visible (self->chart, self->measured, visible);
  if (self->limit != 0)
    ov_chart_set_series_visible (self->chart, self->limit, visible);
}

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
 * ov_strip_is_chosen:
 * @self: a strip
 * @style: how the charts look
 *
 * Returns: whether the strip belongs to charts that look so
 */
gboolean
ov_strip_is_chosen (const OvStrip       *self,
                    const OvFigureStyle *style)
{
  g_return_val_if_fail (self != NULL && style != NULL, FALSE);

  return self->is_chosen == NULL || self->is_chosen (style);
}

/**
 * ov_run_figure_count_images:
 * @run: a run
 *
 * Returns: how many training images an epoch sees; 0 when its data is not known
 */
guint
ov_run_figure_count_images (OvRun *run)
{
  OvDataset *dataset = ov_run_get_dataset (run);

  return dataset != NULL ? ov_dataset_get_n_images (dataset, OV_SPLIT_TRAIN) : 0;
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
    .sharpness = ov_sharpness_get_points (ov_run_get_record (run)->sharpness),
    .n_images = ov_run_figure_count_images (run),
  };
}

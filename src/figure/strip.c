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

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
  for (guint i = 0; i < self->n_parts; i++)
    ov_chart_set_series_visible (self->chart, self->parts[i], visible);
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
  for (guint i = 0; i < self->n_parts; i++)
    ov_chart_remove_series (self->chart, self->parts[i]);
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

  return self->is_chosen == NULL || self->is_chosen (self, style);
}

/**
 * ov_strip_get_name:
 * @self: a strip
 *
 * Returns: (transfer none): what it is called in files and settings
 */
const char *
ov_strip_get_name (const OvStrip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->instrument != NULL ? self->instrument->name : self->name;
}

/**
 * ov_strip_get_title:
 * @self: a strip
 *
 * Returns: (transfer none): its title, not yet translated
 */
const char *
ov_strip_get_title (const OvStrip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->instrument != NULL ? self->instrument->title : self->title;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-alignment.h"

static double
measure_left (OvChartView *view)
{
  return ov_chart_measure_left (ov_chart_view_get_chart (view),
                                gtk_widget_get_width (GTK_WIDGET (view)),
                                gtk_widget_get_height (GTK_WIDGET (view)));
}

static double
measure_right (OvChartView *view)
{
  return ov_chart_measure_right (ov_chart_view_get_chart (view),
                                 gtk_widget_get_width (GTK_WIDGET (view)),
                                 gtk_widget_get_height (GTK_WIDGET (view)));
}

/**
 * ov_chart_alignment_apply:
 * @views: [@n_views]
 * @n_views: how many
 *
 * Lets the plot areas of all charts begin and end at the same places. Those that are hidden claim
 * no room.
 */
void
ov_chart_alignment_apply (OvChartView *const *views,
                          guint               n_views)
{
  double left = 0.0;
  double right = 0.0;

  for (guint i = 0; i < n_views; i++)
    {
      ov_chart_set_minimum_left (ov_chart_view_get_chart (views[i]), 0.0);
      ov_chart_set_minimum_right (ov_chart_view_get_chart (views[i]), 0.0);
      if (!gtk_widget_get_visible (GTK_WIDGET (views[i])))
        continue;

      left = MAX (left, measure_left (views[i]));
      right = MAX (right, measure_right (views[i]));
    }
  for (guint i = 0; i < n_views; i++)
    {
      ov_chart_set_minimum_left (ov_chart_view_get_chart (views[i]), left);
      ov_chart_set_minimum_right (ov_chart_view_get_chart (views[i]), right);
    }
}

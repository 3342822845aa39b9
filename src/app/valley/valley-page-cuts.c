/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Cuts through the valley beside its map, with the ball where the run is. */

static OvChartView *
get_view (OvValleyPage *self,
          OvValleySide  side)
{
  return side == OV_VALLEY_STEEP ? self->across_view : self->along_view;
}

/*
 * ov_valley_page_show_cuts:
 * @self: a page that has a valley, after its map
 * @points: (nullable): [@n_points], the way of the run in front, or of what lies ahead
 * @n_points: how many
 * @position: how many epochs are done
 *
 * Shows the loss along both directions of the map through the place where the run is.
 */
void
ov_valley_page_show_cuts (OvValleyPage        *self,
                          const OvValleyPoint *points,
                          guint                n_points,
                          double               position)
{
  const OvValley *valley = ov_valley_scene_get_valley (self->scene);
  OvChart *map = ov_chart_view_get_chart (self->view);
  double low[OV_N_VALLEY_SIDES];
  double high[OV_N_VALLEY_SIDES];
  double height;

  if (points == NULL || n_points == 0)
    return;

  ov_chart_get_y_range (map, &low[OV_VALLEY_STEEP], &high[OV_VALLEY_STEEP]);
  ov_chart_get_x_range (map, &low[OV_VALLEY_FLAT], &high[OV_VALLEY_FLAT]);
  height = ov_valley_cut_find_height (valley, low, high);
  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      OvChartView *view = get_view (self, side);

      ov_valley_cut_init (&self->cuts[side], valley, side, points, n_points, position);
      ov_valley_cut_fill (&self->cuts[side], ov_chart_view_get_chart (view),
                          low[side], high[side], height);
      ov_chart_view_changed (view);
    }
}

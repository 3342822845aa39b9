/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "valley-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Cuts through the valley beside its map, with the ball where the run is. */

/* The room above the highest part of the steep side that is in sight. */
#define HEADROOM 1.04

static OvChartView *
get_view (OvValleyPage *self,
          OvValleySide  side)
{
  return side == OV_VALLEY_STEEP ? self->across_view : self->along_view;
}

/* What of a direction is in sight on the map. */
static void
get_range (OvValleyPage *self,
           OvValleySide  side,
           double       *low,
           double       *high)
{
  OvChart *map = ov_chart_view_get_chart (self->view);

  if (side == OV_VALLEY_STEEP)
    ov_chart_get_y_range (map, low, high);
  else
    ov_chart_get_x_range (map, low, high);
}

/* Both cuts are drawn to one scale, that of the steep side: so the flat one looks flat. */
static double
find_height (OvValleyPage   *self,
             const OvValley *valley)
{
  double height = 0.0;

  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      const double optimum = ov_valley_get_optimum (valley, side);
      double low;
      double high;
      double reach;

      get_range (self, side, &low, &high);
      reach = MAX (optimum - low, high - optimum);
      height = MAX (height, (valley->modes[side].eigenvalue + valley->regularisation) * reach
                              * reach);
    }

  return height > 0.0 ? HEADROOM * height : 1.0;
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
  const double height = find_height (self, valley);

  if (points == NULL || n_points == 0)
    return;

  for (guint side = 0; side < OV_N_VALLEY_SIDES; side++)
    {
      OvChartView *view = get_view (self, side);
      double low;
      double high;

      get_range (self, side, &low, &high);
      ov_valley_cut_init (&self->cuts[side], valley, side, points, n_points, position);
      ov_valley_cut_fill (&self->cuts[side], ov_chart_view_get_chart (view), low, high, height);
      ov_chart_view_changed (view);
    }
}

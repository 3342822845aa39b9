/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-private.h"

#include <math.h>

/* How much of the range of the current curves the ghosts may add to it, above and below. */
#define GHOST_REACH 1.5

/* With fewer points than this the current curves do not yet say what the range should be. */
#define FEWEST_TO_LEAD 8

static OvRange
find_x_data (const OvChart *self)
{
  OvRange range = OV_RANGE_EMPTY;

  for (guint i = 0; i < self->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (self->series, i);

      for (gsize j = 0; series->visible && j < series->n; j++)
        {
          /* Where x only grows, its ends are the range. */
          if (series->ascending && !self->log_x && j > 0)
            j = series->n - 1;

          if (!self->log_x || series->x[j] > 0)
            range = ov_range_include (range, series->x[j]);
        }
    }

  return range;
}

static OvRange
find_x_range (const OvChart *self)
{
  OvRange range = find_x_data (self);
  double least = self->log_x ? 1 : 0;

  if (!ov_range_is_empty (self->zoom_x) && (!self->log_x || self->zoom_x.low > 0))
    return self->zoom_x;

  if (self->first_horizon > 0)
    {
      double reached = ov_range_is_empty (range) ? 0 : range.high;

      least = ov_range_is_empty (range) ? least : MIN (least, range.low);
      range.low = least;
      range.high = ov_scale_find_horizon (self->first_horizon, self->planned, reached);
    }

  if (ov_range_is_empty (range))
    return self->log_x ? (OvRange) {1, 10} : (OvRange) {0, 1};

  if (!(range.high / 2 - range.low / 2 > 1e-12 * MAX (fabs (range.low), fabs (range.high))))
    {
      if (self->log_x)
        ov_scale_round_out_log (&range.low, &range.high);
      else
        ov_scale_round_out (&range.low, &range.high, 2);
    }

  return range;
}

/* @ghosts, but no further from @range than the reach. */
static OvRange
hold_back (OvRange  ghosts,
           OvRange  range,
           gboolean logarithmic)
{
  double reach;

  if (logarithmic)
    {
      double factor = pow (range.high / range.low, GHOST_REACH) * 2;

      return (OvRange) {MAX (ghosts.low, range.low / factor),
                        MIN (ghosts.high, range.high * factor)};
    }

  reach = GHOST_REACH * MAX (range.high - range.low, 0.1 * fabs (range.high));

  return (OvRange) {MAX (ghosts.low, range.low - reach), MIN (ghosts.high, range.high + reach)};
}

static OvRange
find_y_data (const OvChart *self)
{
  OvRange range = OV_RANGE_EMPTY, ghosts = OV_RANGE_EMPTY;
  gsize most = 0;

  for (guint i = 0; i < self->series->len; i++)
    {
      OvSeries *series = g_ptr_array_index (self->series, i);
      gsize n;
      OvRange own;

      if (!series->visible)
        continue;

      own = ov_series_find_range (series, self->x_range, self->log_y, &n);
      if (series->faint)
        {
          ghosts = ov_range_unite (ghosts, own);
        }
      else
        {
          range = ov_range_unite (range, own);
          most = MAX (most, n);
        }
    }

  if (!ov_range_is_empty (range) && !ov_range_is_empty (ghosts) && most >= FEWEST_TO_LEAD)
    ghosts = hold_back (ghosts, range, self->log_y);

  return ov_range_is_empty (ghosts) ? range : ov_range_unite (range, ghosts);
}

static OvRange
find_y_range (const OvChart *self)
{
  OvRange range;
  double room;

  if (!ov_range_is_empty (self->zoom_y) && (!self->log_y || self->zoom_y.low > 0))
    return self->zoom_y;

  if (!ov_range_is_empty (self->y_fixed) && (!self->log_y || self->y_fixed.low > 0))
    return self->y_fixed;

  range = find_y_data (self);

  if (ov_range_is_empty (range))
    {
      range = self->log_y ? (OvRange) {0.1, 10} : (OvRange) {0, 1};
      if (!self->log_y && isfinite (self->y_limits.low) && isfinite (self->y_limits.high))
        range = self->y_limits;
      return range;
    }

  if (self->log_y)
    {
      ov_scale_round_out_log (&range.low, &range.high);
      return range;
    }

  /* A little room, so that no curve runs along an edge. */
  room = 0.02 * (range.high - range.low);
  range.low -= room;
  range.high += room;
  ov_scale_round_out (&range.low, &range.high, 8);

  if (self->y_limits.low < range.high)
    range.low = MAX (range.low, self->y_limits.low);
  if (self->y_limits.high > range.low)
    range.high = MIN (range.high, self->y_limits.high);

  return range;
}

static void
count_points (OvChart *self)
{
  self->n_above = self->n_below = self->n_non_finite = 0;

  for (guint i = 0; i < self->series->len; i++)
    {
      OvSeries *series = g_ptr_array_index (self->series, i);
      const OvSeriesCounts *counts;

      if (!series->visible)
        continue;

      counts = ov_series_count (series, self->x_range, self->y_range);
      self->n_above += counts->n_above;
      self->n_below += counts->n_below;
      self->n_non_finite += counts->n_non_finite;
    }
}

/**
 * ov_chart_update_ranges:
 * @self: a chart
 *
 * Works out what part of the data is shown, and what is not, when something has changed.
 */
void
ov_chart_update_ranges (OvChart *self)
{
  if (self->ranges_valid)
    return;

  self->x_range = find_x_range (self);
  self->y_range = find_y_range (self);
  count_points (self);
  self->ranges_valid = TRUE;
}

/**
 * ov_chart_get_x_range:
 * @self: a chart
 * @low: (out) (optional): the x at the left edge
 * @high: (out) (optional): the x at the right edge
 */
void
ov_chart_get_x_range (OvChart *self,
                      double  *low,
                      double  *high)
{
  g_return_if_fail (self != NULL);

  ov_chart_update_ranges (self);

  if (low != NULL)
    *low = self->x_range.low;
  if (high != NULL)
    *high = self->x_range.high;
}

/**
 * ov_chart_get_y_range:
 * @self: a chart
 * @low: (out) (optional): the y at the bottom edge
 * @high: (out) (optional): the y at the top edge
 */
void
ov_chart_get_y_range (OvChart *self,
                      double  *low,
                      double  *high)
{
  g_return_if_fail (self != NULL);

  ov_chart_update_ranges (self);

  if (low != NULL)
    *low = self->y_range.low;
  if (high != NULL)
    *high = self->y_range.high;
}

/**
 * ov_chart_count_cut_off:
 * @self: a chart
 * @above: (out) (optional): points of visible curves above the top edge
 * @below: (out) (optional): points below the bottom edge; on a logarithmic axis those of 0 and less
 *   are among them
 *
 * Only points within the x that is shown count.
 */
void
ov_chart_count_cut_off (OvChart *self,
                        guint   *above,
                        guint   *below)
{
  g_return_if_fail (self != NULL);

  ov_chart_update_ranges (self);

  if (above != NULL)
    *above = self->n_above;
  if (below != NULL)
    *below = self->n_below;
}

/**
 * ov_chart_count_non_finite:
 * @self: a chart
 *
 * Returns: points of visible curves that are infinite or not a number
 */
guint
ov_chart_count_non_finite (OvChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ov_chart_update_ranges (self);

  return self->n_non_finite;
}

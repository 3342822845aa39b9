/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-private.h"

#include <math.h>

/* How much of the range of the current curves the ghosts may add to it, above and below. */
#define GHOST_REACH 1.5

/* How far a stray may extend the range of the others, in sizes of it; on a logarithmic axis it is
 * at least a factor. Beyond that the axis is broken, and the others keep their room. */
#define STRAY_REACH 0.5
#define STRAY_LOG_REACH 10.0

/* The highest end of a broken axis: a power of ten that a double can hold twice over. */
#define MOST_BEYOND 1e300

/* With fewer points than this the current curves do not yet say what the range should be. */
#define FEWEST_TO_LEAD 8

/* What is added to x before a logarithm is taken. */
static double
get_shift (const OvChart *self)
{
  return self->log_x ? self->log_x_shift : 0;
}

/* The first point that the axis can show, of a curve that grows in x. */
static gsize
find_first_shown (const OvChart  *self,
                  const OvSeries *series)
{
  gsize low = 0, high = series->n;

  while (self->log_x && low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (series->x[middle] + get_shift (self) > 0)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

static OvRange
find_series_x (const OvChart  *self,
               const OvSeries *series)
{
  OvRange range = OV_RANGE_EMPTY;

  /* Where x only grows, its ends are the range. */
  if (series->ascending)
    {
      const gsize first = find_first_shown (self, series);

      if (first == series->n)
        return range;

      return ov_range_include (ov_range_include (range, series->x[first]),
                               series->x[series->n - 1]);
    }

  for (gsize i = 0; i < series->n; i++)
    if (!self->log_x || series->x[i] + get_shift (self) > 0)
      range = ov_range_include (range, series->x[i]);

  return range;
}

static OvRange
find_x_data (const OvChart *self)
{
  OvRange range = OV_RANGE_EMPTY;

  for (guint i = 0; i < self->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (self->series, i);

      if (series->visible)
        range = ov_range_unite (range, find_series_x (self, series));
    }

  return range;
}

/* Where an axis of counts begins. */
static double
find_start (const OvChart *self,
            OvRange        data)
{
  double low, high;

  if (!self->log_x || self->log_x_shift > 0)
    return ov_range_is_empty (data) ? 0 : MIN (0, data.low);

  if (ov_range_is_empty (data))
    return 1;

  low = data.low;
  high = low;
  ov_scale_round_out_log (&low, &high);

  return low;
}

/* Says in @has_range whether anything says what the range is. */
static OvRange
find_x_range (const OvChart *self,
              gboolean      *has_range)
{
  OvRange range = find_x_data (self);

  *has_range = self->ground != NULL || self->first_horizon > 0 || !ov_range_is_empty (self->zoom_x)
               || !ov_range_is_empty (range);
  if (!ov_range_is_empty (self->zoom_x)
      && (!self->log_x || self->zoom_x.low + self->log_x_shift > 0))
    return self->zoom_x;

  if (self->first_horizon > 0)
    {
      double reached = ov_range_is_empty (range) ? 0 : range.high;

      range.low = find_start (self, range);
      range.high = ov_scale_find_horizon (self->first_horizon, self->planned, reached);
      if (range.high <= range.low)
        range.high = 10 * range.low;
    }

  if (ov_range_is_empty (range))
    return self->log_x && self->log_x_shift == 0 ? (OvRange) {1, 10} : (OvRange) {0, 1};

  if (!(range.high / 2 - range.low / 2 > 1e-12 * MAX (fabs (range.low), fabs (range.high))))
    {
      if (self->log_x)
        ov_scale_round_out_log (&range.low, &range.high);
      else
        ov_scale_round_out (&range.low, &range.high, 2);
    }

  return range;
}

/* @ghosts, but no further from @range than the reach. What falls towards the end of the axis, such
 * as a loss that is lower than the current one, has to be seen. */
static OvRange
hold_back (const OvChart *self,
           OvRange        ghosts,
           OvRange        range)
{
  double reach;

  if (self->log_y)
    {
      double factor = pow (range.high / range.low, GHOST_REACH) * 2;

      return (OvRange) {MAX (ghosts.low, range.low / factor),
                        MIN (ghosts.high, range.high * factor)};
    }

  reach = GHOST_REACH * MAX (range.high - range.low, 0.1 * fabs (range.high));

  return (OvRange) {isfinite (self->y_limits.low) ? ghosts.low
                                                  : MAX (ghosts.low, range.low - reach),
                    MIN (ghosts.high, range.high + reach)};
}

/* Whether nothing can lie outside the axis, as with a share: then nothing is cut. */
static gboolean
is_bounded (const OvChart *self)
{
  return isfinite (self->y_limits.low) && isfinite (self->y_limits.high);
}

/* Whether the axis has room for a curve that reaches up to @high, without crushing the others. */
static gboolean
has_room (const OvChart *self,
          OvRange        range,
          double         high)
{
  const double size = range.high - range.low;

  if (self->log_y)
    return high <= range.high * MAX (range.high / range.low, STRAY_LOG_REACH);

  return high <= range.high + MAX (size, STRAY_REACH * fabs (range.high));
}

/* What curves ask for, each by itself. */
typedef struct
{
  OvRange current;
  OvRange ghosts;
  OvRange strays;
  gsize   n_most; /* points of a current one */
} Wishes;

static Wishes
collect_wishes (const OvChart *self)
{
  Wishes wishes = {OV_RANGE_EMPTY, OV_RANGE_EMPTY, OV_RANGE_EMPTY, 0};

  for (guint i = 0; i < self->series->len; i++)
    {
      OvSeries *series = g_ptr_array_index (self->series, i);
      gsize n;
      OvRange own;

      if (!series->visible)
        continue;

      own = ov_series_find_range (series, self->x_range, self->log_y, &n);
      if (is_bounded (self))
        own = series->hull;

      if (series->stray)
        wishes.strays = ov_range_unite (wishes.strays, own);
      else if (series->faint)
        wishes.ghosts = ov_range_unite (wishes.ghosts, own);
      else
        wishes.current = ov_range_unite (wishes.current, own);
      if (!series->stray && !series->faint)
        wishes.n_most = MAX (wishes.n_most, n);
    }

  return wishes;
}

static OvRange
find_y_data (const OvChart *self)
{
  Wishes wishes = collect_wishes (self);
  OvRange range;

  if (!ov_range_is_empty (wishes.current) && !ov_range_is_empty (wishes.ghosts)
      && wishes.n_most >= FEWEST_TO_LEAD && !is_bounded (self))
    wishes.ghosts = hold_back (self, wishes.ghosts, wishes.current);
  range = ov_range_unite (wishes.current, wishes.ghosts);

  /* Strays have the range to themselves where there is nothing else. */
  if (ov_range_is_empty (range) || is_bounded (self))
    return ov_range_unite (range, wishes.strays);

  return has_room (self, range, wishes.strays.high) ? ov_range_unite (range, wishes.strays)
                                                    : range;
}

/* Where a broken axis ends: at the power of ten above the strays that have no room in the range;
 * 0 when there is none, or the axis has been chosen by hand. */
static double
find_beyond (const OvChart *self)
{
  double highest = 0.0;

  if (!ov_range_is_empty (self->zoom_y) || !ov_range_is_empty (self->y_fixed)
      || is_bounded (self) || !(self->y_range.high > 0))
    return 0.0;

  for (guint i = 0; i < self->series->len; i++)
    {
      const OvSeries *series = g_ptr_array_index (self->series, i);

      if (series->visible && series->stray && !ov_range_is_empty (series->hull))
        highest = MAX (highest, series->hull.high);
    }

  if (!(highest > self->y_range.high))
    return 0.0;

  return pow (10, ceil (log10 (MIN (highest, MOST_BEYOND)) - 1e-9));
}

/* Says in @has_range whether anything says what the range is. */
static OvRange
find_y_range (const OvChart *self,
              gboolean      *has_range)
{
  OvRange range;
  double room;

  *has_range = self->ground != NULL || is_bounded (self) || !ov_range_is_empty (self->zoom_y)
               || !ov_range_is_empty (self->y_fixed);
  if (!ov_range_is_empty (self->zoom_y) && (!self->log_y || self->zoom_y.low > 0))
    return self->zoom_y;

  if (!ov_range_is_empty (self->y_fixed) && (!self->log_y || self->y_fixed.low > 0))
    return self->y_fixed;

  range = find_y_data (self);
  *has_range |= !ov_range_is_empty (range);

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

      counts = ov_series_count (series, self->x_range,
                                (OvRange) {self->y_range.low, MAX (self->y_range.high,
                                                                   self->beyond)});
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

  self->x_range = find_x_range (self, &self->has_x);
  self->y_range = find_y_range (self, &self->has_y);
  self->beyond = find_beyond (self);
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
 * @high: (out) (optional): the y at the top edge, or where the axis is broken
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

/**
 * ov_chart_get_beyond:
 * @self: a chart
 *
 * Returns: the y at the top edge of an axis that is broken, since a stray curve has no room on it,
 *   see ov_chart_set_series_stray(); 0 when it is not broken
 */
double
ov_chart_get_beyond (OvChart *self)
{
  g_return_val_if_fail (self != NULL, 0);

  ov_chart_update_ranges (self);

  return self->beyond;
}

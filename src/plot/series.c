/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "series.h"

#include <math.h>

static const double not_a_number = NAN;

/**
 * ov_series_new:
 * @id: its number in the chart
 * @name: (nullable): its name in the legend
 * @slot: its palette slot
 * @style: of the line
 *
 * Returns: (transfer full): a visible curve without points
 */
OvSeries *
ov_series_new (guint       id,
               const char *name,
               guint       slot,
               OvLineStyle style)
{
  OvSeries *self = g_new0 (OvSeries, 1);

  self->id = id;
  self->name = g_strdup (name != NULL ? name : "");
  self->slot = slot;
  self->style = style;
  self->visible = TRUE;
  self->listed = TRUE;
  self->smoothed = TRUE;
  self->ascending = TRUE;
  self->reduction = ov_reduction_new ();
  self->smooth_reduction = ov_reduction_new ();

  return self;
}

/**
 * ov_series_free:
 * @self: (transfer full): a curve
 */
void
ov_series_free (OvSeries *self)
{
  if (self->low != NULL)
    {
      ov_series_free (self->low);
      ov_series_free (self->high);
      g_array_unref (self->n_values);
    }
  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->smooth);
  g_clear_pointer (&self->range, ov_robust_range_free);
  ov_reduction_free (self->reduction);
  ov_reduction_free (self->smooth_reduction);
  g_free (self);
}

/**
 * ov_series_clear:
 * @self: a curve
 *
 * Takes all points away, and the band around them.
 */
void
ov_series_clear (OvSeries *self)
{
  g_clear_pointer (&self->low, ov_series_free);
  g_clear_pointer (&self->high, ov_series_free);
  g_clear_pointer (&self->n_values, g_array_unref);
  self->n = 0;
  self->ascending = TRUE;
  self->n_smoothed = 0;
  g_clear_pointer (&self->range, ov_robust_range_free);
  self->counts = (OvSeriesCounts) {0};
  ov_reduction_forget (self->reduction);
  ov_reduction_forget (self->smooth_reduction);
}

/* Room grows by half of itself at least, so that a point is moved a few times at most. */
static void
make_room (OvSeries *self,
           gsize     n)
{
  if (n <= self->n_room)
    return;

  self->n_room = MAX (n, self->n_room + self->n_room / 2);
  self->x = g_renew (double, self->x, self->n_room);
  self->y = g_renew (double, self->y, self->n_room);
}

/**
 * ov_series_append:
 * @self: a curve
 * @x: [n]
 * @y: [n]
 * @n: number of points
 *
 * Adds copies of these points.
 */
void
ov_series_append (OvSeries     *self,
                  const double *x,
                  const double *y,
                  gsize         n)
{
  make_room (self, self->n + n);

  for (gsize i = 0; i < n; i++, self->n++)
    {
      self->x[self->n] = x[i];
      self->y[self->n] = y[i];
      self->ascending = self->ascending && isfinite (x[i])
                        && (self->n == 0 || x[i] >= self->x[self->n - 1]);
    }
}

/**
 * ov_series_append_spread:
 * @self: a curve without points, or one that has a band
 * @x: [n]
 * @y: [n]
 * @n: number of points
 *
 * Adds copies of these points, with a band around them. Its edges are curves of their own, which
 * are smoothed and reduced as any other, and never drawn as lines.
 */
void
ov_series_append_spread (OvSeries       *self,
                         const double   *x,
                         const OvSpread *y,
                         gsize           n)
{
  g_return_if_fail (self->low != NULL || self->n == 0);

  if (self->low == NULL)
    {
      self->low = ov_series_new (0, NULL, self->slot, OV_LINE_SOLID);
      self->high = ov_series_new (0, NULL, self->slot, OV_LINE_SOLID);
      self->n_values = g_array_new (FALSE, FALSE, sizeof (guint));
    }

  for (gsize i = 0; i < n; i++)
    {
      const gboolean has_band = isfinite (y[i].low) && isfinite (y[i].high);

      ov_series_append (self, &x[i], &y[i].middle, 1);
      ov_series_append (self->low, &x[i], has_band ? &y[i].low : &not_a_number, 1);
      ov_series_append (self->high, &x[i], has_band ? &y[i].high : &not_a_number, 1);
      g_array_append_val (self->n_values, y[i].n);
    }
}

/**
 * ov_series_smooth:
 * @self: a curve
 * @weight: how much of the past is kept at each point, at least 0 and below 1; 0 is no smoothing
 *
 * The exponential moving average s ← weight·s + (1 − weight)·y, divided by 1 − weight^k after
 * k points, so that it does not start out pulled towards 0. Points that are not finite stay as they
 * are and do not enter the average. The edges of a band are averaged in the same way, which keeps
 * the curve between them.
 */
void
ov_series_smooth (OvSeries *self,
                  double    weight)
{
  if (self->low != NULL)
    {
      ov_series_smooth (self->low, self->smoothed ? weight : 0);
      ov_series_smooth (self->high, self->smoothed ? weight : 0);
    }

  if (!(weight > 0) || !self->smoothed || self->n == 0)
    {
      g_clear_pointer (&self->smooth, g_free);
      self->n_smoothed = 0;
      return;
    }

  if (self->n_smoothed == 0 || self->smoothing != weight)
    {
      self->smoothing = weight;
      self->n_smoothed = 0;
      self->smooth_sum = 0;
      self->smooth_share = 1;
      ov_reduction_forget (self->smooth_reduction);
    }

  self->smooth = g_renew (double, self->smooth, self->n_room);
  for (gsize i = self->n_smoothed; i < self->n; i++)
    {
      if (!isfinite (self->y[i]))
        {
          self->smooth[i] = self->y[i];
          continue;
        }

      self->smooth_sum = weight * self->smooth_sum + (1 - weight) * self->y[i];
      self->smooth_share *= weight;
      self->smooth[i] = self->smooth_sum / (1 - self->smooth_share);
    }
  self->n_smoothed = self->n;
}

static gboolean
are_ranges_equal (OvRange a,
                  OvRange b)
{
  return a.low == b.low && a.high == b.high;
}

/* Whether the points that were looked at count within another range of x as they did before. */
static gboolean
is_range_valid (const OvSeries *self,
                OvRange         shown_x,
                gboolean        logarithmic)
{
  if (self->range == NULL || self->is_log != logarithmic)
    return FALSE;

  return are_ranges_equal (self->shown_x, shown_x)
         || (self->ascending && self->n_ranged > 0 && self->n_shown == self->n_ranged
             && self->x[0] >= shown_x.low && self->x[self->n_ranged - 1] <= shown_x.high);
}

/* @range, and what the band around the curve asks for, whose hull joins the curve's. */
static OvRange
unite_with_band (OvSeries *self,
                 OvRange   range)
{
  OvSeries *const edges[] = {self->low, self->high};

  for (gsize i = 0; i < G_N_ELEMENTS (edges) && edges[i] != NULL; i++)
    {
      gsize n;

      range = ov_range_unite (range,
                              ov_series_find_range (edges[i], self->shown_x, self->is_log, &n));
      self->hull = ov_range_unite (self->hull, edges[i]->hull);
    }

  return range;
}

/**
 * ov_series_find_range:
 * @self: a curve
 * @shown_x: the range of x that is shown
 * @logarithmic: whether the y axis is
 * @n_shown: (out): number of points within @shown_x
 *
 * Also brings the hull up to date. A band counts as well as its curve.
 *
 * Returns: the range of y that shows these points well, see ov_robust_range_get()
 */
OvRange
ov_series_find_range (OvSeries *self,
                      OvRange   shown_x,
                      gboolean  logarithmic,
                      gsize    *n_shown)
{
  if (!is_range_valid (self, shown_x, logarithmic))
    {
      g_clear_pointer (&self->range, ov_robust_range_free);
      self->range = ov_robust_range_new (logarithmic);
      self->hull = OV_RANGE_EMPTY;
      self->is_log = logarithmic;
      self->n_ranged = 0;
      self->n_shown = 0;
    }
  self->shown_x = shown_x;

  for (; self->n_ranged < self->n; self->n_ranged++)
    if (self->x[self->n_ranged] >= shown_x.low && self->x[self->n_ranged] <= shown_x.high)
      {
        const double value = self->y[self->n_ranged];

        ov_robust_range_add (self->range, value);
        if (isfinite (value) && (!logarithmic || value > 0))
          self->hull = ov_range_include (self->hull, value);
        self->n_shown++;
      }
  *n_shown = self->n_shown;

  return unite_with_band (self, ov_robust_range_get (self->range));
}

/**
 * ov_series_count:
 * @self: a curve
 * @x: the range of x that is shown
 * @y: the range of y that is shown
 *
 * Returns: (transfer none): what cannot be seen of the curve
 */
const OvSeriesCounts *
ov_series_count (OvSeries *self,
                 OvRange   x,
                 OvRange   y)
{
  OvSeriesCounts *counts = &self->counts;

  if (!are_ranges_equal (counts->x, x) || !are_ranges_equal (counts->y, y))
    *counts = (OvSeriesCounts) {.x = x, .y = y};

  for (; counts->n < self->n; counts->n++)
    {
      const double at = self->x[counts->n], value = self->y[counts->n];

      if (!isfinite (at))
        counts->n_non_finite++;
      else if (at < x.low || at > x.high)
        continue;
      else if (!isfinite (value))
        counts->n_non_finite++;
      else if (value > y.high)
        counts->n_above++;
      else if (value < y.low)
        counts->n_below++;
    }

  return counts;
}

/**
 * ov_series_distance:
 * @x: a data x
 * @other: another
 * @logarithmic: whether the x axis is
 *
 * Returns: a measure of how far apart the two are drawn; infinite where one is not drawn
 */
double
ov_series_distance (double   x,
                    double   other,
                    gboolean logarithmic)
{
  double distance = logarithmic ? fabs (log (x / other)) : fabs (x - other);

  return isnan (distance) ? INFINITY : distance;
}

/**
 * ov_series_find_nearest:
 * @self: a curve with at least one point
 * @x: a data x
 * @logarithmic: whether the x axis is
 *
 * Returns: index of the point that is drawn nearest to @x; of equally near ones the first
 */
gsize
ov_series_find_nearest (const OvSeries *self,
                        double          x,
                        gboolean        logarithmic)
{
  gsize best = 0, low = 0, high = self->n;

  g_return_val_if_fail (self->n > 0, 0);

  if (!self->ascending)
    {
      for (gsize i = 1; i < self->n; i++)
        if (ov_series_distance (x, self->x[i], logarithmic)
            < ov_series_distance (x, self->x[best], logarithmic))
          best = i;

      return best;
    }

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->x[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == self->n
      || (low > 0
          && ov_series_distance (x, self->x[low - 1], logarithmic)
               <= ov_series_distance (x, self->x[low], logarithmic)))
    low--;

  while (low > 0 && self->x[low - 1] == self->x[low])
    low--;

  return low;
}

/**
 * ov_series_covers:
 * @self: a curve
 * @x: a data x
 *
 * Returns: whether @x lies between the curve's ends, or past one by no more than half the usual
 *   distance of two points; beyond that the nearest point says nothing about @x
 */
gboolean
ov_series_covers (const OvSeries *self,
                  double          x)
{
  double first = INFINITY, last = -INFINITY, slack;

  if (self->n == 0)
    return FALSE;

  if (self->ascending)
    {
      first = self->x[0];
      last = self->x[self->n - 1];
    }
  else
    {
      for (gsize i = 0; i < self->n; i++)
        if (isfinite (self->x[i]))
          {
            first = MIN (first, self->x[i]);
            last = MAX (last, self->x[i]);
          }
    }

  slack = self->n > 1 ? (last - first) / (double) (self->n - 1) / 2 : 0;
  slack += 1e-9 * MAX (fabs (first), fabs (last));

  return x >= first - slack && x <= last + slack;
}

/**
 * ov_series_get_colour:
 * @self: a curve
 * @theme: the surroundings
 *
 * Returns: the colour it is drawn in
 */
OvColour
ov_series_get_colour (const OvSeries *self,
                      OvTheme         theme)
{
  if (self->emphasis == OV_EMPHASIS_LOWERED)
    return ov_palette_get_dimmed (theme, self->slot);

  return self->faint && self->emphasis == OV_EMPHASIS_NONE
           ? ov_palette_get_ghost (theme, self->slot)
           : ov_palette_get_slot (theme, self->slot);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "series.h"

#include <math.h>

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

  return self;
}

/**
 * ov_series_free:
 * @self: (transfer full): a curve
 */
void
ov_series_free (OvSeries *self)
{
  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->smooth);
  g_free (self);
}

/**
 * ov_series_set_points:
 * @self: a curve
 * @x: [n]
 * @y: [n]
 * @n: number of points
 *
 * Replaces the points by copies of these.
 */
void
ov_series_set_points (OvSeries     *self,
                      const double *x,
                      const double *y,
                      gsize         n)
{
  g_free (self->x);
  g_free (self->y);
  self->n = n;
  self->x = n > 0 ? g_memdup2 (x, n * sizeof *x) : NULL;
  self->y = n > 0 ? g_memdup2 (y, n * sizeof *y) : NULL;

  self->ascending = n == 0 || isfinite (x[0]);
  for (gsize i = 1; i < n && self->ascending; i++)
    self->ascending = isfinite (x[i]) && x[i] >= x[i - 1];
}

/**
 * ov_series_smooth:
 * @self: a curve
 * @weight: how much of the past is kept at each point, at least 0 and below 1; 0 is no smoothing
 *
 * The exponential moving average s ← weight·s + (1 − weight)·y, divided by 1 − weight^k after
 * k points, so that it does not start out pulled towards 0. Points that are not finite stay as they
 * are and do not enter the average.
 */
void
ov_series_smooth (OvSeries *self,
                  double    weight)
{
  double sum = 0, share = 1;

  g_clear_pointer (&self->smooth, g_free);

  if (!(weight > 0) || !self->smoothed || self->n == 0)
    return;

  self->smooth = g_new (double, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      if (!isfinite (self->y[i]))
        {
          self->smooth[i] = self->y[i];
          continue;
        }

      sum = weight * sum + (1 - weight) * self->y[i];
      share *= weight;
      self->smooth[i] = sum / (1 - share);
    }
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
  return self->faint ? ov_palette_get_ghost (theme, self->slot)
                     : ov_palette_get_slot (theme, self->slot);
}

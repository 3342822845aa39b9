/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-private.h"

/*
 * ov_chart_find_series:
 * @self: a chart
 * @series: the number of a curve
 *
 * Returns: (transfer none) (nullable): the curve, or %NULL when the chart has none of that number
 */
OvSeries *
ov_chart_find_series (const OvChart *self,
                      guint          series)
{
  for (guint i = 0; i < self->series->len; i++)
    {
      OvSeries *candidate = g_ptr_array_index (self->series, i);

      if (candidate->id == series)
        return candidate;
    }

  return NULL;
}

/**
 * ov_chart_change_series:
 * @self: a chart
 * @series: a curve's number
 *
 * Returns: (transfer none): the curve, which the caller changes
 */
OvSeries *
ov_chart_change_series (OvChart *self,
                        guint    series)
{
  OvSeries *found = ov_chart_find_series (self, series);

  g_assert (found != NULL);
  found->revision++;
  ov_chart_change (self);

  return found;
}

/**
 * ov_chart_add_series:
 * @self: a chart
 * @name: (nullable): its name in legend and read-out; without one it is not in the legend
 * @slot: its colour, see ov_palette_get_slot()
 * @style: of its line
 *
 * Adds a visible curve without points. Later ones are drawn over earlier ones.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_series (OvChart    *self,
                     const char *name,
                     guint       slot,
                     OvLineStyle style)
{
  g_return_val_if_fail (self != NULL, 0);

  self->last_id++;
  g_ptr_array_add (self->series, ov_series_new (self->last_id, name, slot, style));
  ov_chart_change (self);

  return self->last_id;
}

/**
 * ov_chart_remove_series:
 * @self: a chart
 * @series: a curve's number
 */
void
ov_chart_remove_series (OvChart *self,
                        guint    series)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_remove (self->series, ov_chart_find_series (self, series));
  ov_chart_change (self);
}

/**
 * ov_chart_remove_all_series:
 * @self: a chart
 */
void
ov_chart_remove_all_series (OvChart *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->series, 0);
  ov_chart_change (self);
}

/**
 * ov_chart_set_points:
 * @self: a chart
 * @series: a curve's number
 * @x: (nullable): [n], usually ascending; NULL only when @n is 0
 * @y: (nullable): [n]; values that are not finite break the line and are marked
 * @n: number of points
 *
 * Replaces the curve's points by copies of these.
 */
void
ov_chart_set_points (OvChart      *self,
                     guint         series,
                     const double *x,
                     const double *y,
                     gsize         n)
{
  OvSeries *found = ov_chart_change_series (self, series);

  g_return_if_fail (n == 0 || (x != NULL && y != NULL));

  ov_series_clear (found);
  ov_series_append (found, x, y, n);
  ov_series_smooth (found, self->smoothing);
}

/**
 * ov_chart_append_points:
 * @self: a chart
 * @series: a curve's number
 * @x: (nullable): [n], usually ascending; NULL only when @n is 0
 * @y: (nullable): [n]; values that are not finite break the line and are marked
 * @n: number of points
 *
 * Adds copies of these points to the curve's, which costs as much as there is new.
 */
void
ov_chart_append_points (OvChart      *self,
                        guint         series,
                        const double *x,
                        const double *y,
                        gsize         n)
{
  OvSeries *found;

  g_return_if_fail (n == 0 || (x != NULL && y != NULL));

  if (n == 0)
    return;

  found = ov_chart_change_series (self, series);
  ov_series_append (found, x, y, n);
  ov_series_smooth (found, self->smoothing);
}

/**
 * ov_chart_set_series_name:
 * @self: a chart
 * @series: a curve's number
 * @name: (nullable): its name in legend and read-out
 */
void
ov_chart_set_series_name (OvChart    *self,
                          guint       series,
                          const char *name)
{
  OvSeries *found = ov_chart_change_series (self, series);

  g_free (found->name);
  found->name = g_strdup (name != NULL ? name : "");
}

/**
 * ov_chart_set_series_listed:
 * @self: a chart
 * @series: a curve's number
 * @listed: whether it has an entry in the legend; its name stands in the read-out all the same
 */
void
ov_chart_set_series_listed (OvChart *self,
                            guint    series,
                            gboolean listed)
{
  ov_chart_change_series (self, series)->listed = listed;
}

/**
 * ov_chart_set_series_slot:
 * @self: a chart
 * @series: a curve's number
 * @slot: its colour
 */
void
ov_chart_set_series_slot (OvChart *self,
                          guint    series,
                          guint    slot)
{
  ov_chart_change_series (self, series)->slot = slot;
}

/**
 * ov_chart_set_series_width:
 * @self: a chart
 * @series: a curve's number
 * @width: of its line in user units; 0 for the usual one
 */
void
ov_chart_set_series_width (OvChart *self,
                           guint    series,
                           double   width)
{
  ov_chart_change_series (self, series)->width = MAX (width, 0);
}

/**
 * ov_chart_set_series_faint:
 * @self: a chart
 * @series: a curve's number
 * @faint: whether it is a ghost: pale, thinner, beneath the others
 */
void
ov_chart_set_series_faint (OvChart *self,
                           guint    series,
                           gboolean faint)
{
  ov_chart_change_series (self, series)->faint = faint;
}

/**
 * ov_chart_set_series_emphasis:
 * @self: a chart
 * @series: a curve's number
 * @emphasis: how it stands out among the others
 */
void
ov_chart_set_series_emphasis (OvChart   *self,
                              guint      series,
                              OvEmphasis emphasis)
{
  OvSeries *found = ov_chart_find_series (self, series);

  g_return_if_fail (found != NULL);

  found->emphasis = emphasis;
}

/**
 * ov_chart_set_series_visible:
 * @self: a chart
 * @series: a curve's number
 * @visible: whether it is drawn, read out and counted
 */
void
ov_chart_set_series_visible (OvChart *self,
                             guint    series,
                             gboolean visible)
{
  ov_chart_change_series (self, series)->visible = visible;
}

/**
 * ov_chart_set_series_smoothed:
 * @self: a chart
 * @series: a curve's number
 * @smoothed: whether the chart's smoothing applies to this curve too, as at first
 */
void
ov_chart_set_series_smoothed (OvChart *self,
                              guint    series,
                              gboolean smoothed)
{
  OvSeries *found = ov_chart_change_series (self, series);

  found->smoothed = smoothed;
  ov_series_smooth (found, self->smoothing);
}

/**
 * ov_chart_set_series_marked:
 * @self: a chart
 * @series: a curve's number
 * @marked: whether each point has a dot, as far as dots have room beside each other
 */
void
ov_chart_set_series_marked (OvChart *self,
                            guint    series,
                            gboolean marked)
{
  ov_chart_change_series (self, series)->marked = marked;
}

/**
 * ov_chart_set_series_bounding:
 * @self: a chart
 * @series: a curve's number
 * @bounding: whether what lies above the curve is shaded as being beyond it
 */
void
ov_chart_set_series_bounding (OvChart *self,
                              guint    series,
                              gboolean bounding)
{
  ov_chart_change_series (self, series)->bounding = bounding;
}

/**
 * ov_chart_set_series_symbol:
 * @self: a chart
 * @series: a curve's number
 * @symbol: what stands at each of its points, in place of a line through them
 */
void
ov_chart_set_series_symbol (OvChart *self,
                            guint    series,
                            OvSymbol symbol)
{
  ov_chart_change_series (self, series)->symbol = symbol;
}

/**
 * ov_chart_set_series_continuous:
 * @self: a chart
 * @series: a curve's number
 * @continuous: whether its value is known everywhere, such as a formula's, and the points are only
 *   those that it is drawn through
 *
 * The read-out then shows its nearest value even where it shows others only exactly.
 */
void
ov_chart_set_series_continuous (OvChart *self,
                                guint    series,
                                gboolean continuous)
{
  OvSeries *found = ov_chart_find_series (self, series);

  g_return_if_fail (found != NULL);

  found->continuous = continuous;
}

/**
 * ov_chart_set_series_stray:
 * @self: a chart
 * @series: a curve's number
 * @stray: whether it may leave the range that the others have
 *
 * A stray never flattens the others: where it rises far above them the y axis is broken, and what
 * lies beyond the break is drawn on a logarithmic scale of its own.
 */
void
ov_chart_set_series_stray (OvChart *self,
                           guint    series,
                           gboolean stray)
{
  const OvSeries *found = ov_chart_find_series (self, series);

  if (found == NULL || found->stray != stray)
    ov_chart_change_series (self, series)->stray = stray;
}

/**
 * ov_chart_set_smoothing:
 * @self: a chart
 * @weight: of the past, from 0 (off) to below 1, see ov_series_smooth()
 *
 * Smoothed curves are drawn over the pale originals; the read-out always shows the original.
 */
void
ov_chart_set_smoothing (OvChart *self,
                        double   weight)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (weight >= 0 && weight < 1);

  self->smoothing = weight;
  for (guint i = 0; i < self->series->len; i++)
    ov_series_smooth (g_ptr_array_index (self->series, i), weight);

  ov_chart_change (self);
}

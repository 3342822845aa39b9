/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-private.h"

#include <math.h>

/**
 * ov_mark_free:
 * @mark: (transfer full): a marker, a reference or a band
 */
void
ov_mark_free (OvMark *mark)
{
  g_free (mark->label);
  g_free (mark);
}

static guint
add_mark (OvChart    *self,
          OvMarkKind  kind,
          double      from,
          double      to,
          const char *label)
{
  OvMark *mark = g_new0 (OvMark, 1);

  mark->id = ++self->last_id;
  mark->kind = kind;
  mark->from = from;
  mark->to = to;
  mark->label = g_strdup (label);
  g_ptr_array_add (self->marks, mark);

  return mark->id;
}

/**
 * ov_chart_add_marker:
 * @self: a chart
 * @x: where
 * @label: (nullable): beside its top
 *
 * Adds a vertical line.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_marker (OvChart    *self,
                     double      x,
                     const char *label)
{
  g_return_val_if_fail (self != NULL, 0);

  return add_mark (self, OV_MARK_MARKER, x, x, label);
}

/**
 * ov_chart_add_guide:
 * @self: a chart
 * @x: where
 * @label: (nullable): beside its top
 *
 * Adds a vertical line that points something out and warns of nothing.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_guide (OvChart    *self,
                    double      x,
                    const char *label)
{
  g_return_val_if_fail (self != NULL, 0);

  return add_mark (self, OV_MARK_GUIDE, x, x, label);
}

/**
 * ov_chart_add_reference:
 * @self: a chart
 * @y: where
 * @label: (nullable): above its right end
 *
 * Adds a horizontal line.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_reference (OvChart    *self,
                        double      y,
                        const char *label)
{
  g_return_val_if_fail (self != NULL, 0);

  return add_mark (self, OV_MARK_REFERENCE, y, y, label);
}

/**
 * ov_chart_add_point:
 * @self: a chart
 * @x: where
 * @y: where
 * @label: (nullable): beside it
 *
 * Adds a ring around a point.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_point (OvChart    *self,
                    double      x,
                    double      y,
                    const char *label)
{
  g_return_val_if_fail (self != NULL, 0);

  return add_mark (self, OV_MARK_POINT, x, y, label);
}

/**
 * ov_chart_add_band:
 * @self: a chart
 * @from: its start in x
 * @to: its end in x
 * @label: (nullable): at its top
 *
 * Adds a shaded band from the bottom to the top.
 *
 * Returns: its number, never 0
 */
guint
ov_chart_add_band (OvChart    *self,
                   double      from,
                   double      to,
                   const char *label)
{
  g_return_val_if_fail (self != NULL, 0);

  return add_mark (self, OV_MARK_BAND, MIN (from, to), MAX (from, to), label);
}

/**
 * ov_chart_remove_mark:
 * @self: a chart
 * @mark: number of a marker, a reference or a band
 */
void
ov_chart_remove_mark (OvChart *self,
                      guint    mark)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->marks->len; i++)
    if (((OvMark *) g_ptr_array_index (self->marks, i))->id == mark)
      {
        g_ptr_array_remove_index (self->marks, i);
        return;
      }
}

/**
 * ov_chart_remove_all_marks:
 * @self: a chart
 *
 * Removes all markers, references and bands.
 */
void
ov_chart_remove_all_marks (OvChart *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->marks, 0);
}

/**
 * ov_chart_set_crosshair:
 * @self: a chart
 * @x: where; it is drawn at the nearest x of the data
 * @y: the pointer's y in data units, for the order of the read-out; NAN when it is not in this
 *   chart
 * @with_read_out: whether the values are written beside it
 */
void
ov_chart_set_crosshair (OvChart *self,
                        double   x,
                        double   y,
                        gboolean with_read_out)
{
  g_return_if_fail (self != NULL);

  self->has_crosshair = isfinite (x);
  self->crosshair_x = x;
  self->crosshair_y = y;
  self->with_read_out = with_read_out;
}

/**
 * ov_chart_clear_crosshair:
 * @self: a chart
 */
void
ov_chart_clear_crosshair (OvChart *self)
{
  g_return_if_fail (self != NULL);

  self->has_crosshair = FALSE;
}

/**
 * ov_chart_set_selection:
 * @self: a chart
 * @from: one end in x
 * @to: the other end; may be the smaller one
 *
 * Shades what a drag has gone over so far.
 */
void
ov_chart_set_selection (OvChart *self,
                        double   from,
                        double   to)
{
  g_return_if_fail (self != NULL);

  if (isfinite (from) && isfinite (to))
    self->selection = (OvRange) {MIN (from, to), MAX (from, to)};
  else
    self->selection = OV_RANGE_EMPTY;
}

/**
 * ov_chart_clear_selection:
 * @self: a chart
 */
void
ov_chart_clear_selection (OvChart *self)
{
  g_return_if_fail (self != NULL);

  self->selection = OV_RANGE_EMPTY;
}

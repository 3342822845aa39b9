/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart-private.h"
#include "ghost-layer.h"
#include "layout.h"

#include <math.h>

/**
 * ov_chart_change:
 * @self: a chart
 *
 * Notes a change of something that decides where things stand.
 */
void
ov_chart_change (OvChart *self)
{
  self->ranges_valid = FALSE;
  g_clear_pointer (&self->layout, ov_layout_free);
}

/**
 * ov_chart_new:
 *
 * Returns: (transfer full): an empty chart with linear axes and a legend
 */
OvChart *
ov_chart_new (void)
{
  OvChart *self = g_new0 (OvChart, 1);

  self->type_scale = self->text_scale = 1;
  self->legend = TRUE;
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_series_free);
  self->marks = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_mark_free);
  self->y_limits = (OvRange) {-INFINITY, INFINITY};
  self->y_fixed = self->zoom_x = self->zoom_y = self->selection = OV_RANGE_EMPTY;

  return self;
}

/**
 * ov_chart_free:
 * @self: (transfer full) (nullable): a chart
 */
void
ov_chart_free (OvChart *self)
{
  if (self == NULL)
    return;

  ov_chart_change (self);
  ov_ghost_layer_free (self->layer);
  g_free (self->title);
  g_free (self->x_title);
  g_free (self->y_title);
  g_free (self->unit);
  g_free (self->message);
  g_free (self->note);
  g_free (self->foot);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->marks);
  g_free (self);
}

static void
replace_string (OvChart    *self,
                char      **field,
                const char *string)
{
  if (g_strcmp0 (*field, string) == 0)
    return;

  g_free (*field);
  *field = g_strdup (string);
  ov_chart_change (self);
}

/**
 * ov_chart_set_title:
 * @self: a chart
 * @title: (nullable): in bold above the plot area; it is elided when it is too long
 */
void
ov_chart_set_title (OvChart    *self,
                    const char *title)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->title, title);
}

/**
 * ov_chart_set_x_title:
 * @self: a chart
 * @title: (nullable): under the x axis, each further line a shorter way to say it; the first one
 *   stands before x in the read-out
 */
void
ov_chart_set_x_title (OvChart    *self,
                      const char *title)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->x_title, title);
}

/**
 * ov_chart_set_y_title:
 * @self: a chart
 * @title: (nullable): up the left side; each further line is a shorter way to say it, and it is
 *   left out where there is no room for any
 */
void
ov_chart_set_y_title (OvChart    *self,
                      const char *title)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->y_title, title);
}

/**
 * ov_chart_set_unit:
 * @self: a chart
 * @unit: (nullable): put after each value of the read-out, such as "%"
 */
void
ov_chart_set_unit (OvChart    *self,
                   const char *unit)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->unit, unit);
}

/**
 * ov_chart_set_message:
 * @self: a chart
 * @message: (nullable): a sentence in the middle of the plot area, such as why there is no curve
 *   yet
 */
void
ov_chart_set_message (OvChart    *self,
                      const char *message)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->message, message);
}

/**
 * ov_chart_set_note:
 * @self: a chart
 * @note: (nullable): a few words at the right of the legend; each line is a shorter way to say it,
 *   of which the first that has room is shown, and the last one within the plot when none has
 */
void
ov_chart_set_note (OvChart    *self,
                   const char *note)
{
  g_return_if_fail (self != NULL);

  replace_string (self, &self->note, note);
}

/**
 * ov_chart_set_layer_scale:
 * @self: a chart
 * @scale: how many pixels a unit has where it is drawn; 0 for a drawing without pixels
 *
 * Lets the chart keep a picture of its faint curves, if they are many, so that drawing it again is
 * fast while only others change. A picture has pixels, which are for a screen.
 */
void
ov_chart_set_layer_scale (OvChart *self,
                          double   scale)
{
  g_return_if_fail (self != NULL);

  self->layer_scale = scale;
}

/**
 * ov_chart_set_theme:
 * @self: a chart
 * @theme: the surroundings; paper has larger type as well
 */
void
ov_chart_set_theme (OvChart *self,
                    OvTheme  theme)
{
  g_return_if_fail (self != NULL);

  if (self->theme == theme)
    return;

  self->theme = theme;
  ov_chart_change (self);
}

/**
 * ov_chart_get_theme:
 * @self: a chart
 *
 * Returns: its theme
 */
OvTheme
ov_chart_get_theme (const OvChart *self)
{
  g_return_val_if_fail (self != NULL, OV_THEME_LIGHT);

  return self->theme;
}

/**
 * ov_chart_set_curve_width:
 * @self: a chart
 * @width: of its curves, in user units; 0, as at first, for what suits the size of its type
 */
void
ov_chart_set_curve_width (OvChart *self,
                          double   width)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (width >= 0);

  self->curve_width = width;
  ov_chart_change (self);
}

/**
 * ov_chart_set_transparent:
 * @self: a chart
 * @is_transparent: whether it leaves out its background
 */
void
ov_chart_set_transparent (OvChart *self,
                          gboolean is_transparent)
{
  g_return_if_fail (self != NULL);

  self->is_transparent = is_transparent;
  ov_chart_change (self);
}

/**
 * ov_chart_set_ground:
 * @self: a chart
 * @func: (nullable): draws over the grid and beneath the curves; %NULL for nothing
 * @user_data: for @func; whoever changes it calls this again
 */
void
ov_chart_set_ground (OvChart     *self,
                     OvGroundFunc func,
                     gpointer     user_data)
{
  g_return_if_fail (self != NULL);

  self->ground = func;
  self->ground_data = user_data;
  ov_chart_change (self);
}

/**
 * ov_chart_set_type_scale:
 * @self: a chart
 * @type_scale: multiplies the size of all type and the width of all lines; 1 at first
 */
void
ov_chart_set_type_scale (OvChart *self,
                         double   type_scale)
{
  g_return_if_fail (self != NULL);

  g_return_if_fail (type_scale > 0);

  self->type_scale = CLAMP (type_scale, 0.25, 8);
  ov_chart_change (self);
}

/**
 * ov_chart_set_type_height:
 * @self: a chart
 * @height: the height that decides on the size of its type and margins; 0 for its own
 *
 * Lets a low chart look like a higher one beside it.
 */
void
ov_chart_set_type_height (OvChart *self,
                          double   height)
{
  g_return_if_fail (self != NULL);

  if (self->type_height == height)
    return;

  self->type_height = height;
  ov_chart_change (self);
}

/**
 * ov_chart_set_legend:
 * @self: a chart
 * @legend: whether curves with a name are listed above the plot area
 */
void
ov_chart_set_legend (OvChart *self,
                     gboolean legend)
{
  g_return_if_fail (self != NULL);

  self->legend = legend;
  ov_chart_change (self);
}

/**
 * ov_chart_set_end_labels:
 * @self: a chart
 * @end_labels: whether the names of the curves stand at their ends, in place of the legend
 */
void
ov_chart_set_end_labels (OvChart *self,
                         gboolean end_labels)
{
  g_return_if_fail (self != NULL);

  self->end_labels = end_labels;
  ov_chart_change (self);
}

/**
 * ov_chart_set_log_x:
 * @self: a chart
 * @log_x: whether the x axis is logarithmic; values of 0 and less then count as cut off
 */
void
ov_chart_set_log_x (OvChart *self,
                    gboolean log_x)
{
  g_return_if_fail (self != NULL);

  self->log_x = log_x != FALSE;
  ov_chart_change (self);
}

/**
 * ov_chart_get_log_x:
 * @self: a chart
 *
 * Returns: whether the x axis is logarithmic
 */
gboolean
ov_chart_get_log_x (const OvChart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->log_x;
}

/**
 * ov_chart_set_log_x_shift:
 * @self: a chart
 * @shift: what is added to x before its logarithm is taken; 0 at first
 *
 * For counts that begin at 0, which has no logarithm: with a shift of 1 they are spaced as what is
 * done by then.
 */
void
ov_chart_set_log_x_shift (OvChart *self,
                          double   shift)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (shift >= 0);

  self->log_x_shift = shift;
  ov_chart_change (self);
}

/**
 * ov_chart_set_fractional_x:
 * @self: a chart
 * @fractional_x: whether x of a chart with a horizon is measured, and may have ticks between whole
 *   numbers; at first it is counted
 */
void
ov_chart_set_fractional_x (OvChart *self,
                           gboolean fractional_x)
{
  g_return_if_fail (self != NULL);

  self->fractional_x = fractional_x;
  ov_chart_change (self);
}

/**
 * ov_chart_set_log_y:
 * @self: a chart
 * @log_y: whether the y axis is logarithmic; values of 0 and less then count as cut off
 */
void
ov_chart_set_log_y (OvChart *self,
                    gboolean log_y)
{
  g_return_if_fail (self != NULL);

  self->log_y = log_y != FALSE;
  ov_chart_change (self);
}

/**
 * ov_chart_get_log_y:
 * @self: a chart
 *
 * Returns: whether the y axis is logarithmic
 */
gboolean
ov_chart_get_log_y (const OvChart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->log_y;
}

/**
 * ov_chart_set_horizon:
 * @self: a chart
 * @first: the least x at the right edge, or 0 for an x range from the data
 * @planned: the x where the data are going to end, or 0 when that is not known
 *
 * The x axis begins at 0, or when it is logarithmic without a shift near the data's least x that it
 * can show, and its end doubles each time that the data reach it, see ov_scale_find_horizon().
 */
void
ov_chart_set_horizon (OvChart *self,
                      double   first,
                      double   planned)
{
  g_return_if_fail (self != NULL);

  self->first_horizon = MAX (first, 0);
  self->planned = MAX (planned, 0);
  ov_chart_change (self);
}

/**
 * ov_chart_set_y_limits:
 * @self: a chart
 * @lowest: the range from the data never goes below this; -INFINITY for no limit
 * @highest: nor above this; INFINITY for no limit
 */
void
ov_chart_set_y_limits (OvChart *self,
                       double   lowest,
                       double   highest)
{
  g_return_if_fail (self != NULL);

  g_return_if_fail (lowest < highest);

  self->y_limits = (OvRange) {lowest, highest};
  ov_chart_change (self);
}

static OvRange
make_range (double low,
            double high)
{
  return isfinite (low) && isfinite (high) && low < high ? (OvRange) {low, high} : OV_RANGE_EMPTY;
}

/**
 * ov_chart_set_y_fixed:
 * @self: a chart
 * @low: start of the range
 * @high: its end; a range that is empty or not finite undoes it
 *
 * Shows this range when the chart is not zoomed, whatever the data.
 */
void
ov_chart_set_y_fixed (OvChart *self,
                      double   low,
                      double   high)
{
  g_return_if_fail (self != NULL);

  self->y_fixed = make_range (low, high);
  ov_chart_change (self);
}

/**
 * ov_chart_zoom_x:
 * @self: a chart
 * @low: start of the range
 * @high: its end; a range that is empty or not finite undoes it
 *
 * Shows this part of the x axis until ov_chart_fit().
 */
void
ov_chart_zoom_x (OvChart *self,
                 double   low,
                 double   high)
{
  g_return_if_fail (self != NULL);

  self->zoom_x = make_range (low, high);
  ov_chart_change (self);
}

/**
 * ov_chart_zoom_y:
 * @self: a chart
 * @low: start of the range
 * @high: its end; a range that is empty or not finite undoes it
 *
 * Shows this part of the y axis until ov_chart_fit().
 */
void
ov_chart_zoom_y (OvChart *self,
                 double   low,
                 double   high)
{
  g_return_if_fail (self != NULL);

  self->zoom_y = make_range (low, high);
  ov_chart_change (self);
}

/**
 * ov_chart_fit:
 * @self: a chart
 *
 * Undoes zooming: the ranges are those of the data again.
 */
void
ov_chart_fit (OvChart *self)
{
  g_return_if_fail (self != NULL);

  self->zoom_x = self->zoom_y = OV_RANGE_EMPTY;
  ov_chart_change (self);
}

/**
 * ov_chart_is_zoomed:
 * @self: a chart
 *
 * Returns: whether ov_chart_fit() would change something
 */
gboolean
ov_chart_is_zoomed (const OvChart *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !ov_range_is_empty (self->zoom_x) || !ov_range_is_empty (self->zoom_y);
}

/**
 * ov_chart_set_minimum_left:
 * @self: a chart
 * @left: the least distance of the plot area from the left edge, in user units
 *
 * Charts that stand under each other align when each gets the greatest ov_chart_measure_left() of
 * all.
 */
void
ov_chart_set_minimum_left (OvChart *self,
                           double   left)
{
  g_return_if_fail (self != NULL);

  if (self->minimum_left == left)
    return;

  self->minimum_left = left;
  g_clear_pointer (&self->layout, ov_layout_free);
}

/**
 * ov_chart_set_minimum_right:
 * @self: a chart
 * @right: the least distance of the plot area from the right edge, in user units
 *
 * As ov_chart_set_minimum_left(), with the greatest ov_chart_measure_right().
 */
void
ov_chart_set_minimum_right (OvChart *self,
                            double   right)
{
  g_return_if_fail (self != NULL);

  if (self->minimum_right == right)
    return;

  self->minimum_right = right;
  g_clear_pointer (&self->layout, ov_layout_free);
}

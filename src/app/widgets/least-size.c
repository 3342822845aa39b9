/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "least-size.h"

#include "text-scale.h"

/*
 * A tiling window manager, or none at all, makes windows smaller than their minimum sizes. GTK
 * hands such a size down until the borders and margins have eaten it up, and then measures and
 * allocates with negative sizes. So windows lay their contents out for the minimum size at least,
 * and what does not fit is cut off.
 */

/* Charts less high than these have few ticks. What there is to read beneath them, of which a list
 * has three rows, has its lines, which are higher in larger type. */
#define CHARTS_HEIGHT 250
#define LINES_HEIGHT 240

/**
 * ov_least_size_allocate:
 * @parent_class: the class above that of @window
 * @window: a window
 * @width: the width that it was given, in pixels
 * @height: the height that it was given, in pixels
 * @baseline: passed on
 *
 * Allocates a window's contents as @parent_class does, but never less than they need. A window's
 * class calls it from its GtkWidgetClass.size_allocate().
 */
void
ov_least_size_allocate (GtkWidgetClass *parent_class,
                        GtkWidget      *window,
                        int             width,
                        int             height,
                        int             baseline)
{
  int least_height;

  g_return_if_fail (GTK_IS_WINDOW (window));

  width = MAX (width, ov_least_size_get_width (window));
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  height = MAX (height, least_height);

  parent_class->size_allocate (window, width, height, baseline);
}

/**
 * ov_least_size_get_width:
 * @widget: (type GtkWidget): a widget
 *
 * Returns: the least width that it can have, in pixels
 */
int
ov_least_size_get_width (gpointer widget)
{
  int least;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 0);

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);

  return least;
}

/**
 * ov_least_size_has_height:
 * @widget: (type GtkWidget): what charts are in, and what there is to read beside and beneath them
 *
 * Returns: whether the widget is so high that something else may lie beneath the charts as well, a
 *   list or a lesson, and they still have ticks
 */
gboolean
ov_least_size_has_height (gpointer widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), TRUE);

  return gtk_widget_get_height (widget)
         >= CHARTS_HEIGHT + LINES_HEIGHT * ov_text_scale_find (widget);
}

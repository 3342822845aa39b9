/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "css-class.h"

/**
 * ov_css_class_set:
 * @widget: a widget
 * @css_class: the name of a class of style.css or of GTK's
 * @has_it: whether the widget is of that class
 *
 * Adds the class or takes it away.
 */
void
ov_css_class_set (GtkWidget  *widget,
                  const char *css_class,
                  gboolean    has_it)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (css_class != NULL);

  if (has_it)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

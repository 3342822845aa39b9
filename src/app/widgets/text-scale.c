/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-scale.h"

/* Of type that nobody wants larger or smaller, in dots an inch. */
#define USUAL_RESOLUTION 96.0

/**
 * ov_text_scale_find:
 * @widget: a widget that draws text without GTK
 *
 * Labels follow the system's text scale by themselves; what is drawn has to ask for it. When it
 * changes, GtkWidgetClass.system_setting_changed() is called, after which the widget is laid out
 * anew.
 *
 * Returns: how many times larger than usual text is to be: 1 unless the desktop says otherwise
 */
double
ov_text_scale_find (GtkWidget *widget)
{
  PangoContext *context;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1.0);

  context = gtk_widget_get_pango_context (widget);

  return pango_cairo_context_get_resolution (context) / USUAL_RESOLUTION;
}

/**
 * ov_text_scale_measure_character:
 * @widget: a widget with text
 *
 * Returns: how wide a character is where #GtkLabel is given a width as a number of them, in pixels
 */
double
ov_text_scale_measure_character (GtkWidget *widget)
{
  PangoFontMetrics *metrics;
  int width;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1.0);

  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
               pango_font_metrics_get_approximate_digit_width (metrics));
  pango_font_metrics_unref (metrics);

  return (double) width / PANGO_SCALE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lazy-tooltip.h"

#include "no-break.h"

static const char *const text_key = "overshoot-lazy-tooltip";

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    by_keyboard,
          GtkTooltip *tooltip)
{
  const char *text = ov_lazy_tooltip_get (widget);
  g_autofree char *joined = ov_no_break_join (text);

  gtk_tooltip_set_text (tooltip, joined);

  return text != NULL;
}

/**
 * ov_lazy_tooltip_set:
 * @widget: a widget that no other function gives a tooltip
 * @text: (nullable): the tooltip's text, or %NULL for none
 *
 * Gives a widget a tooltip as gtk_widget_set_tooltip_text() does, for widgets whose text changes
 * many times a second: GTK asks the display server where the pointer is with each change, which
 * took a quarter of the time of a table that scrolled. A tooltip that shows keeps its text until
 * the pointer moves.
 */
void
ov_lazy_tooltip_set (GtkWidget  *widget,
                     const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_cb, NULL) == 0)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
  g_object_set_data_full (G_OBJECT (widget), text_key, g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
}

/**
 * ov_lazy_tooltip_get:
 * @widget: a widget
 *
 * Returns: (transfer none) (nullable): the text of ov_lazy_tooltip_set()
 */
const char *
ov_lazy_tooltip_get (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  return g_object_get_data (G_OBJECT (widget), text_key);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theme.h"

#include <adwaita.h>

/**
 * ov_theme_find:
 *
 * Returns: what a widget that draws without GTK is surrounded by
 */
OvTheme
ov_theme_find (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? OV_THEME_DARK
                                                                       : OV_THEME_LIGHT;
}

/**
 * ov_theme_follow:
 * @widget: a widget that draws by ov_theme_find()
 *
 * Has the widget drawn again, for as long as it lives, whenever the answer changes.
 */
void
ov_theme_follow (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}

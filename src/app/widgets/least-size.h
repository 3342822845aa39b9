/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void     ov_least_size_allocate   (GtkWidgetClass *parent_class,
                                   GtkWidget      *window,
                                   int             width,
                                   int             height,
                                   int             baseline);
int      ov_least_size_get_width  (gpointer        widget);
gboolean ov_least_size_has_height (gpointer        widget);

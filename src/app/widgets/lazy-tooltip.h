/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void        ov_lazy_tooltip_set (GtkWidget  *widget,
                                 const char *text);
const char *ov_lazy_tooltip_get (GtkWidget  *widget);

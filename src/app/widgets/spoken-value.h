/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void ov_spoken_description_set (GtkWidget  *widget,
                                const char *text);
void ov_spoken_value_set       (GtkWidget  *range,
                                const char *text,
                                const char *note);

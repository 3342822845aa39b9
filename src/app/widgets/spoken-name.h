/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void ov_spoken_name_set    (GtkWidget  *widget,
                            const char *name);
void ov_spoken_name_attach (GtkWindow  *window);

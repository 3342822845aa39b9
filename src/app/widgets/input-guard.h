/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void ov_input_guard_attach (GtkWindow *window);
void ov_input_guard_claim  (GtkWidget *widget);

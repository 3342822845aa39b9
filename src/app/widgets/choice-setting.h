/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

void ov_choice_setting_bind (GSettings   *settings,
                             const char  *key,
                             GtkWidget   *list);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

guint ov_instrument_setting_read     (GSettings *settings);
void  ov_instrument_setting_bind     (GSettings *settings,
                                      GtkBox    *box);
void  ov_instrument_setting_bind_set (GSettings *settings,
                                      GObject   *object);

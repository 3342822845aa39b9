/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define OV_TYPE_LIMIT_BAR (ov_limit_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvLimitBar, ov_limit_bar, OV, LIMIT_BAR, GtkWidget)

void ov_limit_bar_set          (OvLimitBar *self,
                                double      smooth_position,
                                double      limit_position,
                                const char *limit_text);
void ov_limit_bar_set_progress (OvLimitBar *self,
                                double      progress);

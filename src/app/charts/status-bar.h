/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "playhead.h"

#define OV_TYPE_STATUS_BAR (ov_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (OvStatusBar, ov_status_bar, OV, STATUS_BAR, GtkWidget)

void ov_status_bar_set_run      (OvStatusBar *self,
                                 OvRun       *run);
void ov_status_bar_set_playhead (OvStatusBar *self,
                                 OvPlayhead  *playhead);
void ov_status_bar_set_covered  (OvStatusBar *self,
                                 gboolean     is_covered);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "playhead.h"

#define OV_TYPE_EPOCH_LOG (ov_epoch_log_get_type ())
G_DECLARE_FINAL_TYPE (OvEpochLog, ov_epoch_log, OV, EPOCH_LOG, GtkWidget)

void  ov_epoch_log_set_run      (OvEpochLog *self,
                                 OvRun      *run);
void  ov_epoch_log_set_playhead (OvEpochLog *self,
                                 OvPlayhead *playhead);
char *ov_epoch_log_get_text     (OvEpochLog *self);

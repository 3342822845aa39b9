/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run.h"

#define OV_TYPE_EPOCH_LOG (ov_epoch_log_get_type ())
G_DECLARE_FINAL_TYPE (OvEpochLog, ov_epoch_log, OV, EPOCH_LOG, GtkWidget)

void  ov_epoch_log_set_run  (OvEpochLog *self,
                             OvRun      *run);
char *ov_epoch_log_get_text (OvEpochLog *self);

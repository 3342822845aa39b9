/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define OV_TYPE_RUN_NAME (ov_run_name_get_type ())
G_DECLARE_FINAL_TYPE (OvRunName, ov_run_name, OV, RUN_NAME, AdwBin)

GtkWidget *ov_run_name_new       (GtkWidget  *shown);
GtkWidget *ov_run_name_get_shown (OvRunName  *self);
void       ov_run_name_edit      (OvRunName  *self,
                                  const char *text);

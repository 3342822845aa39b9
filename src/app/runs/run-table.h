/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run-collection.h"

#define OV_TYPE_RUN_TABLE (ov_run_table_get_type ())
G_DECLARE_FINAL_TYPE (OvRunTable, ov_run_table, OV, RUN_TABLE, GtkWidget)

void       ov_run_table_set_collection (OvRunTable      *self,
                                        OvRunCollection *collection);
void       ov_run_table_set_settings   (OvRunTable      *self,
                                        GSettings       *settings);
GPtrArray *ov_run_table_get_selected   (OvRunTable      *self);
void       ov_run_table_reveal         (OvRunTable      *self,
                                        GPtrArray       *items);

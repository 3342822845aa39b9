/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_RUN_LIST (ov_run_list_get_type ())
G_DECLARE_FINAL_TYPE (OvRunList, ov_run_list, OV, RUN_LIST, GtkWidget)

void ov_run_list_set_run    (OvRunList  *self,
                             OvRun      *run);
void ov_run_list_set_ghosts (OvRunList  *self,
                             GListModel *ghosts);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "export.h"

#define OV_TYPE_EXPORT_DIALOG (ov_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OvExportDialog, ov_export_dialog, OV, EXPORT_DIALOG, AdwWindow)

GtkWidget *ov_export_dialog_new      (GtkWindow      *parent,
                                      OvFigureSet    *set,
                                      const char     *name,
                                      GSettings      *settings);
gboolean   ov_export_dialog_is_drawn (OvExportDialog *self);
void       ov_export_dialog_save     (OvExportDialog *self,
                                      const char     *path);

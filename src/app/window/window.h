/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "data-store.h"
#include "session.h"

#define OV_TYPE_WINDOW (ov_window_get_type ())
G_DECLARE_FINAL_TYPE (OvWindow, ov_window, OV, WINDOW, AdwApplicationWindow)

GtkWidget   *ov_window_new         (AdwApplication *application);
void         ov_window_open        (OvWindow       *self,
                                    GFile          *source);
void         ov_window_open_files  (OvWindow       *self,
                                    GFile         **files,
                                    gsize           n_files);
OvSession   *ov_window_get_session (OvWindow       *self);
OvDataStore *ov_window_get_store   (OvWindow       *self);

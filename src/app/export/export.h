/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure-set.h"

void        ov_export_save_async     (OvFigureSet         *set,
                                      const OvFigurePage  *page,
                                      const char          *path,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean    ov_export_save_finish    (GAsyncResult        *result,
                                      GError             **error);
void        ov_export_texture_async  (OvFigureSet         *set,
                                      const OvFigurePage  *page,
                                      double               scale,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GdkTexture *ov_export_texture_finish (GAsyncResult        *result,
                                      GError             **error);

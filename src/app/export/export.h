/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure-style.h"
#include "run.h"

/**
 * OvExportContent:
 * @OV_EXPORT_LOSS: the chart of the losses
 * @OV_EXPORT_ACCURACY: the chart of the accuracies
 * @OV_EXPORT_BOTH: one above the other
 * @OV_EXPORT_TEMPLATES: what each class has learned
 */
typedef enum
{
  OV_EXPORT_LOSS,
  OV_EXPORT_ACCURACY,
  OV_EXPORT_BOTH,
  OV_EXPORT_TEMPLATES,
} OvExportContent;

/**
 * OvExportSize:
 * @width: in units of one pixel at scale 1
 * @height: in units of one pixel at scale 1
 * @scale: pixels a unit
 */
typedef struct
{
  int width;
  int height;
  int scale;
} OvExportSize;

/**
 * OvExport:
 *
 * A picture of runs for paper. It holds copies of all that it shows, so that it can be drawn on a
 * thread while the runs continue.
 */
typedef struct _OvExport OvExport;

OvExport   *ov_export_new            (OvRun               *run,
                                      GListModel          *ghosts,
                                      const OvFigureStyle *style,
                                      gboolean             shared_scale);
void        ov_export_unref          (OvExport            *self);
gboolean    ov_export_has_templates  (OvExport            *self);
void        ov_export_draw           (OvExport            *self,
                                      OvExportContent      content,
                                      cairo_t             *cr,
                                      double               width,
                                      double               height);
void        ov_export_save_async     (OvExport            *self,
                                      OvExportContent      content,
                                      OvExportSize         size,
                                      const char          *path,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean    ov_export_save_finish    (GAsyncResult        *result,
                                      GError             **error);
void        ov_export_texture_async  (OvExport            *self,
                                      OvExportContent      content,
                                      OvExportSize         size,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GdkTexture *ov_export_texture_finish (GAsyncResult        *result,
                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvExport, ov_export_unref)

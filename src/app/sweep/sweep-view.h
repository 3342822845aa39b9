/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "curves.h"
#include "rate-sweep.h"

#define OV_TYPE_SWEEP_VIEW (ov_sweep_view_get_type ())
G_DECLARE_FINAL_TYPE (OvSweepView, ov_sweep_view, OV, SWEEP_VIEW, GtkWidget)

void  ov_sweep_view_set_sweep    (OvSweepView         *self,
                                  OvRateSweep         *sweep);
void  ov_sweep_view_set_quantity (OvSweepView         *self,
                                  OvQuantity           quantity);
void  ov_sweep_view_set_overlay  (OvSweepView         *self,
                                  gboolean             overlay);
char *ov_sweep_view_describe     (OvSweepView         *self);
void  ov_sweep_view_save_async   (OvSweepView         *self,
                                  const char          *path,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);

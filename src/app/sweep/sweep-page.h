/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rate-sweep.h"

G_BEGIN_DECLS

#define OV_TYPE_SWEEP_PAGE (ov_sweep_page_get_type ())
G_DECLARE_FINAL_TYPE (OvSweepPage, ov_sweep_page, OV, SWEEP_PAGE, GtkWidget)

void         ov_sweep_page_set_settings  (OvSweepPage    *self,
                                          GSettings      *settings);
void         ov_sweep_page_set_recipe    (OvSweepPage    *self,
                                          const OvRecipe *recipe);
void         ov_sweep_page_set_dataset   (OvSweepPage    *self,
                                          OvDataset      *dataset);
void         ov_sweep_page_set_quadratic (OvSweepPage    *self,
                                          OvQuadratic    *quadratic);
OvRateSweep *ov_sweep_page_get_sweep     (OvSweepPage    *self);
void         ov_sweep_page_save          (OvSweepPage    *self,
                                          const char     *path);

G_END_DECLS

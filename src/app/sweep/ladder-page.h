/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ladder.h"

G_BEGIN_DECLS

#define OV_TYPE_LADDER_PAGE (ov_ladder_page_get_type ())
G_DECLARE_FINAL_TYPE (OvLadderPage, ov_ladder_page, OV, LADDER_PAGE, GtkWidget)

void      ov_ladder_page_set_settings  (OvLadderPage   *self,
                                        GSettings      *settings);
void      ov_ladder_page_set_recipe    (OvLadderPage   *self,
                                        const OvRecipe *recipe);
void      ov_ladder_page_set_dataset   (OvLadderPage   *self,
                                        OvDataset      *dataset);
void      ov_ladder_page_set_quadratic (OvLadderPage   *self,
                                        OvQuadratic    *quadratic);
OvLadder *ov_ladder_page_get_ladder    (OvLadderPage   *self);
void      ov_ladder_page_save          (OvLadderPage   *self,
                                        const char     *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "recipe.h"

#define OV_TYPE_SCHEDULE_PREVIEW (ov_schedule_preview_get_type ())
G_DECLARE_FINAL_TYPE (OvSchedulePreview, ov_schedule_preview, OV, SCHEDULE_PREVIEW, GtkWidget)

GtkWidget      *ov_schedule_preview_new        (void);
const OvRecipe *ov_schedule_preview_get_recipe (OvSchedulePreview *self);
void            ov_schedule_preview_set_recipe (OvSchedulePreview *self,
                                                const OvRecipe    *recipe);
void            ov_schedule_preview_set_limit  (OvSchedulePreview *self,
                                                double             limit);

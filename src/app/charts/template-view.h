/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "replay.h"

#define OV_TYPE_TEMPLATE_VIEW (ov_template_view_get_type ())
G_DECLARE_FINAL_TYPE (OvTemplateView, ov_template_view, OV, TEMPLATE_VIEW, GtkWidget)

void ov_template_view_set_run    (OvTemplateView *self,
                                  OvRun          *run);
void ov_template_view_set_type_scale (OvTemplateView *self,
                                  double          type_scale);
void ov_template_view_set_replay (OvTemplateView *self,
                                  OvReplay       *replay);

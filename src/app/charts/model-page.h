/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_MODEL_PAGE (ov_model_page_get_type ())
G_DECLARE_FINAL_TYPE (OvModelPage, ov_model_page, OV, MODEL_PAGE, GtkWidget)

void ov_model_page_set_run (OvModelPage *self,
                            OvRun       *run);

G_END_DECLS

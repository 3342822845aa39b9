/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define OV_TYPE_REFLOW (ov_reflow_get_type ())
G_DECLARE_FINAL_TYPE (OvReflow, ov_reflow, OV, REFLOW, GtkWidget)

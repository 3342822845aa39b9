/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define OV_TYPE_FOCUS_PLACE (ov_focus_place_get_type ())
G_DECLARE_FINAL_TYPE (OvFocusPlace, ov_focus_place, OV, FOCUS_PLACE, GtkWidget)

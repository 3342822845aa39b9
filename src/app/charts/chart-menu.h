/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure-style.h"

#define OV_TYPE_CHART_MENU (ov_chart_menu_get_type ())
G_DECLARE_FINAL_TYPE (OvChartMenu, ov_chart_menu, OV, CHART_MENU, GtkPopover)

void          ov_chart_menu_set_settings (OvChartMenu *self,
                                          GSettings   *settings);
OvFigureStyle ov_chart_menu_read_style   (GSettings   *settings);

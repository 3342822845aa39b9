/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parameter.h"

#define OV_TYPE_SLIDER_TICKS (ov_slider_ticks_get_type ())
G_DECLARE_FINAL_TYPE (OvSliderTicks, ov_slider_ticks, OV, SLIDER_TICKS, GtkWidget)

void  ov_slider_ticks_set_parameter (OvSliderTicks     *self,
                                     const OvParameter *parameter);
char *ov_slider_ticks_describe      (OvSliderTicks     *self);

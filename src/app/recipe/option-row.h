/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parameter.h"

#define OV_TYPE_OPTION_ROW (ov_option_row_get_type ())
G_DECLARE_FINAL_TYPE (OvOptionRow, ov_option_row, OV, OPTION_ROW, AdwActionRow)

GtkWidget         *ov_option_row_new           (const OvParameter *parameter);
const OvParameter *ov_option_row_get_parameter (OvOptionRow       *self);
double             ov_option_row_get_value     (OvOptionRow       *self);
void               ov_option_row_set_value     (OvOptionRow       *self,
                                                double             value);
void               ov_option_row_set_unused    (OvOptionRow       *self,
                                                const char        *reason);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parameter.h"

#define OV_TYPE_VALUE_ROW (ov_value_row_get_type ())
G_DECLARE_FINAL_TYPE (OvValueRow, ov_value_row, OV, VALUE_ROW, AdwBin)

void               ov_value_row_set_parameter (OvValueRow        *self,
                                               const OvParameter *parameter);
const OvParameter *ov_value_row_get_parameter (OvValueRow *self);
double             ov_value_row_get_value     (OvValueRow *self);
void               ov_value_row_set_value     (OvValueRow *self,
                                               double      value);
void               ov_value_row_set_limit     (OvValueRow *self,
                                               double      limit,
                                               double      smooth_limit,
                                               const char *text);
void               ov_value_row_expect_limit  (OvValueRow *self,
                                               double      progress);
void               ov_value_row_clear_limit   (OvValueRow *self);
void               ov_value_row_set_unused    (OvValueRow *self,
                                               const char *reason);

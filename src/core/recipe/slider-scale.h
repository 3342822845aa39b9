/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parameter.h"

gboolean ov_slider_scale_is_logarithmic (const OvParameter *parameter);
double   ov_slider_scale_to_position    (const OvParameter *parameter,
                                         double             value);
double   ov_slider_scale_to_value       (const OvParameter *parameter,
                                         double             position);
void     ov_slider_scale_get_steps      (const OvParameter *parameter,
                                         double            *small,
                                         double            *large);

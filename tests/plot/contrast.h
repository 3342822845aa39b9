/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palette.h"

/* How well colours are told apart, as WCAG 2 has it. */
double contrast_to_linear      (double   value);
double contrast_find_luminance (OvColour colour);
double contrast_find           (OvColour a,
                                OvColour b);

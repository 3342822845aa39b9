/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

double ov_end_labels_measure (const OvChart  *chart,
                              const OvLayout *layout);
void   ov_end_labels_draw    (const OvChart  *chart,
                              const OvLayout *layout,
                              cairo_t        *cr,
                              GArray         *taken);

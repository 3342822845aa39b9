/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

void ov_readout_draw (OvChart        *chart,
                      const OvLayout *layout,
                      const GArray   *areas,
                      cairo_t        *cr);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

gboolean ov_free_place_find (const OvChart     *chart,
                             const OvLayout    *layout,
                             double             x,
                             double             y,
                             double             least,
                             double             step,
                             cairo_rectangle_t *area);

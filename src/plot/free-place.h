/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

guint8  *ov_free_place_find_rows (const OvChart     *chart,
                                  const OvLayout    *layout,
                                  const GArray      *areas,
                                  double             left,
                                  double             right);
gboolean ov_free_place_is_clear  (const guint8      *rows,
                                  const OvLayout    *layout,
                                  const cairo_rectangle_t *area);
gboolean ov_free_place_find      (const OvChart     *chart,
                                  const OvLayout    *layout,
                                  const GArray      *areas,
                                  double             x,
                                  double             y,
                                  double             least,
                                  double             step,
                                  cairo_rectangle_t *area);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset.h"

/* The byte that is zero when bytes are taken as signed. */
#define OV_TILE_SIGNED_ZERO 128

void ov_tile_fill        (float        *tile,
                          const guint8 *pixels,
                          const guint  *order,
                          guint         first,
                          guint         n_images,
                          const float  *mean,
                          float         scale);
void ov_tile_fill_signed (gint8        *tile,
                          const guint8 *pixels,
                          const guint  *order,
                          guint         first,
                          guint         n_images);

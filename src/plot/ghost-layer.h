/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout.h"

/**
 * OvGhostLayer:
 *
 * The faint curves of a chart as they were last drawn, in pixels; private to this room.
 */
typedef struct _OvGhostLayer OvGhostLayer;

gboolean ov_ghost_layer_draw (OvChart        *chart,
                              const OvLayout *layout,
                              cairo_t        *cr);
void     ov_ghost_layer_free (OvGhostLayer   *self);

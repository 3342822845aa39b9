/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart.h"
#include "map-figure.h"

gboolean ov_map_walk_find_dot (const OvMapFigure *map,
                               guint              index,
                               const OvGeometry  *geometry,
                               double            *x,
                               double            *y);
gboolean ov_map_walk          (const OvMapFigure *map,
                               const OvGeometry  *geometry,
                               guint              keyval,
                               int               *place);

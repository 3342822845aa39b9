/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contour-map.h"
#include "valley.h"

OvBowl ov_valley_plane_find_bowl  (const OvValley *valley);
void   ov_valley_plane_set_titles (const OvValley *valley,
                                   OvChart        *chart,
                                   gboolean        has_y_title);

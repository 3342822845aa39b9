/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "path-map.h"
#include "path-states.h"

/**
 * OvPathState:
 * @OV_PATH_NONE: no run is asked for
 * @OV_PATH_SEARCHING: the map is being drawn or refined, or will be when there are new states
 * @OV_PATH_TOO_SHORT: the states that there are have no plane yet
 * @OV_PATH_DONE: the map is as good as it will be, as long as there are no new states
 *
 * How far the map of a path is.
 */
typedef enum
{
  OV_PATH_NONE,
  OV_PATH_SEARCHING,
  OV_PATH_TOO_SHORT,
  OV_PATH_DONE,
} OvPathState;

#define OV_TYPE_PATH_FINDER (ov_path_finder_get_type ())
G_DECLARE_FINAL_TYPE (OvPathFinder, ov_path_finder, OV, PATH_FINDER, GObject)

OvPathFinder    *ov_path_finder_new        (void);
void             ov_path_finder_set_replay (OvPathFinder *self,
                                            OvReplay     *replay);
void             ov_path_finder_request    (OvPathFinder *self,
                                            OvRun        *run,
                                            GPtrArray    *peers);
void             ov_path_finder_set_directions (OvPathFinder     *self,
                                                OvPlaneDirections directions);
void             ov_path_finder_set_active (OvPathFinder *self,
                                            gboolean      is_active);
OvPathState      ov_path_finder_get_state  (OvPathFinder *self);
const OvPathMap *ov_path_finder_get_map    (OvPathFinder *self);
const OvPathStates *ov_path_finder_get_company (OvPathFinder *self);

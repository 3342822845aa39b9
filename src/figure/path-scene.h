/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "path-map.h"

/**
 * OvPathRun:
 * @recipe: what decides it
 * @name: (nullable): what it is called
 * @slot: its colour in the palette
 *
 * A run whose path is on a map. It owns nothing.
 */
typedef struct
{
  const OvRecipe *recipe;
  const char     *name;
  guint           slot;
} OvPathRun;

/**
 * OvPathScene:
 *
 * A map of the paths of runs, as a chart shows it. It has one owner, who keeps it for as long as
 * the chart.
 */
typedef struct _OvPathScene OvPathScene;

OvPathScene *ov_path_scene_new  (const OvPathMap *map);
void         ov_path_scene_free (OvPathScene     *self);
void         ov_path_scene_show (OvPathScene     *self,
                                 OvChart         *chart,
                                 const OvPathRun *runs,
                                 guint            n_epochs);
char        *ov_path_scene_make_note (const OvPathMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPathScene, ov_path_scene_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart.h"
#include "valley.h"

/**
 * OvValleyScene:
 *
 * A valley of the loss with the ways of runs through it, as a chart shows it. It has one owner,
 * who keeps it for as long as the chart.
 */
typedef struct _OvValleyScene OvValleyScene;

/**
 * OvValleyTrail:
 * @recipe: of a run from its first weights that suits the loss
 * @n_epochs: how many of its epochs are drawn
 * @slot: its colour in the palette
 * @is_ahead: whether nobody has run it yet
 *
 * What is drawn of a run.
 */
typedef struct
{
  const OvRecipe *recipe;
  guint           n_epochs;
  guint           slot;
  gboolean        is_ahead;
} OvValleyTrail;

OvValleyScene       *ov_valley_scene_new   (void);
void                 ov_valley_scene_free  (OvValleyScene     *self);
void                 ov_valley_scene_begin (OvValleyScene     *self,
                                            const OvValley    *valley,
                                            const OvQuadratic *quadratic);
const OvValleyPoint *ov_valley_scene_add   (OvValleyScene     *self,
                                            const OvValleyTrail *trail);
const OvValley      *ov_valley_scene_get_valley (OvValleyScene *self);
void                 ov_valley_scene_show  (OvValleyScene     *self,
                                            OvChart           *chart);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvValleyScene, ov_valley_scene_free)

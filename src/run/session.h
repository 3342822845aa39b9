/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

#define OV_TYPE_SESSION (ov_session_get_type ())
G_DECLARE_FINAL_TYPE (OvSession, ov_session, OV, SESSION, GObject)

OvSession      *ov_session_new           (guint           n_threads);
void            ov_session_set_dataset   (OvSession      *self,
                                          OvDataset      *dataset);
void            ov_session_set_quadratic (OvSession      *self,
                                          OvQuadratic    *quadratic);
void            ov_session_set_held      (OvSession      *self,
                                          gboolean        is_held);
void            ov_session_set_recipe    (OvSession      *self,
                                          const OvRecipe *recipe);
const OvRecipe *ov_session_get_recipe    (OvSession      *self);
OvRun          *ov_session_get_run       (OvSession      *self);
void            ov_session_restart       (OvSession      *self);
void            ov_session_continue      (OvSession      *self,
                                          const OvRecipe *recipe,
                                          OvRunOrigin    *origin,
                                          gboolean        is_resting);
void            ov_session_toggle        (OvSession      *self);
void            ov_session_step          (OvSession      *self);
void            ov_session_stop          (OvSession      *self);
void            ov_session_finish        (OvSession      *self,
                                          gint64          deadline);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quadratic.h"
#include "run.h"

G_BEGIN_DECLS

#define OV_LADDER_FEWEST 3
#define OV_LADDER_MOST 16

#define OV_TYPE_LADDER (ov_ladder_get_type ())
G_DECLARE_FINAL_TYPE (OvLadder, ov_ladder, OV, LADDER, GObject)

OvLadder        *ov_ladder_new             (guint           n_threads);

void             ov_ladder_set_dataset     (OvLadder       *self,
                                            OvDataset      *dataset);
OvDataset       *ov_ladder_get_dataset     (OvLadder       *self);
void             ov_ladder_set_quadratic   (OvLadder       *self,
                                            OvQuadratic    *quadratic);
void             ov_ladder_set_foretelling (OvLadder       *self,
                                            gboolean        is_foretelling);
gboolean         ov_ladder_start           (OvLadder       *self,
                                            const OvRecipe *recipe,
                                            double          from,
                                            double          to,
                                            guint           n_rungs,
                                            GError        **error);
void             ov_ladder_stop            (OvLadder       *self);
void             ov_ladder_clear           (OvLadder       *self);

gboolean         ov_ladder_is_running      (OvLadder       *self);
gboolean         ov_ladder_is_foretold     (OvLadder       *self);
double           ov_ladder_get_progress    (OvLadder       *self);
guint            ov_ladder_get_n_rungs     (OvLadder       *self);
const OvRecipe  *ov_ladder_get_recipe      (OvLadder       *self,
                                            guint           rung);
const OvHistory *ov_ladder_get_history     (OvLadder       *self,
                                            guint           rung);
OvRunState       ov_ladder_get_state       (OvLadder       *self,
                                            guint           rung);
const GError    *ov_ladder_get_error       (OvLadder       *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-collection.h"

#define OV_TYPE_RUN_KEEPER (ov_run_keeper_get_type ())
G_DECLARE_FINAL_TYPE (OvRunKeeper, ov_run_keeper, OV, RUN_KEEPER, GObject)

OvRunKeeper *ov_run_keeper_new      (OvRunCollection *collection,
                                     const char      *path);
void         ov_run_keeper_open     (OvRunKeeper     *self);
gboolean     ov_run_keeper_is_open  (OvRunKeeper     *self);
void         ov_run_keeper_load     (OvRunKeeper     *self,
                                     OvRunItem       *item);
void         ov_run_keeper_delete   (OvRunKeeper     *self,
                                     GPtrArray       *items);
void         ov_run_keeper_undelete (OvRunKeeper     *self,
                                     GPtrArray       *items);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-item.h"

#define OV_TYPE_RUN_COLLECTION (ov_run_collection_get_type ())
G_DECLARE_FINAL_TYPE (OvRunCollection, ov_run_collection, OV, RUN_COLLECTION, GObject)

OvRunCollection *ov_run_collection_new         (guint            first_slot,
                                                guint            n_slots);

OvRunItem       *ov_run_collection_begin       (OvRunCollection *self,
                                                OvRun           *run,
                                                const char      *data);
void             ov_run_collection_add         (OvRunCollection *self,
                                                GPtrArray       *items);
GPtrArray       *ov_run_collection_remove      (OvRunCollection *self,
                                                GPtrArray       *items);

OvRunItem       *ov_run_collection_find        (OvRunCollection *self,
                                                const char      *id);
guint            ov_run_collection_fit_slot    (OvRunCollection *self,
                                                guint            slot);
gboolean         ov_run_collection_has_slot    (OvRunCollection *self,
                                                guint            slot);
guint            ov_run_collection_choose_slot (OvRunCollection *self);
OvRunItem       *ov_run_collection_get_current (OvRunCollection *self);
OvRunItem       *ov_run_collection_get_front   (OvRunCollection *self);
void             ov_run_collection_set_front   (OvRunCollection *self,
                                                OvRunItem       *item);
GListModel      *ov_run_collection_get_behind  (OvRunCollection *self);
void             ov_run_collection_show_only   (OvRunCollection *self,
                                                GPtrArray       *items);
void             ov_run_collection_freeze      (OvRunCollection *self);
void             ov_run_collection_thaw        (OvRunCollection *self);

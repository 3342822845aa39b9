/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run-collection.h"

#define OV_TYPE_RUN_KEEPER (ov_run_keeper_get_type ())
G_DECLARE_FINAL_TYPE (OvRunKeeper, ov_run_keeper, OV, RUN_KEEPER, GObject)

/**
 * OvStatesRoom:
 * @used: how many bytes the states in a library take
 * @budget: how many they may take
 *
 * The room that a library gives to states.
 */
typedef struct
{
  gint64 used;
  gint64 budget;
} OvStatesRoom;

OvRunKeeper *ov_run_keeper_new      (OvRunCollection *collection,
                                     const char      *path);
void         ov_run_keeper_open     (OvRunKeeper     *self);
gboolean     ov_run_keeper_is_open  (OvRunKeeper     *self);
gboolean     ov_run_keeper_can_write (OvRunKeeper    *self);
OvRunItem   *ov_run_keeper_find_left (OvRunKeeper    *self);
gboolean     ov_run_keeper_is_elsewhere (OvRunKeeper *self,
                                         OvRunItem   *item);
GPtrArray   *ov_run_keeper_list_states (OvRunKeeper  *self,
                                        OvRunItem    *item);
void         ov_run_keeper_load     (OvRunKeeper     *self,
                                     OvRunItem       *item);
void         ov_run_keeper_delete   (OvRunKeeper     *self,
                                     GPtrArray       *items);
void         ov_run_keeper_undelete (OvRunKeeper     *self,
                                     GPtrArray       *items);
const char  *ov_run_keeper_get_path (OvRunKeeper     *self);
GPtrArray   *ov_run_keeper_take     (OvRunKeeper     *self,
                                     GPtrArray       *entries,
                                     GPtrArray       *records);

void          ov_run_keeper_find_checkpoint         (OvRunKeeper        *self,
                                                     OvRunItem          *item,
                                                     guint               at_most,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
OvCheckpoint *ov_run_keeper_find_checkpoint_finish  (GAsyncResult       *result,
                                                     GError            **error);
void          ov_run_keeper_find_states             (OvRunKeeper        *self,
                                                     OvRunItem          *item,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
GPtrArray    *ov_run_keeper_find_states_finish      (GAsyncResult       *result,
                                                     GError            **error);
void          ov_run_keeper_find_origin             (OvRunKeeper        *self,
                                                     OvRunItem          *item,
                                                     guint               at_most,
                                                     gboolean            is_branch,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
OvRunOrigin  *ov_run_keeper_find_origin_finish      (GAsyncResult       *result,
                                                     GError            **error);
void          ov_run_keeper_measure_states          (OvRunKeeper        *self,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
OvStatesRoom *ov_run_keeper_measure_states_finish   (GAsyncResult       *result,
                                                     GError            **error);
void          ov_run_keeper_set_states_budget       (OvRunKeeper        *self,
                                                     gint64              budget);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "replay.h"

/**
 * OvPathStates:
 * @runs: (nullable) (element-type GPtrArray): an array of #OvCheckpoint for each run: for the one
 *   in front, and for those of the others that have any; %NULL when somebody has taken them
 * @peers: (element-type OvRunItem): whose states they are but the first
 * @n_stateless: of how many others no state is kept
 *
 * The states of runs that are to be on one map. Reference-counted, of one thread.
 */
typedef struct
{
  GPtrArray *runs;
  GPtrArray *peers;
  guint      n_stateless;
} OvPathStates;

void          ov_path_states_find        (OvReplay            *replay,
                                          OvRun               *run,
                                          GPtrArray           *peers,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
OvPathStates *ov_path_states_find_finish (GAsyncResult        *result,
                                          GError             **error);
OvPathStates *ov_path_states_ref         (OvPathStates        *self);
void          ov_path_states_unref       (OvPathStates        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPathStates, ov_path_states_unref)

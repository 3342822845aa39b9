/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "inspector.h"
#include "playhead.h"
#include "run-keeper.h"

/**
 * OvReplayKind:
 * @OV_REPLAY_OWN: what the run itself shows, as of its newest epoch
 * @OV_REPLAY_EXACT: what was found for the epoch that was looked at
 * @OV_REPLAY_NEAREST: the same for the last epoch before it of which a state is kept
 * @OV_REPLAY_NONE: no state is kept of that epoch or any before it
 *
 * Of which epoch something is shown.
 */
typedef enum
{
  OV_REPLAY_OWN,
  OV_REPLAY_EXACT,
  OV_REPLAY_NEAREST,
  OV_REPLAY_NONE,
} OvReplayKind;

#define OV_TYPE_REPLAY (ov_replay_get_type ())
G_DECLARE_FINAL_TYPE (OvReplay, ov_replay, OV, REPLAY, GObject)

OvReplay          *ov_replay_new           (OvPlayhead  *playhead);
void               ov_replay_set_quadratic (OvReplay    *self,
                                            OvQuadratic *quadratic,
                                            OvDataset   *dataset);
void               ov_replay_set_keeper    (OvReplay        *self,
                                            OvRunCollection *runs,
                                            OvRunKeeper     *keeper);
OvQuadratic       *ov_replay_get_form      (OvReplay    *self,
                                            OvRun       *run,
                                            guint        n_epochs);
OvPlayhead        *ov_replay_get_playhead  (OvReplay    *self);
void               ov_replay_find_states   (OvReplay            *self,
                                            OvRun               *run,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
void               ov_replay_find_item_states (OvReplay            *self,
                                               OvRunItem           *item,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
OvReplayKind       ov_replay_get_kind      (OvReplay    *self);
guint              ov_replay_get_epoch     (OvReplay    *self);
const OvTemplates *ov_replay_get_templates (OvReplay    *self);
const OvFeatures  *ov_replay_get_features  (OvReplay    *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

/* How long it takes to play a whole run, in seconds. */
#define OV_PLAYHEAD_SECONDS 10.0

/**
 * OvPlayDirection:
 * @OV_PLAY_BACKWARDS: towards the first epoch
 * @OV_PLAY_STOPPED: the playhead stays where it is
 * @OV_PLAY_FORWARDS: towards the newest epoch
 */
typedef enum
{
  OV_PLAY_BACKWARDS = -1,
  OV_PLAY_STOPPED,
  OV_PLAY_FORWARDS,
} OvPlayDirection;

#define OV_TYPE_PLAYHEAD (ov_playhead_get_type ())
G_DECLARE_FINAL_TYPE (OvPlayhead, ov_playhead, OV, PLAYHEAD, GObject)

OvPlayhead     *ov_playhead_new           (void);
void            ov_playhead_set_run       (OvPlayhead     *self,
                                           OvRun          *run);
OvRun          *ov_playhead_get_run       (OvPlayhead     *self);
guint           ov_playhead_get_n_epochs  (OvPlayhead     *self);
guint           ov_playhead_get_epoch     (OvPlayhead     *self);
const OvEpoch  *ov_playhead_get_record    (OvPlayhead     *self);
gboolean        ov_playhead_is_newest     (OvPlayhead     *self);
gboolean        ov_playhead_looks_back    (OvPlayhead     *self,
                                           OvRun          *run);
char           *ov_playhead_format        (OvPlayhead     *self);
void            ov_playhead_set_epoch     (OvPlayhead     *self,
                                           guint           epoch);
void            ov_playhead_follow        (OvPlayhead     *self);
void            ov_playhead_play          (OvPlayhead     *self,
                                           OvPlayDirection direction);
OvPlayDirection ov_playhead_get_direction (OvPlayhead     *self);
void            ov_playhead_advance       (OvPlayhead     *self,
                                           double          seconds);

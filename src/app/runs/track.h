/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_TRACK (ov_track_get_type ())
G_DECLARE_FINAL_TYPE (OvTrack, ov_track, OV, TRACK, GObject)

OvTrack *ov_track_new      (OvRun   *run,
                            guint    slot);
OvRun   *ov_track_get_run  (OvTrack *self);
guint    ov_track_get_slot (OvTrack *self);

G_END_DECLS

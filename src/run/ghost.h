/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"

G_BEGIN_DECLS

#define OV_TYPE_GHOST (ov_ghost_get_type ())
G_DECLARE_FINAL_TYPE (OvGhost, ov_ghost, OV, GHOST, GObject)

OvGhost *ov_ghost_new      (OvRun   *run,
                            guint    slot);
OvRun   *ov_ghost_get_run  (OvGhost *self);
guint    ov_ghost_get_slot (OvGhost *self);

G_END_DECLS

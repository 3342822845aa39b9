/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "run-entry.h"

/**
 * OvSavedState:
 * @entry: the run
 * @checkpoint: its state
 *
 * A state of a run in a file.
 */
typedef struct
{
  OvRunEntry   *entry;
  OvCheckpoint *checkpoint;
} OvSavedState;

gboolean ov_saved_state_load       (OvSavedState        *self,
                                    const char          *path,
                                    guint                at_most,
                                    GError             **error);
gboolean ov_saved_state_load_path  (OvSavedState        *self,
                                    const char          *path,
                                    GPtrArray          **checkpoints,
                                    GError             **error);
gboolean ov_saved_state_check_alone (GHashTable         *texts,
                                     GError            **error);
gboolean ov_saved_state_check_data (const OvSavedState  *self,
                                    OvDataset           *dataset,
                                    GError             **error);
void     ov_saved_state_clear      (OvSavedState        *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "best-checkpoint.h"
#include "run-record.h"

/**
 * OvRunFile:
 *
 * The file that a run is saved into while it is running, or from which it is resumed: its record,
 * twice a second, and states.
 */
typedef struct _OvRunFile OvRunFile;

OvRunFile      *ov_run_file_create         (const char         *path,
                                            guint               interval,
                                            GError            **error);
OvRunFile      *ov_run_file_resume         (const char         *path,
                                            guint               interval,
                                            GError            **error);
void            ov_run_file_free           (OvRunFile          *self);
const OvRecipe *ov_run_file_get_recipe     (OvRunFile          *self);
const char     *ov_run_file_get_name       (OvRunFile          *self);
gboolean        ov_run_file_set_epochs     (OvRunFile          *self,
                                            guint               epochs,
                                            GError            **error);
OvCheckpoint   *ov_run_file_get_checkpoint (OvRunFile          *self);
gboolean        ov_run_file_begin          (OvRunFile          *self,
                                            OvRunRecord        *record,
                                            OvDataset          *dataset,
                                            OvTrainer          *trainer,
                                            GError            **error);
gboolean        ov_run_file_note_epoch     (OvRunFile          *self,
                                            const OvRunRecord  *record,
                                            OvTrainer          *trainer,
                                            OvBestCheckpoint   *best,
                                            GError            **error);
gboolean        ov_run_file_end            (OvRunFile          *self,
                                            const OvRunRecord  *record,
                                            OvTrainer          *trainer,
                                            OvBestCheckpoint   *best,
                                            GError            **error);
OvCheckpoint   *ov_run_file_load           (OvRunFile          *self,
                                            guint               n_epochs,
                                            GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunFile, ov_run_file_free)

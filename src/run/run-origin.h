/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "run-record.h"

/**
 * OvRunOrigin:
 * @id: (nullable): what distinguishes the run that is continued from others
 * @is_branch: whether it is continued as a run of its own; otherwise it is the same run still
 * @n_epochs: how many epochs both have in common
 * @checkpoint: (nullable): the state after those; %NULL once the run has begun
 * @record: its epochs up to there, and no more
 *
 * Where a run begins that continues another one.
 */
typedef struct
{
  gatomicrefcount ref_count;

  char           *id;
  gboolean        is_branch;
  guint           n_epochs;
  OvCheckpoint   *checkpoint;
  OvRunRecord    *record;
} OvRunOrigin;

OvRunOrigin *ov_run_origin_new   (const char        *id,
                                  gboolean           is_branch,
                                  OvCheckpoint      *checkpoint,
                                  const OvRunRecord *record);
OvRunOrigin *ov_run_origin_ref   (OvRunOrigin       *self);
void         ov_run_origin_unref (OvRunOrigin       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvRunOrigin, ov_run_origin_unref)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "feature.h"
#include "outcome.h"
#include "readings.h"
#include "sharpness-history.h"
#include "snapshot.h"
#include "step-line.h"
#include "trainer.h"

/**
 * OvJobUpdate:
 * @epochs: (element-type OvEpoch): every epoch since the last update
 * @sharpness: (element-type OvSharpnessPoint): every measurement since the last update
 * @readings: (not nullable): what the instruments showed since the last update
 * @has_step: whether @step is new
 * @step: the loss along the newest step that was measured
 * @checkpoints: (element-type OvCheckpoint): every state since the last update
 * @templates: (nullable): the newest templates, if there are new ones
 * @features: (nullable): the newest features of the first layer, if there are new ones
 * @has_progress: whether @progress is new
 * @progress: where the worker stands within an epoch
 * @has_measuring: whether @is_measuring is new
 * @is_measuring: whether the worker is about to measure the sharpness
 * @has_snapshot: whether the weights were asked for, or the training is complete
 * @snapshot: (nullable): the weights then; %NULL when they are no longer finite
 * @has_exact_from: whether exact steps have begun
 * @exact_from: the epoch from which on they are made
 * @has_paused: whether the worker has come to rest after a step
 * @has_ended: whether the worker is done; an update after that has nothing in it
 * @outcome: how it ended
 * @error: (nullable): why it failed
 *
 * What a worker reports to the thread that started it: values only.
 */
typedef struct
{
  GArray      *epochs;
  GArray      *sharpness;
  OvReadings  *readings;
  gboolean     has_step;
  OvStepLine   step;
  GPtrArray   *checkpoints;
  OvTemplates *templates;
  OvFeatures  *features;
  gboolean     has_progress;
  OvProgress   progress;
  gboolean     has_measuring;
  gboolean     is_measuring;
  gboolean     has_snapshot;
  OvSnapshot  *snapshot;
  gboolean     has_exact_from;
  guint        exact_from;
  gboolean     has_paused;
  gboolean     has_ended;
  OvOutcome    outcome;
  GError      *error;
} OvJobUpdate;

OvJobUpdate *ov_job_update_new          (void);
void         ov_job_update_free         (OvJobUpdate *self);
void         ov_job_update_put_learned  (OvJobUpdate *self,
                                         OvTemplates *templates,
                                         OvFeatures  *features);
void         ov_job_update_put_snapshot (OvJobUpdate *self,
                                         OvSnapshot  *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvJobUpdate, ov_job_update_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "best-checkpoint.h"
#include "job.h"
#include "model.h"
#include "sharpness.h"
#include "worker.h"

/* Only for the files that make up a worker. */

struct _OvWorker
{
  OvRecipe          recipe;
  OvDataset        *dataset;
  guint             n_threads;
  OvCheckpoint     *checkpoint; /* to continue from, or NULL */
  OvJob            *job;        /* the starter's */

  OvJobUpdateFunc   func;
  gpointer          user_data;

  /* All below is shared with the thread. */
  GMutex            mutex;
  GCond             changed;
  OvGear            gear;
  GCancellable     *measurement; /* of the one that is running, or of the last one */
  OvJobUpdate      *update;      /* what has not been delivered yet */
  OvQuadratic      *quadratic;   /* for exact steps, until the thread takes it; NULL for none */

  OvWorkerSettings  settings;
  gboolean          wants_snapshot;

  /* The thread's own. */
  OvJob            *own_job; /* the same, which the thread may know before the starter does */
  GCancellable     *cancellable;
  OvTrainer        *trainer;
  gint64            epoch_start;
  gint64            last_report;
  gint64            last_templates;
  gint64            templates_cost; /* of the last look; 0 before the first one */
  gint64            last_features;
  OvBestCheckpoint *best;
  guint             told_epochs; /* those of the last state that was told */
  gint64            last_checkpoint;
  gint64            checkpoint_cost; /* of the last one */
  OvEpoch           first;           /* of the run */
  gboolean          has_diverged;
  gboolean          has_sharpness;
  guint             instruments;     /* that are read after the epoch */
  gboolean          measures_step;   /* whether the trainer keeps steps */
  gint64            step_rest_until; /* before that the next one is not measured */

  OvSharpnessPoint  sharpness; /* the newest, if there is one */
};

void     ov_worker_take_instruments (OvWorker      *self);
gboolean ov_worker_read_instruments (OvWorker      *self,
                                     const OvEpoch *epoch,
                                     GError       **error);
void     ov_worker_take_step        (OvWorker      *self);
void     ov_worker_measure_step     (OvWorker      *self);
void     ov_worker_post             (OvWorker      *self);

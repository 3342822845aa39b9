/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "feature.h"
#include "history.h"
#include "quadratic.h"
#include "trainer.h"

G_BEGIN_DECLS

/**
 * OvWorkerEnd:
 * @OV_WORKER_FINISHED: every epoch of the recipe is done
 * @OV_WORKER_DIVERGED: the loss grew beyond all bounds
 * @OV_WORKER_CANCELLED: it was told to stop
 * @OV_WORKER_FAILED: an error ended it
 */
typedef enum
{
  OV_WORKER_FINISHED,
  OV_WORKER_DIVERGED,
  OV_WORKER_CANCELLED,
  OV_WORKER_FAILED,
} OvWorkerEnd;

/**
 * OvMail:
 * @epochs: (element-type OvEpoch): every epoch since the last mail
 * @templates: (nullable): the newest templates, if there are new ones
 * @features: (nullable): the newest features of the first layer, if there are new ones
 * @has_progress: whether @progress is new
 * @progress: where the worker stands within an epoch
 * @has_snapshot: whether the weights were asked for, or the training is complete
 * @snapshot: (nullable): the weights then; %NULL when they are no numbers any more
 * @has_paused: whether the worker has come to rest after a step
 * @has_ended: whether the worker is done, so that this is the last mail
 * @end: how it ended
 * @error: (nullable): why it failed
 *
 * What a worker tells the thread that started it: values only.
 */
typedef struct
{
  GArray      *epochs;
  OvTemplates *templates;
  OvFeatures  *features;
  gboolean     has_progress;
  OvProgress   progress;
  gboolean     has_snapshot;
  OvSnapshot  *snapshot;
  gboolean     has_paused;
  gboolean     has_ended;
  OvWorkerEnd  end;
  GError      *error;
} OvMail;

typedef void (*OvMailFunc) (const OvMail *mail,
                            gpointer      user_data);

/**
 * OvWorker:
 *
 * The thread that trains one recipe. Its functions are called from the thread that started it.
 */
typedef struct _OvWorker OvWorker;

OvWorker *ov_worker_start    (const OvRecipe *recipe,
                              OvDataset      *dataset,
                              OvQuadratic    *quadratic,
                              guint           n_threads,
                              double          pace,
                              gboolean        one_epoch,
                              OvMailFunc      func,
                              gpointer        user_data);
void      ov_worker_free     (OvWorker       *self);
void      ov_worker_pause    (OvWorker       *self);
void      ov_worker_resume   (OvWorker       *self);
void      ov_worker_step     (OvWorker       *self);
void      ov_worker_cancel   (OvWorker       *self);
void      ov_worker_set_pace (OvWorker       *self,
                              double          epochs_per_second);
void      ov_worker_snapshot (OvWorker       *self);

G_END_DECLS

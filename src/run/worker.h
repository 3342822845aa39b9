/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "job-update.h"
#include "quadratic.h"
#include "trainer.h"

/**
 * OvGear:
 * @OV_GEAR_RUN: to the end
 * @OV_GEAR_STEP: to the end of this epoch, then pause
 * @OV_GEAR_PAUSE: not at all
 *
 * How far a worker trains.
 */
typedef enum
{
  OV_GEAR_RUN,
  OV_GEAR_STEP,
  OV_GEAR_PAUSE,
} OvGear;

/**
 * OvWorkerSettings:
 * @pace: how many epochs a second are trained at most; 0 for as many as there can be
 * @checkpoint_interval: every how many epochs the state is reported, and with it the best one that
 *   was not reported yet, or %OV_CHECKPOINT_INTERVAL_GROWS; 0 for never, otherwise also at the end
 * @instruments: the set of the instruments that are read after epochs
 * @sharpness_interval: how many epochs lie between two measurements of the sharpness; 0 for none
 * @measures_steps: whether the loss along the last step of an epoch is measured, as often as that
 *   hardly slows the training down
 *
 * What may change while a worker trains: it decides when things happen, and never what is trained.
 */
typedef struct
{
  double   pace;
  guint    checkpoint_interval;
  guint    sharpness_interval;
  guint    instruments;
  gboolean measures_steps;
} OvWorkerSettings;

/**
 * OvWorkerStart:
 * @checkpoint: the state to continue from
 * @first: epoch 0 of the run; not looked at when none is done
 * @best_accuracy: the best test accuracy so far, in per cent; negative when there is none
 * @sharpness: (nullable): the last measurement before
 *
 * Where a run that has epochs already continues.
 */
typedef struct
{
  OvCheckpoint           *checkpoint;
  OvEpoch                 first;
  double                  best_accuracy;
  const OvSharpnessPoint *sharpness;
} OvWorkerStart;

/**
 * OvJobUpdateFunc:
 *
 * Called with an update, of which it may take what it wants to keep.
 */
typedef void (*OvJobUpdateFunc) (OvJobUpdate *update,
                                 gpointer     user_data);

/**
 * OvWorker:
 *
 * The thread that trains one recipe. Its functions are called from the thread that started it.
 */
typedef struct _OvWorker OvWorker;

OvWorker *ov_worker_start         (const OvRecipe         *recipe,
                                   OvDataset              *dataset,
                                   OvQuadratic            *quadratic,
                                   const OvWorkerStart    *start,
                                   guint                   n_threads,
                                   const OvWorkerSettings *settings,
                                   OvGear                  gear,
                                   OvJobUpdateFunc         func,
                                   gpointer                user_data);
void      ov_worker_free          (OvWorker               *self);
void      ov_worker_set_gear      (OvWorker               *self,
                                   OvGear                  gear);
void      ov_worker_cancel        (OvWorker               *self);
void      ov_worker_wait          (OvWorker               *self,
                                   gint64                  deadline);
void      ov_worker_set_settings  (OvWorker               *self,
                                   const OvWorkerSettings *settings);
void      ov_worker_set_quadratic (OvWorker               *self,
                                   OvQuadratic            *quadratic);
void      ov_worker_snapshot      (OvWorker               *self);

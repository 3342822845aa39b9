/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run.h"
#include "snapshot-queue.h"
#include "worker.h"

/* Only for the files that make up a run. */
struct _OvRun
{
  GObject          parent_instance;

  OvRunRecord     *record;
  OvDataset       *dataset;
  OvQuadratic     *quadratic; /* NULL for the plain way */
  OvRunOrigin     *origin;    /* what it continues, or NULL */
  OvWorkerSettings settings;

  OvRunState       state;
  OvTemplates     *templates;
  OvFeatures      *features;
  OvProgress       progress;
  OvCheckpoint    *checkpoint; /* the newest, or NULL */
  gboolean         is_measuring;
  gboolean         has_step;
  OvStepLine       step; /* the newest that was measured, if there is one */

  OvWorker        *worker;    /* NULL before the start and after the end */
  OvSnapshotQueue *snapshots; /* those who wait for the weights; NULL once the run is disposed of */
};

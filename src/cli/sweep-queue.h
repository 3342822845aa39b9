/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sweep-engine.h"

/* The name of our jobs in the queue. */
#define OV_SWEEP_JOB_NAME "overshoot-sweep"

/**
 * OvSweepQueue:
 *
 * The runs of a sweep that are in Slurm's queue, also of an earlier call of the program.
 */
typedef struct _OvSweepQueue OvSweepQueue;

OvSweepQueue *ov_sweep_queue_open         (const char         *folder,
                                           GCancellable       *cancellable,
                                           GError            **error);
void          ov_sweep_queue_free         (OvSweepQueue       *self);
char         *ov_sweep_queue_make_log     (const OvSweepQueue *self);
gboolean      ov_sweep_queue_add          (OvSweepQueue       *self,
                                           const char         *job,
                                           const char *const  *names,
                                           GError            **error);
gboolean      ov_sweep_queue_refresh      (OvSweepQueue       *self,
                                           GCancellable       *cancellable,
                                           GError            **error);
guint         ov_sweep_queue_get_n_runs   (const OvSweepQueue *self);
gboolean      ov_sweep_queue_has          (const OvSweepQueue *self,
                                           const char         *name);
void          ov_sweep_queue_clear        (OvSweepQueue       *self);
gboolean      ov_sweep_queue_cancel       (OvSweepQueue       *self,
                                           GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvSweepQueue, ov_sweep_queue_free)

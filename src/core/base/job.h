/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * OvJob:
 *
 * Work on a thread of its own, whose values are delivered to the main context that was the default
 * of the starting thread. One source at a time delivers what has come since the last one.
 */
typedef struct _OvJob OvJob;

/**
 * OvJobKind:
 * @name: of the thread, at most 15 characters
 * @niceness: how much the thread gives way to others; those that it starts inherit it
 * @is_newest_only: whether a value takes the place of one that has not been delivered yet, rather
 *   than the one after it
 * @run: the work, on the thread; ends early when the job is cancelled
 * @free_task: (nullable): frees the task when the thread and the starter are done with it
 * @free_value: frees a value
 * @receive: is given, on the starter's context, the values since the last time, of which those that
 *   are kept are to be stolen from the array, and whether the thread is done; may let go of the job
 *
 * What jobs of a kind have in common.
 */
typedef struct
{
  const char *name;
  int         niceness;
  gboolean    is_newest_only;
  void (*run) (OvJob   *job,
               gpointer task);
  GDestroyNotify free_task;
  GDestroyNotify free_value;
  void (*receive) (GPtrArray *values,
                   gboolean   has_ended,
                   gpointer   user_data);
} OvJobKind;

OvJob        *ov_job_start           (const OvJobKind *kind,
                                      gpointer         task,
                                      gpointer         user_data);
void          ov_job_cancel          (OvJob           *self);
gboolean      ov_job_wait            (OvJob           *self,
                                      gint64           deadline);
void          ov_job_abandon         (OvJob           *self);
void          ov_job_free            (OvJob           *self);

GCancellable *ov_job_get_cancellable (OvJob           *self);
void          ov_job_set_niceness    (OvJob           *self,
                                      int              niceness);
gboolean      ov_job_send            (OvJob           *self,
                                      gpointer         value);

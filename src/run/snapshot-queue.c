/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "snapshot-queue.h"

#include <glib/gi18n-lib.h>

struct _OvSnapshotQueue
{
  GPtrArray  *tasks;     /* of GTask, in the order of their arrival */
  OvSnapshot *last;      /* the weights at the end; NULL before that, or when they are not finite */
  gboolean    is_closed; /* whether there will be no other weights */
};

/**
 * ov_snapshot_queue_new:
 *
 * Returns: (transfer full): a queue in which nobody waits
 */
OvSnapshotQueue *
ov_snapshot_queue_new (void)
{
  OvSnapshotQueue *self = g_new0 (OvSnapshotQueue, 1);

  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/* Takes those who wait out of the queue first: what they are told may make one of them ask
 * again. */
static GPtrArray *
steal_tasks (OvSnapshotQueue *self)
{
  GPtrArray *tasks = self->tasks;

  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);

  return tasks;
}

/**
 * ov_snapshot_queue_free:
 * @self: a queue
 *
 * Gives those who still wait %G_IO_ERROR_CANCELLED.
 */
void
ov_snapshot_queue_free (OvSnapshotQueue *self)
{
  g_autoptr (GPtrArray) tasks = NULL;

  g_return_if_fail (self != NULL);

  tasks = steal_tasks (self);
  g_clear_pointer (&self->last, ov_snapshot_unref);
  g_ptr_array_unref (self->tasks);
  g_free (self);

  for (guint i = 0; i < tasks->len; i++)
    g_task_return_new_error (g_ptr_array_index (tasks, i), G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             "The run is gone.");
}

static void
tell (GTask      *task,
      OvSnapshot *snapshot,
      const char *why_not)
{
  if (snapshot != NULL)
    g_task_return_pointer (task, ov_snapshot_ref (snapshot), (GDestroyNotify) ov_snapshot_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", why_not);
}

/**
 * ov_snapshot_queue_add:
 * @self: a queue
 * @cancellable: (nullable): for whoever no longer wants them
 * @callback: (scope async): called in the thread-default main context of the caller
 * @user_data: given to @callback
 *
 * Lets somebody wait. After the end of the run the answer is there already.
 */
void
ov_snapshot_queue_add (OvSnapshotQueue    *self,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  /* Without a source object: waiting does not keep the run. */
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ov_snapshot_queue_add);
  g_task_set_name (task, "[overshoot] waits for weights");
  if (self->is_closed)
    tell (task, self->last, _("The run no longer has weights to start from."));
  else
    g_ptr_array_add (self->tasks, g_steal_pointer (&task));
}

/**
 * ov_snapshot_queue_finish:
 * @result: what a callback of ov_snapshot_queue_add() was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full): the weights, or %NULL with @error set to %G_IO_ERROR_CANCELLED when
 *   they are no longer wanted or the run is gone, or to %G_IO_ERROR_FAILED when there are none
 */
OvSnapshot *
ov_snapshot_queue_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ov_snapshot_queue_add), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ov_snapshot_queue_is_empty:
 * @self: a queue
 *
 * Returns: whether nobody waits
 */
gboolean
ov_snapshot_queue_is_empty (const OvSnapshotQueue *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->tasks->len == 0;
}

/**
 * ov_snapshot_queue_answer:
 * @self: a queue
 * @snapshot: (nullable): the weights; %NULL when they are no longer finite
 *
 * Gives everybody who waits the weights, or says why there are none. The callbacks may run before
 * this returns, and may let go of the run.
 */
void
ov_snapshot_queue_answer (OvSnapshotQueue *self,
                          OvSnapshot      *snapshot)
{
  g_autoptr (GPtrArray) tasks = NULL;

  g_return_if_fail (self != NULL);

  tasks = steal_tasks (self);
  for (guint i = 0; i < tasks->len; i++)
    tell (g_ptr_array_index (tasks, i), snapshot,
          _("The run’s weights are no longer finite, so nothing can start from them."));
}

/**
 * ov_snapshot_queue_close:
 * @self: a queue
 * @snapshot: (nullable): the last weights; referenced
 *
 * Says that there will be no other weights, neither for those who wait nor for those to come.
 * Closing it once more replaces the last weights.
 */
void
ov_snapshot_queue_close (OvSnapshotQueue *self,
                         OvSnapshot      *snapshot)
{
  g_autoptr (GPtrArray) tasks = NULL;

  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->last, ov_snapshot_unref);
  self->last = snapshot != NULL ? ov_snapshot_ref (snapshot) : NULL;
  self->is_closed = TRUE;

  tasks = steal_tasks (self);
  for (guint i = 0; i < tasks->len; i++)
    tell (g_ptr_array_index (tasks, i), snapshot,
          _("The run ended before its weights could be taken."));
}

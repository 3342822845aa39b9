/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job.h"

#include <sys/resource.h>

struct _OvJob
{
  gatomicrefcount  ref_count; /* the starter, the thread, and a source that is pending */
  const OvJobKind *kind;
  gpointer         task;
  gpointer         user_data;
  GThread         *thread;
  GMainContext    *context;
  GCancellable    *cancellable;

  /* All below is shared with the thread. */
  GMutex           mutex;
  GCond            ended;  /* the thread, almost */
  GPtrArray       *values; /* what has not been delivered yet */
  gboolean         has_ended;
  gboolean         is_abandoned;
  GSource         *pending; /* delivers it, or NULL when there is none */
};

static void
job_unref (OvJob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->values);
  if (self->kind->free_task != NULL)
    self->kind->free_task (self->task);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ended);
  g_free (self);
}

static GPtrArray *
values_new (OvJob *self)
{
  return g_ptr_array_new_with_free_func (self->kind->free_value);
}

/* On the starter's thread, the only place where a job is abandoned: so it cannot be abandoned
 * between the mutex and the receiver. */
static void
deliver (OvJob *self)
{
  g_autoptr (GPtrArray) values = NULL;
  gboolean has_ended;
  gboolean is_abandoned;

  g_mutex_lock (&self->mutex);
  values = self->values;
  self->values = values_new (self);
  has_ended = self->has_ended;
  is_abandoned = self->is_abandoned;
  g_clear_pointer (&self->pending, g_source_unref);
  g_mutex_unlock (&self->mutex);

  if (!is_abandoned)
    self->kind->receive (values, has_ended, self->user_data);
}

static gboolean
deliver_cb (gpointer user_data)
{
  deliver (user_data);

  return G_SOURCE_REMOVE;
}

/* Makes sure that the values are delivered. The mutex is held. Not g_main_context_invoke(), which
 * would call back on this very thread while the starter's is between two iterations. */
static void
post (OvJob *self)
{
  if (self->pending != NULL || self->is_abandoned)
    return;

  g_atomic_ref_count_inc (&self->ref_count);
  self->pending = g_idle_source_new ();
  g_source_set_priority (self->pending, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->pending, self->kind->name);
  g_source_set_callback (self->pending, deliver_cb, self, (GDestroyNotify) job_unref);
  g_source_attach (self->pending, self->context);
}

/* Niceness belongs to a thread under Linux. */
static void
give_way (int niceness)
{
  if (niceness != 0)
    setpriority (PRIO_PROCESS, (id_t) gettid (), niceness);
}

static gpointer
job_thread (gpointer data)
{
  OvJob *self = data;

  give_way (self->kind->niceness);

  self->kind->run (self, self->task);

  g_mutex_lock (&self->mutex);
  self->has_ended = TRUE;
  g_cond_broadcast (&self->ended);
  post (self);
  g_mutex_unlock (&self->mutex);
  job_unref (self);

  return NULL;
}

/**
 * ov_job_start:
 * @kind: what the job does; to outlive it
 * @task: (transfer full): what it works on
 * @user_data: given to the receiver; has to stay until the job is abandoned or freed
 *
 * Starts the thread.
 *
 * Returns: (transfer full): the job, to be let go of by ov_job_abandon() or ov_job_free()
 */
OvJob *
ov_job_start (const OvJobKind *kind,
              gpointer         task,
              gpointer         user_data)
{
  OvJob *self = g_new0 (OvJob, 1);

  self->kind = kind;
  self->task = task;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->values = values_new (self);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->thread = g_thread_new (kind->name, job_thread, self);

  return self;
}

/**
 * ov_job_cancel:
 * @self: a job
 *
 * Tells the thread to end. Returns at once: the receiver learns of the end.
 */
void
ov_job_cancel (OvJob *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
}

/**
 * ov_job_wait:
 * @self: a job, on the thread that started it, but not in its receiver
 * @deadline: until when to wait, by g_get_monotonic_time()
 *
 * Waits until the work is done, and then has the receiver called as the main context would have it
 * called; at the deadline with what there is. For whoever has no main loop any more.
 *
 * Returns: whether the work is done
 */
gboolean
ov_job_wait (OvJob *self,
             gint64 deadline)
{
  g_autoptr (GSource) pending = NULL;
  gboolean has_ended;

  g_return_val_if_fail (self != NULL, FALSE);

  /* The receiver may let go of the job. */
  g_atomic_ref_count_inc (&self->ref_count);
  g_mutex_lock (&self->mutex);
  while (!self->has_ended && g_cond_wait_until (&self->ended, &self->mutex, deadline))
    ;
  has_ended = self->has_ended;
  if (self->pending != NULL)
    pending = g_source_ref (self->pending);
  g_mutex_unlock (&self->mutex);

  if (pending != NULL)
    {
      g_source_destroy (pending);
      deliver (self);
    }
  job_unref (self);

  return has_ended;
}

/* Cancels the job and drops what was not delivered. */
static void
close_job (OvJob *self)
{
  g_autoptr (GSource) pending = NULL;

  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->mutex);
  self->is_abandoned = TRUE;
  pending = g_steal_pointer (&self->pending);
  g_mutex_unlock (&self->mutex);

  if (pending != NULL)
    g_source_destroy (pending);
}

/**
 * ov_job_abandon:
 * @self: (transfer full): a job, on the thread that started it
 *
 * Cancels the job and lets go of it. Nothing is received any more; the thread ends when it has
 * noticed, and frees the task.
 */
void
ov_job_abandon (OvJob *self)
{
  g_return_if_fail (self != NULL);

  close_job (self);
  g_thread_unref (self->thread);
  job_unref (self);
}

/**
 * ov_job_free:
 * @self: (transfer full): a job, on the thread that started it
 *
 * Cancels the job, waits for its thread and lets go of it. Nothing is received any more.
 */
void
ov_job_free (OvJob *self)
{
  g_return_if_fail (self != NULL);

  close_job (self);
  g_thread_join (self->thread);
  job_unref (self);
}

/**
 * ov_job_get_cancellable:
 * @self: a job
 *
 * Returns: (transfer none): what shows the thread that the job is cancelled. No other job has it
 */
GCancellable *
ov_job_get_cancellable (OvJob *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cancellable;
}

/**
 * ov_job_set_niceness:
 * @self: a job, on its thread
 * @niceness: how much the thread gives way to others from now on, not less than before; those that
 *   it has started stay as they are
 */
void
ov_job_set_niceness (OvJob *self,
                     int    niceness)
{
  g_return_if_fail (self != NULL);

  give_way (niceness);
}

/**
 * ov_job_send:
 * @self: a job, on its thread
 * @value: (nullable) (transfer full): for the receiver; %NULL to have it called without one
 *
 * Sends a value to the receiver.
 *
 * Returns: %TRUE; %FALSE when the job is cancelled and has to end
 */
gboolean
ov_job_send (OvJob   *self,
             gpointer value)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  if (value != NULL && self->kind->is_newest_only)
    g_ptr_array_set_size (self->values, 0);
  if (value != NULL)
    g_ptr_array_add (self->values, value);
  post (self);
  g_mutex_unlock (&self->mutex);

  return !g_cancellable_is_cancelled (self->cancellable);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "thread-pool.h"

struct _OvThreadPool
{
  guint            n_members;
  GThread        **threads; /* [n_members - 1]; the caller of ov_thread_pool_run() is member 0 */

  GMutex           mutex;
  GCond            work_given;
  GCond            work_done;
  guint            round; /* one more with each piece of work */
  guint            n_busy;
  gboolean         closing;
  OvThreadPoolFunc func;
  gpointer         user_data;
};

typedef struct
{
  OvThreadPool *pool;
  guint         member;
} Membership;

static gpointer
member_thread (gpointer data)
{
  g_autofree Membership *membership = data;
  OvThreadPool *self = membership->pool;
  guint seen = 0;

  g_mutex_lock (&self->mutex);
  while (TRUE)
    {
      OvThreadPoolFunc func;
      gpointer user_data;

      while (self->round == seen && !self->closing)
        g_cond_wait (&self->work_given, &self->mutex);
      if (self->closing)
        break;

      seen = self->round;
      func = self->func;
      user_data = self->user_data;
      g_mutex_unlock (&self->mutex);

      func (membership->member, self->n_members, user_data);

      g_mutex_lock (&self->mutex);
      if (--self->n_busy == 0)
        g_cond_signal (&self->work_done);
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * ov_thread_pool_new:
 * @n_members: how many threads work together, the caller's own included; at least 1
 *
 * Makes a pool. Its threads inherit the priority of the thread that makes it.
 *
 * Returns: (transfer full): a pool, to be freed with ov_thread_pool_free()
 */
OvThreadPool *
ov_thread_pool_new (guint n_members)
{
  OvThreadPool *self;

  g_return_val_if_fail (n_members >= 1, NULL);

  self = g_new0 (OvThreadPool, 1);
  self->n_members = n_members;
  self->threads = g_new0 (GThread *, n_members - 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->work_given);
  g_cond_init (&self->work_done);

  for (guint i = 1; i < n_members; i++)
    {
      Membership *membership = g_new (Membership, 1);

      *membership = (Membership) {self, i};
      self->threads[i - 1] = g_thread_new ("overshoot-pool", member_thread, membership);
    }

  return self;
}

/**
 * ov_thread_pool_free:
 * @self: a pool that has no work
 *
 * Ends the threads and waits for them.
 */
void
ov_thread_pool_free (OvThreadPool *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_broadcast (&self->work_given);
  g_mutex_unlock (&self->mutex);

  for (guint i = 1; i < self->n_members; i++)
    g_thread_join (self->threads[i - 1]);

  g_cond_clear (&self->work_done);
  g_cond_clear (&self->work_given);
  g_mutex_clear (&self->mutex);
  g_free (self->threads);
  g_free (self);
}

/**
 * ov_thread_pool_get_size:
 * @self: a pool
 *
 * Returns: how many threads work together
 */
guint
ov_thread_pool_get_size (const OvThreadPool *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_members;
}

/**
 * ov_thread_pool_run:
 * @self: a pool
 * @func: (scope call): called once by each member, at the same time
 * @user_data: given to @func
 *
 * Does one piece of work and returns when every member is done with it. The calling thread is
 * member 0.
 */
void
ov_thread_pool_run (OvThreadPool    *self,
                    OvThreadPoolFunc func,
                    gpointer         user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  g_mutex_lock (&self->mutex);
  self->func = func;
  self->user_data = user_data;
  self->n_busy = self->n_members - 1;
  self->round++;
  g_cond_broadcast (&self->work_given);
  g_mutex_unlock (&self->mutex);

  func (0, self->n_members, user_data);

  g_mutex_lock (&self->mutex);
  while (self->n_busy > 0)
    g_cond_wait (&self->work_done, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_thread_pool_default_size:
 *
 * Returns: the number of members that keeps this machine busy: one a processor
 */
guint
ov_thread_pool_default_size (void)
{
  return MAX (1, g_get_num_processors ());
}

/**
 * ov_thread_pool_share:
 * @n_items: how many items the pool has to deal with
 * @member: the member, from 0
 * @n_members: how many members there are
 *
 * Splits items into neighbouring shares that differ by one item at most. The split depends on
 * nothing but the arguments, so that sums taken in shares come out the same every time.
 *
 * Returns: the member's items
 */
OvShare
ov_thread_pool_share (guint n_items,
                      guint member,
                      guint n_members)
{
  g_return_val_if_fail (member < n_members, ((OvShare) {0}));

  return (OvShare) {(guint) ((guint64) n_items * member / n_members),
                    (guint) ((guint64) n_items * (member + 1) / n_members)};
}

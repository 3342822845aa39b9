/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write-queue.h"

struct _OvWriteQueue
{
  gatomicrefcount ref_count;
  GMutex          mutex;
  GCond           changed;
  GQueue          orders; /* of OvWriteOrder */
};

/*
 * ov_write_order_free:
 * @self: (transfer full): an order
 */
void
ov_write_order_free (OvWriteOrder *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

/*
 * ov_write_queue_new:
 *
 * Returns: (transfer full): a queue without orders, for two threads
 */
OvWriteQueue *
ov_write_queue_new (void)
{
  OvWriteQueue *self = g_new0 (OvWriteQueue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->orders);

  return self;
}

/*
 * ov_write_queue_ref:
 * @self: a queue
 *
 * Returns: (transfer full): @self
 */
OvWriteQueue *
ov_write_queue_ref (OvWriteQueue *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/*
 * ov_write_queue_unref:
 * @self: (transfer full): a queue
 */
void
ov_write_queue_unref (OvWriteQueue *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->orders, (GDestroyNotify) ov_write_order_free);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/*
 * ov_write_queue_push:
 * @self: a queue
 * @order: (transfer full): what comes after the other orders
 */
void
ov_write_queue_push (OvWriteQueue *self,
                     OvWriteOrder *order)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->orders, order);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/*
 * ov_write_queue_pop:
 * @self: a queue
 * @deadline: until when to wait for an order, in monotonic time; -1 for as long as it takes
 *
 * Returns: (transfer full) (nullable): the first order, or %NULL when there is none by then
 */
OvWriteOrder *
ov_write_queue_pop (OvWriteQueue *self,
                    gint64        deadline)
{
  OvWriteOrder *order;
  gboolean has_time = TRUE;

  g_mutex_lock (&self->mutex);
  while (g_queue_is_empty (&self->orders) && has_time)
    if (deadline < 0)
      g_cond_wait (&self->changed, &self->mutex);
    else
      has_time = g_cond_wait_until (&self->changed, &self->mutex, deadline);
  order = g_queue_pop_head (&self->orders);
  g_mutex_unlock (&self->mutex);

  return order;
}

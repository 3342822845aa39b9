/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "patience.h"

/*
 * A time-out of a socket begins again with every byte, so that a server that sends one byte every
 * few seconds keeps a download going for ever. This watches what comes instead: a certain amount in
 * a certain time, or the download is cancelled, whichever part of it is under way.
 */

struct _OvPatience
{
  GCancellable *outer; /* the caller's, or NULL */
  gulong        outer_id;
  GCancellable *inner;
  guint64       least;
  gint64        window; /* in microseconds */
  GThread      *thread;

  /* The mutex guards what follows. */
  GMutex        mutex;
  GCond         changed;
  guint64       n_bytes; /* since the last deadline was set */
  gint64        deadline;
  gboolean      is_over;
  gboolean      is_lost;
};

static gpointer
watch_thread (gpointer data)
{
  OvPatience *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->is_over && !self->is_lost)
    {
      if (g_cond_wait_until (&self->changed, &self->mutex, self->deadline)
          || g_get_monotonic_time () < self->deadline)
        continue;
      self->is_lost = TRUE;
    }
  g_mutex_unlock (&self->mutex);

  if (self->is_lost)
    g_cancellable_cancel (self->inner);

  return NULL;
}

static void
cancelled_cb (GCancellable *outer,
              gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * ov_patience_new:
 * @cancellable: (nullable): what the user cancels with
 * @least: how many bytes have to come
 * @milliseconds: in how much time
 *
 * Begins to watch, on a thread of its own.
 *
 * Returns: (transfer full): the watch
 */
OvPatience *
ov_patience_new (GCancellable *cancellable,
                 guint64       least,
                 guint         milliseconds)
{
  OvPatience *self = g_new0 (OvPatience, 1);

  self->inner = g_cancellable_new ();
  self->least = least;
  self->window = milliseconds * G_TIME_SPAN_MILLISECOND;
  self->deadline = g_get_monotonic_time () + self->window;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                              g_object_ref (self->inner), g_object_unref);
    }
  self->thread = g_thread_new ("overshoot-patience", watch_thread, self);

  return self;
}

/**
 * ov_patience_free:
 * @self: a watch
 *
 * Ends the watch.
 */
void
ov_patience_free (OvPatience *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->is_over = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_object_unref (self->inner);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * ov_patience_get_cancellable:
 * @self: a watch
 *
 * Returns: (transfer none): what is cancelled by the user as well as when patience is lost
 */
GCancellable *
ov_patience_get_cancellable (OvPatience *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inner;
}

/**
 * ov_patience_add:
 * @self: a watch
 * @n_bytes: how many bytes have come
 *
 * Reports what has come.
 */
void
ov_patience_add (OvPatience *self,
                 guint64     n_bytes)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->n_bytes += n_bytes;
  if (self->n_bytes >= self->least)
    {
      self->n_bytes = 0;
      self->deadline = g_get_monotonic_time () + self->window;
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * ov_patience_is_lost:
 * @self: a watch
 *
 * Returns: whether it was the watch that cancelled, rather than the user
 */
gboolean
ov_patience_is_lost (OvPatience *self)
{
  gboolean is_lost;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  is_lost = self->is_lost;
  g_mutex_unlock (&self->mutex);

  return is_lost;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "interrupt.h"

#include <glib-unix.h>
#include <signal.h>

typedef struct
{
  OvInterrupt *interrupt;
  int          number;
  GSource     *source;
} Watch;

struct _OvInterrupt
{
  GMainContext *context;
  GMainLoop    *loop;
  GThread      *thread;
  GCancellable *cancellable;
  Watch         watches[2];
  int           signal_number; /* atomic */
};

/* Cancelling takes a lock, which a signal handler must not do. GLib's own handler only wakes the
 * thread of watch_thread (), and the rest happens there. A second signal of the same kind finds the
 * source gone and the default action back, so that an impatient Ctrl+C ends the program at once. */
static gboolean
signal_cb (gpointer user_data)
{
  Watch *watch = user_data;

  g_atomic_int_compare_and_exchange (&watch->interrupt->signal_number, 0, watch->number);
  g_cancellable_cancel (watch->interrupt->cancellable);

  return G_SOURCE_REMOVE;
}

static gpointer
watch_thread (gpointer user_data)
{
  OvInterrupt *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * ov_interrupt_new:
 *
 * Starts to listen for SIGINT and SIGTERM on a thread of its own. There can be one at a time.
 *
 * Returns: (transfer full): the listener
 */
OvInterrupt *
ov_interrupt_new (void)
{
  static const int numbers[] = { SIGINT, SIGTERM };
  OvInterrupt *self = g_new0 (OvInterrupt, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->cancellable = g_cancellable_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      Watch *watch = &self->watches[i];

      watch->interrupt = self;
      watch->number = numbers[i];
      watch->source = g_unix_signal_source_new (numbers[i]);
      g_source_set_callback (watch->source, signal_cb, watch, NULL);
      g_source_attach (watch->source, self->context);
    }

  self->thread = g_thread_new ("interrupt", watch_thread, self);

  return self;
}

/**
 * ov_interrupt_free:
 * @self: (transfer full): the listener
 *
 * Gives the signals their default action back and ends the thread.
 */
void
ov_interrupt_free (OvInterrupt *self)
{
  if (self == NULL)
    return;

  g_autoptr (GSource) quit = g_idle_source_new ();

  /* Quitting from here could come before the thread has begun to run its loop, and be lost. */
  g_source_set_callback (quit, quit_cb, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);

  for (gsize i = 0; i < G_N_ELEMENTS (self->watches); i++)
    {
      g_source_destroy (self->watches[i].source);
      g_source_unref (self->watches[i].source);
    }

  g_object_unref (self->cancellable);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * ov_interrupt_get_cancellable:
 * @self: the listener
 *
 * Returns: (transfer none): what is cancelled when a signal comes
 */
GCancellable *
ov_interrupt_get_cancellable (OvInterrupt *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cancellable;
}

/**
 * ov_interrupt_get_signal:
 * @self: the listener
 *
 * Returns: the number of the first signal that came, 0 when none has
 */
int
ov_interrupt_get_signal (OvInterrupt *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_atomic_int_get (&self->signal_number);
}

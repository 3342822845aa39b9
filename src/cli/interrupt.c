/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interrupt.h"

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "exit-status.h"

/* A terminal that is closed sends SIGHUP twice, from the kernel and from the shell. */
#define HANGUP_MILLISECONDS 200

/* How long the program may take to end by itself while it has no results to lose. It takes longer
 * when a file keeps it waiting, such as a FIFO that nobody writes to. */
#define GRACE_MILLISECONDS 500

/* Those that ask a program to end and leave it the time to do so. */
static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGXCPU};

struct _OvInterrupt
{
  GThread         *thread;
  GCancellable    *cancellable;
  gboolean         is_patient; /* atomic */
  struct sigaction old_actions[G_N_ELEMENTS (numbers)];
};

/* All that a handler may touch. */
static sem_t                 wake;
static volatile sig_atomic_t is_listened_to[G_N_ELEMENTS (numbers)];
static int                   first_signal; /* atomic */

/* Runs on whichever thread the signal came to. From now on a second one finds its default action,
 * by which the kernel ends the program even while a file blocks. The limit of processor time sends
 * one every second, however, which would not leave the time to write results; and see
 * HANGUP_MILLISECONDS. */
static void
handler (int number)
{
  const int saved_errno = errno;

  if (g_atomic_int_compare_and_exchange (&first_signal, 0, number))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
        {
          const gboolean is_repeated =
            numbers[i] == SIGXCPU || (numbers[i] == SIGHUP && number == SIGHUP);

          if (is_listened_to[i])
            signal (numbers[i], is_repeated ? SIG_IGN : SIG_DFL);
        }
      sem_post (&wake);
    }

  errno = saved_errno;
}

/* Returns whether something woke it in time. */
static gboolean
wait_milliseconds (guint milliseconds)
{
  struct timespec end;

  clock_gettime (CLOCK_REALTIME, &end);
  end.tv_nsec += (long) milliseconds * 1000000;
  end.tv_sec += end.tv_nsec / 1000000000;
  end.tv_nsec %= 1000000000;

  while (sem_timedwait (&wake, &end) != 0)
    if (errno == ETIMEDOUT)
      return FALSE;

  return TRUE;
}

/* Cancelling takes a lock, which a signal handler must not do: it happens here. */
static gpointer
watch_thread (gpointer user_data)
{
  OvInterrupt *self = user_data;
  int number;

  while (sem_wait (&wake) != 0)
    ;

  number = g_atomic_int_get (&first_signal);
  if (number == 0)
    return NULL;

  g_cancellable_cancel (self->cancellable);
  if (wait_milliseconds (HANGUP_MILLISECONDS))
    return NULL;

  if (number == SIGHUP)
    signal (SIGHUP, SIG_DFL);

  if (!wait_milliseconds (GRACE_MILLISECONDS - HANGUP_MILLISECONDS)
      && !g_atomic_int_get (&self->is_patient))
    _exit (OV_EXIT_SIGNAL + number);

  return NULL;
}

/**
 * ov_interrupt_new:
 *
 * Starts to listen for SIGHUP, SIGINT, SIGTERM and SIGXCPU, but for those that are ignored, for
 * example by nohup. The first of them cancels the cancellable. When the program has not ended half
 * a second later and has no results yet, it ends at once with the signal's exit status; a second
 * signal ends it at once in any case. There can be one listener at a time.
 *
 * Returns: (transfer full): the listener
 */
OvInterrupt *
ov_interrupt_new (void)
{
  OvInterrupt *self = g_new0 (OvInterrupt, 1);
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

  g_atomic_int_set (&first_signal, 0);
  sem_init (&wake, 0, 0);
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("interrupt", watch_thread, self);

  /* One handler at a time, so that the default actions that the first sets are not undone. */
  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    sigaddset (&action.sa_mask, numbers[i]);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      sigaction (numbers[i], NULL, &self->old_actions[i]);
      is_listened_to[i] = self->old_actions[i].sa_handler != SIG_IGN;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (is_listened_to[i])
      sigaction (numbers[i], &action, NULL);

  return self;
}

/**
 * ov_interrupt_free:
 * @self: (transfer full): the listener
 *
 * Gives the signals the actions back that they had, and ends the thread.
 */
void
ov_interrupt_free (OvInterrupt *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (is_listened_to[i])
      sigaction (numbers[i], &self->old_actions[i], NULL);

  /* The thread waits three times at most. */
  for (guint i = 0; i < 3; i++)
    sem_post (&wake);
  g_thread_join (self->thread);
  sem_destroy (&wake);

  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * ov_interrupt_set_patient:
 * @self: the listener
 *
 * Says that there are results from now on: after a first signal the program may take the time that
 * it needs to write them.
 */
void
ov_interrupt_set_patient (OvInterrupt *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->is_patient, TRUE);
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

  return g_atomic_int_get (&first_signal);
}

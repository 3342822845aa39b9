/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-signal.h"

#include <time.h>

/*
 * A write past a limit of size (SIGXFSZ), or to a pipe that nobody reads (SIGPIPE), ends a program
 * that is not prepared for it. The kernel sends both to the writing thread, so blocking them there
 * during the write leaves only the error that the write returns and disturbs nobody.
 */

static const int numbers[] = {SIGXFSZ, SIGPIPE};

/*
 * ov_file_signals_hold:
 * @self: (out): for ov_file_signals_release()
 *
 * Blocks the two signals for the calling thread.
 */
void
ov_file_signals_hold (OvFileSignals *self)
{
  sigset_t held;

  sigemptyset (&held);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    sigaddset (&held, numbers[i]);

  sigpending (&self->pending);
  pthread_sigmask (SIG_BLOCK, &held, &self->mask);
}

/*
 * ov_file_signals_release:
 * @self: what ov_file_signals_hold() found
 *
 * Clears what the writing has raised, and unblocks what was not blocked before.
 */
void
ov_file_signals_release (const OvFileSignals *self)
{
  const struct timespec at_once = {0, 0};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      sigset_t one;
      sigset_t pending;

      sigemptyset (&one);
      sigaddset (&one, numbers[i]);
      sigpending (&pending);
      if (sigismember (&pending, numbers[i]) && !sigismember (&self->pending, numbers[i]))
        sigtimedwait (&one, NULL, &at_once);
    }

  pthread_sigmask (SIG_SETMASK, &self->mask, NULL);
}

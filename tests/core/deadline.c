/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deadline.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In seconds: more than anything takes on a busy machine, and less than the time limit of any test
 * that waits. */
#define PATIENCE 100

/* Under the sanitizers everything takes several times as long, and so do the time limits. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define FACTOR 4
#else
#define FACTOR 1
#endif

static guint patience = PATIENCE;
static char  message[1000];

/* A signal ends what waits for another program or a thread as well. */
static void
alarm_cb (int number)
{
  /* There is nothing to be done about a message that cannot be written. */
  if (write (STDOUT_FILENO, message, strlen (message)) < 0)
    abort ();

  abort ();
}

/* Changes how long is waited. */
void
deadline_set_patience (guint seconds)
{
  patience = seconds;
}

/* Begins to wait for something, until deadline_is_met() says that it has happened or another wait
 * begins. */
void
deadline_set (const char *what)
{
  g_snprintf (message, sizeof message, "\nBail out! Waited %u seconds in vain for %s\n",
              patience * FACTOR, what);
  signal (SIGALRM, alarm_cb);
  alarm (patience * FACTOR);
}

gboolean
deadline_is_met (gboolean has_happened)
{
  if (has_happened)
    alarm (0);

  return has_happened;
}

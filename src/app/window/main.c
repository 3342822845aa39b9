/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "application.h"
#include "blas.h"
#include "descriptor.h"

/* Those that ask a program to end and leave it the time to do so. */
static const int signal_numbers[] = {SIGHUP, SIGINT, SIGTERM};

static guint     signal_sources[G_N_ELEMENTS (signal_numbers)];
static int       first_signal;

/* Closes the windows as the user does, on the main loop. All sources go, which gives the signals
 * their default actions back: a second one ends the program at once. */
static void
end_by_signal (int number)
{
  first_signal = number;
  for (gsize i = 0; i < G_N_ELEMENTS (signal_sources); i++)
    g_clear_handle_id (&signal_sources[i], g_source_remove);

  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "quit", NULL);
}

static gboolean
signal_cb (gpointer number)
{
  end_by_signal (GPOINTER_TO_INT (number));

  return G_SOURCE_CONTINUE;
}

/* What was ignored when the program started, by nohup say, stays ignored. */
static void
listen_to_signals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signal_numbers); i++)
    {
      struct sigaction action;

      if (sigaction (signal_numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        signal_sources[i] = g_unix_signal_add (signal_numbers[i], signal_cb,
                                               GINT_TO_POINTER (signal_numbers[i]));
    }
}

/* GLib prints the help and the version, and ends the program without a look at what became of
 * them. */
static void
check_output (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return;

  fprintf (stderr, "overshoot: Standard output cannot be written.\n");
  _exit (EXIT_FAILURE);
}

int
main (int    argc,
      char **argv)
{
  OvApplication *application;
  int status;

  if (!ov_descriptors_occupy ())
    return EXIT_FAILURE;
  atexit (check_output);
  ov_blas_choose_kernels ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ov_application_new (G_APPLICATION_DEFAULT_FLAGS);
  listen_to_signals ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_object_unref (application);

  check_output ();
  if (first_signal != 0)
    status = 128 + first_signal;

  /* Threads that were told to end may still be in the middle of a matrix product, and OpenBLAS
   * would free its memory under them: no library is taken down. */
  _exit (status);
}

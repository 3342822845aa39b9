/* SPDX-License-Identifier: GPL-3.0-or-later */

/* overshoot-cli sweep --engine slurm where Slurm fails, which scripts stand in for here. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "deadline.h"
#include "runner.h"

#define SWEEP "sweep linear --data sample --epochs 1 --engine slurm -o @/runs "

static void
write_command (const char *name,
               const char *contents)
{
  g_autofree char *path = g_build_filename (own_folder, "bin", name, NULL);
  g_autofree char *script = runner_fill_in (contents);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0755, &error);
  g_assert_no_error (error);
}

/* A cluster that never begins any run. */
static GSubprocess *
start_sweep (const char *options,
             const char *sbatch,
             const char *scancel)
{
  g_autofree char *folder = g_build_filename (own_folder, "bin", NULL);
  g_autofree char *search = g_strconcat (folder, ":", g_getenv ("PATH"), NULL);
  g_autofree char *arguments = g_strconcat (SWEEP, options, NULL);
  g_autofree char *line = runner_fill_in (arguments);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  write_command ("scontrol", "#!/bin/sh\nexit 1\n");
  write_command ("squeue", "#!/bin/sh\necho 7 1\n");
  write_command ("sbatch", sbatch);
  write_command ("scancel", scancel);
  g_subprocess_launcher_setenv (launcher, "PATH", search, TRUE);

  return runner_start (launcher, line);
}

static void
interrupt (GSubprocess *process,
           const char  *file,
           Outcome     *outcome)
{
  g_autofree char *path = g_build_filename (own_folder, file, NULL);

  deadline_set (file);
  while (!deadline_is_met (g_file_test (path, G_FILE_TEST_EXISTS)))
    g_usleep (1000);
  g_subprocess_send_signal (process, SIGINT);
  runner_finish (process, outcome);
  g_test_message ("%s", outcome->errors);
  g_assert_cmpint (outcome->status, ==, 128 + SIGINT);
  g_assert_nonnull (strstr (outcome->errors, "0 of 1 runs are done."));
}

/* Nothing is in the queue, and whoever waits for the exit status must not think so. */
static void
test_interrupted_submission (void)
{
  g_autoptr (GSubprocess) process =
    start_sweep ("--no-wait", "#!/bin/sh\ntouch @/asked\nexec sleep 1000\n", "#!/bin/sh\n");
  g_auto (Outcome) outcome = {0};

  interrupt (process, "asked", &outcome);
}

static void
test_cancelled (void)
{
  g_autoptr (GSubprocess) process =
    start_sweep ("", "#!/bin/sh\ncat > @/script\necho 7\n", "#!/bin/sh\necho $* > @/cancelled\n");
  g_autofree char *list = g_build_filename (own_folder, "runs", "slurm", "7.runs", NULL);
  g_autofree char *cancelled = g_build_filename (own_folder, "cancelled", NULL);
  g_autofree char *jobs = NULL;
  g_auto (Outcome) outcome = {0};

  interrupt (process, "runs/slurm/7.runs", &outcome);
  g_assert_true (g_file_get_contents (cancelled, &jobs, NULL, NULL));
  g_assert_cmpstr (jobs, ==, "7\n");
  g_assert_false (g_file_test (list, G_FILE_TEST_EXISTS));
}

/* What may still train is not forgotten: the next call would have it trained once more. */
static void
test_not_cancelled (void)
{
  g_autoptr (GSubprocess) process =
    start_sweep ("", "#!/bin/sh\ncat > @/script\necho 7\n", "#!/bin/sh\necho no >&2\nexit 1\n");
  g_autofree char *list = g_build_filename (own_folder, "runs", "slurm", "7.runs", NULL);
  g_auto (Outcome) outcome = {0};

  interrupt (process, "runs/slurm/7.runs", &outcome);
  g_assert_nonnull (strstr (outcome.errors, "Slurm has not cancelled the runs: no."));
  g_assert_true (g_file_test (list, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/slurm/interrupted-submission", test_interrupted_submission);
  fixture_add_in_folder ("/slurm/cancelled", test_cancelled);
  fixture_add_in_folder ("/slurm/not-cancelled", test_not_cancelled);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runner.h"

#include <glib/gstdio.h>

#include "deadline.h"

static char *program_path;

/* Remembers the overshoot-cli that was built, which Meson names as the first argument: by a path
 * that holds in the test's own folder, too. */
void
runner_init (const char *program)
{
  g_assert_true (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE));
  program_path = g_canonicalize_filename (program, NULL);
}

/* A launcher whose child's output is read by the test, in the C language. */
GSubprocessLauncher *
runner_new_launcher (void)
{
  GSubprocessLauncher *launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");

  return launcher;
}

/* Starts overshoot-cli with arguments written as for a shell. A test that does not call
 * runner_finish() has until the deadline to start the next one, or to end. */
GSubprocess *
runner_start (GSubprocessLauncher *launcher,
              const char          *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strconcat ("overshoot-cli ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  GSubprocess *process;

  g_shell_parse_argv (line, NULL, &argv, &error);
  g_assert_no_error (error);
  g_free (argv[0]);
  argv[0] = g_strdup (program_path);

  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  deadline_set (line);

  return process;
}

/* Waits for the end and takes what has not been read yet. */
void
runner_finish (GSubprocess *process,
               Outcome     *outcome)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &outcome->output, &outcome->errors, &error);
  g_assert_no_error (error);
  deadline_is_met (TRUE);

  if (g_subprocess_get_if_exited (process))
    outcome->status = g_subprocess_get_exit_status (process);
  else
    outcome->signal_number = g_subprocess_get_term_sig (process);
}

void
runner_run (const char *arguments,
            Outcome    *outcome)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);

  runner_finish (process, outcome);
}

/* The arguments with the place of the test's own folder for each @. */
char *
runner_fill_in (const char *arguments)
{
  g_auto (GStrv) parts = g_strsplit (arguments, "@", -1);

  return g_strjoinv (own_folder, parts);
}

/* Runs with arguments in which @ stands for the test's own folder. */
void
runner_run_at (const char *arguments,
               Outcome    *outcome)
{
  g_autofree char *line = runner_fill_in (arguments);

  runner_run (line, outcome);
}

/* Runs in the test's own folder, as a user whose files are there. */
void
runner_run_inside (const char *arguments,
                   Outcome    *outcome)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", own_folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", own_folder, TRUE);
  g_subprocess_launcher_set_cwd (launcher, own_folder);
  process = runner_start (launcher, arguments);
  runner_finish (process, outcome);
}

/* The same for a run that succeeds and does not complain. */
void
runner_run_well (const char *arguments,
                 Outcome    *outcome)
{
  runner_run_inside (arguments, outcome);
  g_assert_cmpstr (outcome->errors, ==, "");
  g_assert_cmpint (outcome->status, ==, 0);
}

/* The same for a run that only complains, in one sentence or several, of which @said is a part. */
void
runner_run_refused (const char *arguments,
                    int         status,
                    const char *said)
{
  g_auto (Outcome) outcome = {0};

  runner_run_inside (arguments, &outcome);
  g_test_message ("%s", outcome.errors);
  g_assert_cmpint (outcome.status, ==, status);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: "));
  g_assert_true (g_str_has_suffix (outcome.errors, ".\n"));
  g_assert_nonnull (strstr (outcome.errors, said));
}

void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->output);
  g_free (outcome->errors);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How overshoot-cli ends by signals, and what it leaves behind then. */

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "runner.h"

#define LONG_RUN "train --data sample --epochs 100000 --format csv "

/* A pipe so small that the rows of some epochs fill it. */
#define PIPE_SIZE 4096

/* How often is looked whether the pipe is full yet. */
#define MOST_LOOKS 30

static void
read_rows (GDataInputStream *stream,
           guint             n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *row = g_data_input_stream_read_line (stream, NULL, NULL, NULL);

      g_assert_nonnull (row);
    }
}

/* Reads to the end, so that the child is never kept waiting. */
static void
drain (GDataInputStream *stream)
{
  char *row;

  while ((row = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    g_free (row);
}

/* The first signal ends the run, whose results are written. */
static void
check_saved (int signal_number)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments = g_strdup_printf (LONG_RUN "--plot %s/plot.png --save-weights "
                                                         "%s/weights.safetensors",
                                                folder, folder);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  read_rows (stream, 4);
  g_subprocess_send_signal (process, signal_number);
  drain (stream);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + signal_number);
  g_assert_cmpuint (fixture_count_files (folder), ==, 2);
  fixture_remove (folder);
}

static void
test_saved (void)
{
  static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGXCPU};

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    check_saved (numbers[i]);
}

static void
ignore_cb (gpointer unused)
{
  signal (SIGINT, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
}

/* As by nohup, and for what a shell runs in the background. */
static void
test_ignored (void)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) stream = NULL;

  g_subprocess_launcher_set_child_setup (launcher, ignore_cb, NULL, NULL);
  process = runner_start (launcher, "train --data sample --epochs 60 --format csv");
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  read_rows (stream, 3);
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_send_signal (process, SIGHUP);
  read_rows (stream, 58);
  drain (stream);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
}

/* Nobody reads the pipe: the first signal finds the program waiting, which shows by the pipe's not
 * getting fuller, and only the second can end it. */
static void
check_second (int first,
              int second)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, LONG_RUN);
  const int descriptor = g_unix_input_stream_get_fd (
    G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (process)));
  int n_bytes = 0;
  int before = 0;
  guint n_looks = 0;

  g_assert_cmpint (fcntl (descriptor, F_SETPIPE_SZ, PIPE_SIZE), ==, PIPE_SIZE);
  while (n_bytes == 0 || n_bytes != before)
    {
      g_assert_cmpuint (n_looks++, <, MOST_LOOKS);
      before = n_bytes;
      g_usleep (2 * G_USEC_PER_SEC);
      g_assert_cmpint (ioctl (descriptor, FIONREAD, &n_bytes), ==, 0);
    }

  g_subprocess_send_signal (process, first);
  g_usleep (G_USEC_PER_SEC);
  g_assert_nonnull (g_subprocess_get_identifier (process));
  g_subprocess_send_signal (process, second);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, second);
}

static void
test_second (void)
{
  check_second (SIGTERM, SIGINT);
  check_second (SIGINT, SIGINT);
  check_second (SIGHUP, SIGHUP);
  check_second (SIGHUP, SIGTERM);
}

/* A terminal that is closed sends it from the kernel and from the shell. */
static void
test_hangup_twice (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments = g_strdup_printf (LONG_RUN "--plot %s/plot.png", folder);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  read_rows (stream, 4);
  g_subprocess_send_signal (process, SIGHUP);
  g_subprocess_send_signal (process, SIGHUP);
  drain (stream);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + SIGHUP);
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  fixture_remove (folder);
}

/* Nothing is waited for that may never come. */
static void
test_pipe_of_weights (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --epochs 1 --load-weights %s", path);
  g_auto (Outcome) outcome = {0};

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  runner_run (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.errors, path));
  fixture_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/signals/saved", test_saved);
  g_test_add_func ("/cli/signals/ignored", test_ignored);
  g_test_add_func ("/cli/signals/second", test_second);
  g_test_add_func ("/cli/signals/hangup-twice", test_hangup_twice);

  g_test_add_func ("/cli/signals/pipe-of-weights", test_pipe_of_weights);

  return g_test_run ();
}

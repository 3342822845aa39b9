/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places that overshoot-cli cannot print to: full, closed, left by their reader, of few letters. */

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <unistd.h>

#include "runner.h"

static const char *const printing[] = {
  "--help",
  "help",
  "help train",
  "--version",
  "model",
  "model --help",
  "model --recipe cnn",
  "train --help",
  "train --data sample --epochs 1",
  "train --data sample --epochs 1 --format csv",
  "train --data sample --epochs 1 --format json",
};

static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);

  return launcher;
}

static void
check_refused (GSubprocess *process)
{
  g_auto (Outcome) outcome = {0};

  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: Standard output cannot be "));
}

static void
test_full (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (printing); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;

      g_test_message ("%s", printing[i]);
      g_subprocess_launcher_take_stdout_fd (launcher, open ("/dev/full", O_WRONLY | O_CLOEXEC));
      process = runner_start (launcher, printing[i]);
      check_refused (process);
    }
}

static void
close_output_cb (gpointer unused)
{
  close (STDOUT_FILENO);
}

static void
test_closed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (printing); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;

      g_test_message ("%s", printing[i]);
      g_subprocess_launcher_set_child_setup (launcher, close_output_cb, NULL, NULL);
      process = runner_start (launcher, printing[i]);
      check_refused (process);
    }
}

static void
close_all_cb (gpointer unused)
{
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
    close (descriptor);
}

/* No file takes the number of one that was closed, to be written over by what is printed. */
static void
test_all_closed (void)
{
  static const guint8 beginning[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "plot.png", NULL);
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --epochs 2 --hidden-units 3 --plot %s", path);
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_subprocess_launcher_set_child_setup (launcher, close_all_cb, NULL, NULL);
  process = runner_start (launcher, arguments);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, sizeof beginning);
  g_assert_cmpmem (contents, sizeof beginning, beginning, sizeof beginning);
  fixture_remove (folder);
}

static void
take_sigpipe_cb (gpointer ignored)
{
  signal (SIGPIPE, ignored != NULL ? SIG_IGN : SIG_DFL);
}

/* As with `| head`: reads a line and leaves. Returns the exit status. */
static int
leave (gboolean ignored,
       char   **errors)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --epochs 100000 --format csv --plot %s/plot.png", folder);
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GInputStream *output;

  g_subprocess_launcher_set_child_setup (launcher, take_sigpipe_cb, ignored ? launcher : NULL,
                                         NULL);
  process = runner_start (launcher, arguments);
  output = g_subprocess_get_stdout_pipe (process);
  g_bytes_unref (g_input_stream_read_bytes (output, 10, NULL, NULL));
  g_assert_true (g_input_stream_close (output, NULL, NULL));
  bytes = g_input_stream_read_bytes (g_subprocess_get_stderr_pipe (process), 1000, NULL, NULL);
  *errors = g_strndup (g_bytes_get_data (bytes, NULL) ?: "", g_bytes_get_size (bytes));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpuint (fixture_count_files (folder), ==, 1);
  fixture_remove (folder);

  return g_subprocess_get_exit_status (process);
}

/* The results are written, and the program is as quiet as SIGPIPE would have left it. */
static void
test_reader_left (void)
{
  g_autofree char *errors = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (leave (FALSE, &errors), ==, 128 + SIGPIPE);
  g_assert_cmpstr (errors, ==, "");
  g_assert_cmpint (leave (TRUE, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "Standard output cannot be written"));
}

static void
test_ascii (void)
{
  static const char *const locales[] = {"C", "POSIX", "no_SUCH", ""};

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_autoptr (GSubprocess) wrong = NULL;
      g_autoptr (GSubprocess) help = NULL;
      g_auto (Outcome) wrong_outcome = {0};
      g_auto (Outcome) help_outcome = {0};

      g_subprocess_launcher_unsetenv (launcher, "LANG");
      g_subprocess_launcher_unsetenv (launcher, "LC_CTYPE");
      g_subprocess_launcher_setenv (launcher, "LC_ALL", locales[i], TRUE);
      wrong = runner_start (launcher, "trian");
      runner_finish (wrong, &wrong_outcome);
      g_assert_true (g_str_is_ascii (wrong_outcome.errors));
      g_assert_nonnull (strstr (wrong_outcome.errors, "\"trian\""));

      help = runner_start (launcher, "help train");
      runner_finish (help, &help_outcome);
      g_assert_true (g_str_is_ascii (help_outcome.output));
      g_assert_null (strchr (help_outcome.output, '?'));
    }
}

/* What computes is told, and recorded with a run. */
static void
test_machine (void)
{
  g_auto (Outcome) version = {0};
  g_auto (Outcome) run = {0};
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *kernels = NULL;
  JsonObject *machine;

  runner_run ("--version", &version);
  runner_run ("train --data sample --epochs 1 --threads 1 --format json", &run);
  node = json_from_string (run.output, NULL);
  machine = json_object_get_object_member (json_node_get_object (node), "machine");
  g_assert_cmpint (json_object_get_int_member (machine, "threads"), ==, 1);
  kernels = g_strdup_printf ("OpenBLAS %s: kernels %s\n",
                             json_object_get_string_member (machine, "openblas"),
                             json_object_get_string_member (machine, "kernels"));
  g_assert_nonnull (strstr (version.output, kernels));
  g_assert_nonnull (strstr (version.output,
                            json_object_get_string_member (machine, "instructions")));
}

#if defined(__x86_64__)
static void
test_slow_machine (void)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) network = NULL;
  g_autoptr (GSubprocess) linear = NULL;
  g_auto (Outcome) network_outcome = {0};
  g_auto (Outcome) linear_outcome = {0};

  g_subprocess_launcher_setenv (launcher, "DNNL_MAX_CPU_ISA", "SSE41", TRUE);
  network = runner_start (launcher, "train --data sample --recipe cnn --epochs 0");
  linear = runner_start (launcher, "train --data sample --recipe linear --epochs 0");
  runner_finish (network, &network_outcome);
  runner_finish (linear, &linear_outcome);
  g_assert_nonnull (strstr (network_outcome.errors, "AVX2"));
  g_assert_null (strstr (linear_outcome.errors, "AVX2"));
}
#endif

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/cli/output/full", test_full);
  g_test_add_func ("/cli/output/closed", test_closed);
  g_test_add_func ("/cli/output/all-closed", test_all_closed);
  g_test_add_func ("/cli/output/reader-left", test_reader_left);
  g_test_add_func ("/cli/output/ascii", test_ascii);
  g_test_add_func ("/cli/output/machine", test_machine);
#if defined(__x86_64__)
  g_test_add_func ("/cli/output/slow-machine", test_slow_machine);
#endif

  return g_test_run ();
}

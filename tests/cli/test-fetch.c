/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How `overshoot-cli data fetch` downloads CIFAR-10: from a server of this test. */

#include <pty.h>
#include <signal.h>
#include <unistd.h>

#include "cifar10.h"
#include "data-fixture.h"
#include "http-server.h"
#include "runner.h"

/* Has the program ask for a path of the server's; its own folder is the user's. */
static GSubprocessLauncher *
make_launcher (HttpServer *server,
               const char *path)
{
  GSubprocessLauncher *launcher = runner_new_launcher ();
  g_autofree char *uri = http_server_make_uri (server, path);

  g_subprocess_launcher_setenv (launcher, "OVERSHOOT_CIFAR10_URL", uri, TRUE);
  g_subprocess_launcher_setenv (launcher, "OVERSHOOT_DATA", own_folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "TERM", "xterm", TRUE);

  return launcher;
}

static void
fetch (HttpServer *server,
       const char *path,
       const char *arguments,
       Outcome    *outcome)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (server, path);
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);

  runner_finish (process, outcome);
}

/* A sentence on standard error, and nothing in the folder. */
static void
assert_fails (HttpServer *server,
              const char *path,
              const char *part)
{
  g_auto (Outcome) outcome = {0};

  fetch (server, path, "data fetch", &outcome);
  g_test_message ("%s", outcome.errors);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_nonnull (strstr (outcome.errors, part));
  g_assert_true (g_str_has_suffix (outcome.errors, ".\n"));
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);
}

static void
test_failures (void)
{
  HttpServer *server = http_server_new ();

  assert_fails (server, "/nothing", "it answers 404");
  assert_fails (server, "/cut", "broke off");
  assert_fails (server, "/page", "is not CIFAR-10's archive");
  http_server_stop (server);
  assert_fails (server, "/archive", "Check the network connection");
  http_server_free (server);

  runner_run_refused ("data fetch --data sample", 2, "The sample is built in");
}

/* What has come shows on a terminal; Ctrl+C leaves nothing of it. */
static void
test_interrupted (void)
{
  HttpServer *server = http_server_new ();
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (server, "/slow");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  g_auto (Outcome) outcome = {0};
  int terminal, its_end;

  g_assert_cmpint (openpty (&terminal, &its_end, NULL, NULL, NULL), ==, 0);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_take_stderr_fd (launcher, its_end);
  process = runner_start (launcher, "data fetch");
  g_subprocess_launcher_close (launcher);
  while (strstr (shown->str, "of 1.0") == NULL)
    {
      char text[256];
      const gssize n_read = read (terminal, text, sizeof text);

      g_assert_cmpint (n_read, >, 0);
      g_string_append_len (shown, text, n_read);
    }
  g_assert_nonnull (strstr (shown->str, "connecting"));

  g_subprocess_send_signal (process, SIGINT);
  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 128 + SIGINT);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);
  close (terminal);
  http_server_free (server);
}

/* A file that was broken off is replaced; what is whole is not downloaded again. */
static void
test_success (void)
{
  g_autofree char *real = fixture_get_real_folder ();
  HttpServer *server = http_server_new ();

  if (real != NULL)
    {
      g_autofree char *broken = g_build_filename (own_folder, "test_batch.bin", NULL);
      g_auto (Outcome) first = {0};
      g_auto (Outcome) second = {0};
      g_auto (Outcome) third = {0};

      g_assert_true (g_file_set_contents (broken, "four", -1, NULL));
      http_server_serve_folder (server, real);
      fetch (server, "/archive", "data fetch", &first);
      g_assert_cmpstr (first.errors, ==, "");
      g_assert_cmpint (first.status, ==, 0);
      g_assert_nonnull (strstr (first.output, " now, as it was published"));
      g_assert_cmpuint (fixture_count_files (own_folder), ==, OV_CIFAR10_N_FILES);

      fetch (server, "/archive", "data fetch", &second);
      g_assert_cmpint (second.status, ==, 0);
      g_assert_nonnull (strstr (second.output, " already, as it was published"));
      fetch (server, "/archive", "data fetch -q --no-progress", &third);
      g_assert_cmpint (third.status, ==, 0);
      g_assert_cmpstr (third.output, ==, "");
      g_assert_cmpuint (http_server_count (server), ==, 1);
    }
  http_server_free (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  runner_init (argv[1]);

  fixture_add_in_folder ("/fetch/failures", test_failures);
  fixture_add_in_folder ("/fetch/interrupted", test_interrupted);
  fixture_add_in_folder ("/fetch/success", test_success);

  return g_test_run ();
}

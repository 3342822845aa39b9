/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that overshoot-cli train leaves behind: where they may go, and that they are there. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner.h"

#define OLD "the old file"

static void
run_here (const char *arguments,
          Outcome    *outcome)
{
  g_autofree char *line = g_strconcat ("train --data sample ", arguments, NULL);

  runner_run_at (line, outcome);
}

static char *
in_folder (const char *name)
{
  return g_build_filename (own_folder, name, NULL);
}

static void
put (const char *name)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, OLD, -1, NULL));
}

static void
put_link (const char *name,
          const char *text)
{
  g_autofree char *path = in_folder (name);

  g_assert_cmpint (symlink (text, path), ==, 0);
}

static mode_t
get_mode (const char *name)
{
  g_autofree char *path = in_folder (name);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);

  return status.st_mode;
}

static void
assert_picture (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (contents, 4, "\x89PNG", 4);
}

/* Refused before training: no row, status 1, one sentence that holds all of the parts. */
static void
assert_refused (const char *arguments,
                const char *part,
                const char *other_part)
{
  g_auto (Outcome) outcome = {0};

  run_here (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_nonnull (strstr (outcome.errors, part));
  g_assert_nonnull (strstr (outcome.errors, other_part));
}

static void
test_formats (void)
{
  assert_refused ("--plot @/a.jpg", "--plot", ".png");
  assert_refused ("--plot @/a.eps", "a.eps", ".pdf");
  assert_refused ("--templates @/a", "--templates", ".png");
  assert_refused ("--plot @/a.st", "a.st", ".png");
  assert_refused ("--save-weights @/a.png", "--save-weights", ".safetensors");
  assert_refused ("--plot ''", "--plot", "empty");
  assert_refused ("--plot @/", "--plot", "folder");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);
}

static void
test_one_target (void)
{
  put ("old.png");
  put ("other.png");
  put_link ("link.png", "old.png");
  put_link ("new-link.png", "new.png");
  put_link ("weights.st", "old.png");

  assert_refused ("--plot @/a.png --templates @/./a.png", "--templates", "--plot");
  assert_refused ("--plot @/old.png --templates @/link.png", "--templates", "--plot");
  assert_refused ("--plot @/new.png --templates @/new-link.png", "--templates", "--plot");
  assert_refused ("--templates @/old.png --save-weights @/weights.st", "--save-weights",
                  "--templates");
  assert_refused ("--plot @/old.png --load-weights @/old.png", "--plot", "--load-weights");
  assert_refused ("--plot @/old.png --data @/link.png", "--plot", "--data");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 5);
}

static void
test_report_is_kept (void)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = {0};

  process = runner_start (launcher, "train --data sample --epochs 1 --plot /dev/stdout");
  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_nonnull (strstr (outcome.errors, "standard output"));
}

static void
test_devices (void)
{
  g_auto (Outcome) outcome = {0};
  struct stat status;

  put_link ("null.png", "/dev/null");
  run_here ("--epochs 1 --plot @/null.png --templates /dev/null --save-weights /dev/null",
            &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");
  g_assert_cmpint (stat ("/dev/null", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
  g_assert_true (S_ISLNK (get_mode ("null.png")));
  assert_refused ("--plot /dev/random", "--plot", "device");
}

/* Only at the end does the disk turn out to be full, and that is said. */
static void
test_full_device (void)
{
  g_auto (Outcome) outcome = {0};
  struct stat status;

  run_here ("--epochs 1 --plot /dev/full --templates @/t.png", &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.errors, "--plot: "));
  g_assert_cmpint (stat ("/dev/full", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
  assert_picture ("t.png");
}

static void
test_links_and_modes (void)
{
  g_autofree char *path = in_folder ("a.png");
  g_auto (Outcome) outcome = {0};

  put ("a.png");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  put_link ("link.png", "a.png");
  put_link ("dangling.png", "b.PNG");
  run_here ("--epochs 1 --plot @/link.png --templates @/dangling.png", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpint (get_mode ("a.png"), ==, S_IFREG | 0600);
  g_assert_true (S_ISLNK (get_mode ("link.png")));
  g_assert_true (S_ISLNK (get_mode ("dangling.png")));
  assert_picture ("a.png");
  assert_picture ("b.PNG");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 4);
}

/* All that is written can be used, and the caller learns that the run diverged. */
static void
test_diverged_at_once (void)
{
  static const char *const recipes[] = {"linear --momentum 0.9", "linear --exact-steps",
                                        "two-layer-gd", "two-layer-sgd", "cnn"};

  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autofree char *run =
        g_strdup_printf ("--recipe %s --learning-rate 10 --epochs 400 --plot @/p.png "
                         "--templates @/t.png --save-weights @/w.st",
                         recipes[i]);
      g_autofree char *again =
        g_strdup_printf ("--recipe %s --load-weights @/w.st --epochs 0", recipes[i]);
      g_auto (Outcome) outcome = {0};
      g_auto (Outcome) loaded = {0};
      g_autofree char *weights = in_folder ("w.st");

      run_here (run, &outcome);
      g_assert_cmpint (outcome.status, ==, 3);
      assert_picture ("p.png");
      assert_picture ("t.png");
      run_here (again, &loaded);
      g_assert_cmpint (loaded.status, ==, 0);
      g_assert_cmpint (g_unlink (weights), ==, 0);
    }
}

/* In the first epoch already: the weights are those that it began with, and that is said. */
static void
test_first_weights (void)
{
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) first = {0};
  g_autofree char *path = in_folder ("w.st");
  g_autofree char *first_path = in_folder ("first.st");
  g_autofree char *weights = NULL;
  g_autofree char *first_weights = NULL;
  gsize length;
  gsize first_length;

  run_here ("--recipe two-layer-sgd --learning-rate 10 --save-weights @/w.st", &outcome);
  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_nonnull (strstr (outcome.errors, "before epoch 0"));
  run_here ("--recipe two-layer-sgd --epochs 0 --save-weights @/first.st", &first);
  g_assert_true (g_file_get_contents (path, &weights, &length, NULL));
  g_assert_true (g_file_get_contents (first_path, &first_weights, &first_length, NULL));
  /* From the end, where the numbers are: what stands before them describes the recipe. */
  g_assert_cmpmem (weights + length - 1000000, 1000000,
                   first_weights + first_length - 1000000, 1000000);
}

static void
test_no_epoch (void)
{
  static const char *const formats[] = {"log", "csv", "json"};

  put ("p.png");
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *arguments =
        g_strdup_printf ("--epochs 0 --format %s --plot @/p.png --templates @/t.png", formats[i]);
      g_auto (Outcome) outcome = {0};
      g_autofree char *templates = in_folder ("t.png");

      run_here (arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 0);
      g_assert_cmpstr (outcome.errors, ==, "");
      assert_picture ("p.png");
      assert_picture ("t.png");
      g_assert_cmpint (g_unlink (templates), ==, 0);
    }
}

/* A signal in the first epoch, which takes a minute, still leaves all of the results. */
static void
test_interrupted_at_once (void)
{
  g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
  g_autofree char *arguments =
    g_strdup_printf ("train --data sample --recipe cnn --format csv --threads 1 --plot %s/p.png "
                     "--templates %s/t.png --save-weights %s/w.st",
                     own_folder, own_folder, own_folder);
  g_autoptr (GSubprocess) process = runner_start (launcher, arguments);
  g_auto (Outcome) outcome = {0};
  char heading;

  /* The heading is written when the training begins. */
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (process), &heading, 1, NULL,
                                        NULL),
                   ==, 1);
  g_subprocess_send_signal (process, SIGTERM);
  runner_finish (process, &outcome);
  g_assert_cmpint (outcome.status, ==, 143);
  assert_picture ("p.png");
  assert_picture ("t.png");
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 3);
}

/* What killed runs left goes with the next run. */
static void
test_strays (void)
{
  g_auto (Outcome) outcome = {0};

  put (".p.png.overshoot-01234567");
  put (".other.st.overshoot-89abcdef");
  run_here ("--epochs 1 --plot @/p.png", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/cli/results/formats", test_formats);
  fixture_add_in_folder ("/cli/results/one-target", test_one_target);
  fixture_add_in_folder ("/cli/results/report-is-kept", test_report_is_kept);
  fixture_add_in_folder ("/cli/results/devices", test_devices);
  fixture_add_in_folder ("/cli/results/full-device", test_full_device);
  fixture_add_in_folder ("/cli/results/links-and-modes", test_links_and_modes);
  fixture_add_in_folder ("/cli/results/diverged-at-once", test_diverged_at_once);
  fixture_add_in_folder ("/cli/results/first-weights", test_first_weights);
  fixture_add_in_folder ("/cli/results/no-epoch", test_no_epoch);
  fixture_add_in_folder ("/cli/results/interrupted-at-once", test_interrupted_at_once);
  fixture_add_in_folder ("/cli/results/strays", test_strays);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people are used to on a command line: short forms, an output file, silence, and a guess at
 * what was meant. */

#include <glib/gstdio.h>

#include "runner.h"

static void
assert_same (const char *arguments,
             const char *others)
{
  g_auto (Outcome) outcome = {0};
  g_auto (Outcome) other = {0};

  runner_run_inside (arguments, &outcome);
  runner_run_inside (others, &other);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.output, ==, other.output);
  g_assert_cmpstr (outcome.errors, ==, other.errors);
  g_assert_cmpstr (outcome.output, !=, "");
}

static void
test_short (void)
{
  assert_same ("-V", "--version");
  assert_same ("--vers", "--version");
  assert_same ("--he", "--help");
  assert_same ("model -h", "model --help");
}

/* The beginning of an option is enough where no other begins so. */
static void
test_abbreviated (void)
{
  g_auto (Outcome) outcome = {0};

  assert_same ("model --recipe cnn", "model --reci cnn");
  assert_same ("model --recipe cnn --learning-rate 0.1 --epochs=3",
               "model --rec=cnn --learn 0.1 --epo 3");
  runner_run_inside ("train --l 3", &outcome);
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_nonnull (strstr (outcome.errors, "--learning-rate, --load-weights"));
}

static void
test_guess (void)
{
  static const struct
  {
    const char *arguments;
    const char *said;
  } cases[] = {
    {"trian", "Did you mean “train”?"},
    {"help trian", "Did you mean “train”?"},
    {"runs shwo", "Did you mean “show”?"},
    {"train --leraning-rate 3", "no option --leraning-rate. Did you mean --learning-rate?"},
    {"train --recipe cnnn", "--recipe: There is no “cnnn”. Did you mean “cnn”?"},
    {"train --format cvs", "--format: There is no “cvs”. Did you mean “csv”?"},
    {"train --plot-x second", "--plot-x: There is no “second”. Did you mean “seconds”?"},
    {"train --plot-with best,rates", "--plot-with: There is no “rates”. Did you mean “rate”?"},
    {"train --learning-rate x", "--learning-rate: "},
    {"train --epochs x", "--epochs: "},
    {"train --shuffle x", "--shuffle: "},
    {"train --exact-steps=off", "--exact-steps takes no value."},
    {"sweep -jx -o x", "--jobs: “x” is not a whole number"},
    {"train --xyz 3", "There is no option --xyz. “overshoot-cli train --help”"},
    {"xyz", "There is no command “xyz”. “overshoot-cli help”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = {0};

      runner_run_inside (cases[i].arguments, &outcome);
      g_test_message ("%s", outcome.errors);
      g_assert_cmpint (outcome.status, ==, 2);
      g_assert_cmpstr (outcome.output, ==, "");
      g_assert_nonnull (strstr (outcome.errors, cases[i].said));
    }
}

/* Whatever stands behind the mark is a word. */
static void
test_mark (void)
{
  g_auto (Outcome) run_name = {0};
  g_auto (Outcome) stray = {0};

  runner_run_inside ("runs show -- --json", &run_name);
  g_assert_cmpint (run_name.status, ==, 1);
  g_assert_nonnull (strstr (run_name.errors, "There is no library"));

  runner_run_inside ("train -- --epochs", &stray);
  g_assert_cmpint (stray.status, ==, 2);
  g_assert_nonnull (strstr (stray.errors, "“--epochs” does not belong"));
}

/* The log is for people, what is asked for by name is not. */
static void
test_quiet (void)
{
  g_auto (Outcome) log = {0};
  g_auto (Outcome) csv = {0};
  g_auto (Outcome) wrong = {0};

  runner_run_inside ("train --data sample --epochs 1 -q", &log);
  g_assert_cmpint (log.status, ==, 0);
  g_assert_cmpstr (log.output, ==, "");
  g_assert_cmpstr (log.errors, ==, "");

  runner_run_inside ("train --data sample --epochs 1 --quiet --no-progress --format csv", &csv);
  g_assert_cmpint (csv.status, ==, 0);
  g_assert_true (g_str_has_prefix (csv.output, "epoch,"));

  runner_run_inside ("train --data nowhere --epochs 1 -q", &wrong);
  g_assert_cmpint (wrong.status, ==, 1);
  g_assert_nonnull (strstr (wrong.errors, "nowhere"));
}

static void
assert_holds (const char *name,
              const char *expected)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_file (void)
{
  g_auto (Outcome) model = {0};
  g_auto (Outcome) written = {0};
  g_auto (Outcome) failed = {0};
  g_auto (Outcome) nowhere = {0};
  g_auto (Outcome) twice = {0};

  runner_run_inside ("model", &model);
  runner_run_inside ("model -olayers.txt", &written);
  g_assert_cmpint (written.status, ==, 0);
  g_assert_cmpstr (written.output, ==, "");
  assert_holds ("layers.txt", model.output);

  /* An old file stays when there is nothing to write. */
  runner_run_inside ("runs show nothing --output=layers.txt", &failed);
  g_assert_cmpint (failed.status, ==, 1);
  assert_holds ("layers.txt", model.output);

  runner_run_inside ("train --data sample --epochs 1 --output nowhere/run.csv", &nowhere);
  g_assert_cmpint (nowhere.status, ==, 1);
  g_assert_nonnull (strstr (nowhere.errors, "--output: "));

  runner_run_inside ("train --data sample --epochs 1 -o new.png --plot new.png", &twice);
  g_assert_cmpint (twice.status, ==, 1);
  g_assert_nonnull (strstr (twice.errors, "--plot and --output would be the same file"));
}

/* What is read, or saved otherwise, is not lost to a report that is given the same name. */
static void
test_spared (void)
{
  static const char *const refused[] = {
    "train --data sample --epochs 1 --save-run new.overshoot -o new.overshoot",
    "train --data sample --epochs 2 --resume run.overshoot -o ./run.overshoot",
    "train --data sample --epochs 1 --load-weights run.overshoot -o run.overshoot",
    "step --run run.overshoot -o run.overshoot",
    "diagnose run.overshoot -o run.overshoot",
    "train --data batches -o batches/test_batch.bin",
    "compare . -o run.overshoot",
    "runs list --library run.overshoot -o run.overshoot",
    "runs import run.overshoot -o run.overshoot",
    "runs export all.csv -o all.csv",
    "runs list -o overshoot/runs.db",
    "show run.overshoot -o run.overshoot",
  };
  g_autofree char *path = g_build_filename (own_folder, "run.overshoot", NULL);
  g_autofree char *batches = g_build_filename (own_folder, "batches", NULL);
  g_autofree char *batch = g_build_filename (batches, "test_batch.bin", NULL);
  g_autofree char *contents = NULL;
  g_auto (Outcome) trained = {0};
  g_auto (Outcome) imported = {0};
  gsize size;

  runner_run_inside ("train --data sample --epochs 1 -q --save-run run.overshoot", &trained);
  g_assert_cmpint (trained.status, ==, 0);
  runner_run_inside ("runs import run.overshoot", &imported);
  g_assert_cmpint (imported.status, ==, 0);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpint (g_mkdir (batches, 0700), ==, 0);
  g_assert_true (g_file_set_contents (batch, "images", -1, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_auto (Outcome) outcome = {0};
      g_autofree char *after = NULL;
      gsize size_after;

      runner_run_inside (refused[i], &outcome);
      g_test_message ("%s", outcome.errors);
      g_assert_cmpint (outcome.status, ==, 1);
      g_assert_nonnull (strstr (outcome.errors, " and --output would be the same file."));
      g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
      g_assert_cmpmem (after, size_after, contents, size);
    }
}

/* Wherever the reader would find the images, and whether they are named or the user's own. */
static void
test_spared_images (void)
{
  static const char *const places[] = {".", "cifar-10-batches-bin", "cifar-10-batches-py"};
  static const char *const names[] = {"test_batch.bin", "data_batch_2.bin", "data_batch_1"};
  static const char *const commands[] = {"train --data images", "train", "diagnose x.overshoot"};
  g_autofree char *images = g_build_filename (own_folder, "images", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = g_build_filename (images, places[i], NULL);
      g_autofree char *file = g_build_filename (folder, names[i], NULL);
      g_autofree char *line = g_strdup_printf ("%s -o %s", commands[i], file);
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_auto (Outcome) outcome = {0};
      g_autofree char *after = NULL;

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (file, "images", -1, NULL));
      g_subprocess_launcher_setenv (launcher, "OVERSHOOT_DATA", images, TRUE);
      g_subprocess_launcher_set_cwd (launcher, own_folder);
      runner_finish (runner_start (launcher, line), &outcome);
      g_test_message ("%s", outcome.errors);
      g_assert_cmpint (outcome.status, ==, 1);
      g_assert_nonnull (strstr (outcome.errors, "--data and --output would be the same file."));
      g_assert_true (g_file_get_contents (file, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, "images");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  fixture_add_in_folder ("/cli/habits/short", test_short);
  fixture_add_in_folder ("/cli/habits/abbreviated", test_abbreviated);
  fixture_add_in_folder ("/cli/habits/guess", test_guess);
  fixture_add_in_folder ("/cli/habits/mark", test_mark);
  fixture_add_in_folder ("/cli/habits/quiet", test_quiet);
  fixture_add_in_folder ("/cli/habits/file", test_file);
  fixture_add_in_folder ("/cli/habits/spared", test_spared);
  fixture_add_in_folder ("/cli/habits/spared-images", test_spared_images);

  return g_test_run ();
}

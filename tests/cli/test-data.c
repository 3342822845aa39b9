/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What overshoot-cli says of the data that --data names. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cifar10.h"
#include "runner.h"

#define FILE_SIZE (OV_CIFAR10_IMAGES_PER_FILE * (1 + OV_IMAGE_SIZE))

/* Files of zeros, which take no room on the disk. */
static void
write_zeros (const char *folder)
{
  for (guint i = 0; i < OV_CIFAR10_N_FILES; i++)
    {
      g_autofree char *path = g_build_filename (folder, ov_cifar10_file_names[i], NULL);
      int descriptor = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

      g_assert_cmpint (descriptor, >=, 0);
      g_assert_cmpint (ftruncate (descriptor, FILE_SIZE), ==, 0);
      g_assert_cmpint (close (descriptor), ==, 0);
    }
}

/* Changed data is used, after a warning that leaves the report alone. */
static void
test_changed (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *arguments =
    g_strdup_printf ("train --recipe linear --epochs 0 --format csv --data %s", quoted);
  g_auto (Outcome) outcome = {0};

  write_zeros (folder);
  runner_run (arguments, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_true (g_str_has_prefix (outcome.errors, "overshoot-cli: Warning: “data_batch_1.bin”"));
  g_assert_null (strstr (outcome.output, "Warning"));
  fixture_remove (folder);
}

static void
test_sample (void)
{
  g_auto (Outcome) outcome = {0};

  runner_run ("train --recipe linear --epochs 0 --data sample", &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");
}

/* What a run uses, and whether it is what was published. */
static void
test_command (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *where = g_strdup_printf ("data where --data %s", quoted);
  g_autofree char *verify = g_strdup_printf ("data verify --data %s", quoted);
  g_auto (Outcome) sample = {0};
  g_auto (Outcome) zeros = {0};
  g_auto (Outcome) changed = {0};
  g_auto (Outcome) built_in = {0};
  g_auto (Outcome) unknown = {0};

  runner_run ("data where --data sample", &sample);
  g_assert_cmpint (sample.status, ==, 0);
  g_assert_nonnull (strstr (sample.output, "built in"));
  g_assert_nonnull (strstr (sample.output, "Checksum"));

  write_zeros (folder);
  runner_run (where, &zeros);
  g_assert_cmpint (zeros.status, ==, 0);
  g_assert_nonnull (strstr (zeros.output, folder));
  g_assert_nonnull (strstr (zeros.output, "50000 for training"));

  runner_run (verify, &changed);
  g_assert_cmpint (changed.status, ==, 1);
  g_assert_cmpstr (changed.output, ==, "");
  g_assert_nonnull (strstr (changed.errors, "data_batch_1.bin"));
  fixture_remove (folder);

  runner_run ("data verify --data sample", &built_in);
  g_assert_cmpint (built_in.status, ==, 0);

  runner_run ("data verfiy", &unknown);
  g_assert_cmpint (unknown.status, ==, 2);
  g_assert_nonnull (strstr (unknown.errors, "Did you mean “verify”?"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *place;
    const char *part;
  } cases[] = {
    {"/none", "“/none” does not exist"},
    {"/dev/null", "“/dev/null” is not a plain file"},
    {"/etc/passwd", "“/etc/passwd” is not an archive of CIFAR-10"},
    {"/dev", "is missing"},
    {"/etc/passwd/x", "“/etc/passwd/x” cannot be read"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments = g_strconcat ("train --epochs 0 --data ", cases[i].place, NULL);
      g_auto (Outcome) outcome = {0};

      runner_run (arguments, &outcome);
      g_assert_cmpint (outcome.status, ==, 1);
      if (strstr (outcome.errors, cases[i].part) == NULL)
        g_error ("“%s” is not in: %s", cases[i].part, outcome.errors);
    }
}

/* The user's own folder: the sample stands in only for what is not there, and says so. */
static void
test_own_folder (void)
{
  static const struct
  {
    const char *file; /* what lies there, too short; NULL for nothing */
    const char *part;
    int status;
  } cases[] = {
    {NULL, "so the built-in sample is used", 0},
    {"notes.txt", "so the built-in sample is used", 0},
    {"data_batch_1.bin", "data_batch_1.bin” has 4 bytes", 1},
    {"test_batch.bin", "data_batch_1.bin” is missing", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = fixture_make_folder ();
      g_autoptr (GSubprocessLauncher) launcher = runner_new_launcher ();
      g_autoptr (GSubprocess) process = NULL;
      g_auto (Outcome) outcome = {0};

      if (cases[i].file != NULL)
        {
          g_autofree char *path = g_build_filename (folder, cases[i].file, NULL);

          g_assert_true (g_file_set_contents (path, "four", -1, NULL));
        }
      g_subprocess_launcher_setenv (launcher, "OVERSHOOT_DATA", folder, TRUE);
      process = runner_start (launcher, "train --recipe linear --epochs 0");
      runner_finish (process, &outcome);
      g_assert_cmpint (outcome.status, ==, cases[i].status);
      if (strstr (outcome.errors, cases[i].part) == NULL)
        g_error ("“%s” is not in: %s", cases[i].part, outcome.errors);
      fixture_remove (folder);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  runner_init (argv[1]);

  g_test_add_func ("/data/command", test_command);
  g_test_add_func ("/data/changed", test_changed);
  g_test_add_func ("/data/sample", test_sample);
  g_test_add_func ("/data/refused", test_refused);
  g_test_add_func ("/data/own-folder", test_own_folder);

  return g_test_run ();
}

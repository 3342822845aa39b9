/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A run is trained by one program at a time, however the last one ended. */

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "run-lock.h"

#define RUN "0b9ce9d7-2d4b-4b3a-8d1f-0e5f3f2a1c77"
#define OTHER_RUN "c1a5b1ce-7a51-4f0e-9a52-6f8d2c9a4e10"

static OvRunLock *
make (gboolean is_to_be_made)
{
  g_autofree char *path = g_build_filename (own_folder, "runs.db", NULL);

  return ov_run_lock_new (path, is_to_be_made);
}

static void
test_two (void)
{
  OvRunLock *first = make (TRUE);
  g_autoptr (OvRunLock) second = make (TRUE);

  g_assert_false (ov_run_lock_is_elsewhere (second, RUN));
  g_assert_true (ov_run_lock_hold (first, RUN));
  g_assert_true (ov_run_lock_hold (first, RUN));
  g_assert_false (ov_run_lock_is_elsewhere (first, RUN));
  g_assert_true (ov_run_lock_is_elsewhere (second, RUN));
  g_assert_false (ov_run_lock_hold (second, RUN));

  /* Others are not concerned. */
  g_assert_false (ov_run_lock_is_elsewhere (second, OTHER_RUN));
  g_assert_true (ov_run_lock_hold (second, OTHER_RUN));
  ov_run_lock_release (second, RUN);
  g_assert_true (ov_run_lock_is_elsewhere (second, RUN));

  ov_run_lock_release (first, RUN);
  g_assert_true (ov_run_lock_hold (second, RUN));
  g_assert_false (ov_run_lock_hold (first, OTHER_RUN));
  ov_run_lock_release (second, OTHER_RUN);
  g_assert_true (ov_run_lock_hold (first, OTHER_RUN));

  ov_run_lock_free (first);
  g_assert_true (ov_run_lock_hold (second, OTHER_RUN));
}

/* A library that is opened by a link is the same one. */
static void
test_link (void)
{
  g_autofree char *library = g_build_filename (own_folder, "runs.db", NULL);
  g_autofree char *link = g_build_filename (own_folder, "link.db", NULL);
  g_autoptr (OvRunLock) first = NULL;
  g_autoptr (OvRunLock) second = NULL;

  g_assert_true (g_file_set_contents (library, "", 0, NULL));
  g_assert_cmpint (symlink (library, link), ==, 0);
  first = make (TRUE);
  second = ov_run_lock_new (link, TRUE);
  g_assert_true (ov_run_lock_hold (first, RUN));
  g_assert_false (ov_run_lock_hold (second, RUN));
}

static mode_t
get_mode (const char *name)
{
  g_autofree char *path = g_build_filename (own_folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
}

/* Whoever may write the library may lock its runs, whatever whoever was first lets others do. */
static void
test_shared (void)
{
  g_autofree char *library = g_build_filename (own_folder, "runs.db", NULL);
  const mode_t before = umask (S_IRWXO | S_IWGRP);
  g_autoptr (OvRunLock) first = NULL;
  g_autoptr (OvRunLock) second = NULL;

  g_assert_true (g_file_set_contents (library, "", 0, NULL));
  g_assert_cmpint (g_chmod (library, 0660), ==, 0);
  first = make (TRUE);
  g_assert_cmpint (get_mode (".runs.db.lock"), ==, 0660);
  g_assert_true (ov_run_lock_hold (first, RUN));

  g_assert_cmpint (g_chmod (library, 0600), ==, 0);
  second = make (FALSE);
  g_assert_cmpint (get_mode (".runs.db.lock"), ==, 0600);
  g_assert_false (ov_run_lock_hold (second, RUN));
  umask (before);
}

/* Starts a program that tells when it has the run, and then goes on until it is killed. */
static pid_t
start_holder (int told)
{
  const pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      const gboolean is_held = ov_run_lock_hold (make (TRUE), RUN);

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (write (told, &is_held, sizeof is_held) != sizeof is_held)
        _exit (EXIT_FAILURE);
      for (;;)
        pause ();
    }

  return child;
}

static void
test_killed (void)
{
  g_autoptr (OvRunLock) lock = make (TRUE);
  gboolean is_held = FALSE;
  int ends[2];
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = start_holder (ends[1]);
  /* Or else a child that ended without a word would be waited for without end. */
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &is_held, sizeof is_held), ==, sizeof is_held);
  g_assert_true (is_held);
  g_assert_true (ov_run_lock_is_elsewhere (lock, RUN));
  g_assert_false (ov_run_lock_hold (lock, RUN));

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_false (ov_run_lock_is_elsewhere (lock, RUN));
  g_assert_true (ov_run_lock_hold (lock, RUN));
  close (ends[0]);
}

/* Where nobody has made the file, and where it cannot be made, nobody holds anything. */
static void
test_none (void)
{
  OvRunLock *lock = make (FALSE);

  g_assert_false (ov_run_lock_is_elsewhere (lock, RUN));
  g_assert_true (ov_run_lock_hold (lock, RUN));
  ov_run_lock_release (lock, RUN);
  ov_run_lock_free (lock);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);

  lock = ov_run_lock_new ("/nonexistent/runs.db", TRUE);
  g_assert_true (ov_run_lock_hold (lock, RUN));
  ov_run_lock_free (lock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/run-lock/two", test_two);
  fixture_add_in_folder ("/run-lock/link", test_link);
  fixture_add_in_folder ("/run-lock/shared", test_shared);
  fixture_add_in_folder ("/run-lock/killed", test_killed);
  fixture_add_in_folder ("/run-lock/none", test_none);

  return g_test_run ();
}

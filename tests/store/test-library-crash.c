/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A library outlives the programs that write it, however they end, and has room for several. */

#include <glib/gstdio.h>
#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "run-fixture.h"

#define N_EPOCHS 12
#define N_KILLS 12
#define N_RUNS 20

/* An ordinary user, for what root may do anyway. */
#define NOBODY 65534

/* Writes runs, epoch by epoch, until it is killed, or as many as are wanted. */
static void
write_runs (OvLibraryFlags flags,
            guint          n_runs)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE | flags);

  /* Another writer hardly ever lets go, and a disk may be slow. */
  ov_library_set_patience (library, 100 * 1000);
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
      g_autofree char *id = fixture_add (library, record);
      g_autoptr (GError) error = NULL;

      while (ov_history_get_n_epochs (record->history) < N_EPOCHS)
        {
          fixture_extend (record, 3);
          ov_library_save (library, id, record, &error);
          g_assert_no_error (error);
        }
      ov_library_end_run (library, id, OV_OUTCOME_FINISHED, NULL, &error);
      g_assert_no_error (error);
    }
}

static pid_t
start (OvLibraryFlags flags,
       guint          n_runs)
{
  const pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      /* Otherwise all children make the same UUIDs. */
      g_random_set_seed ((guint32) getpid ());
      write_runs (flags, n_runs);
      _exit (EXIT_SUCCESS);
    }

  return child;
}

static void
wait_for (pid_t child,
          int   expected)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status), ==, expected);
}

/* Whatever is there is whole. Returns how many runs have ended. */
static guint
check_runs (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_UNTRUSTED);
  g_autoptr (GError) error = NULL;
  guint n_unreadable;
  g_autoptr (GPtrArray) entries = ov_library_list (library, &n_unreadable, &error);
  guint n_finished = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (n_unreadable, ==, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (OvRunRecord) record = fixture_load (library, entry->id);
      g_autoptr (OvRunRecord) expected = fixture_make_record ("linear", entry->n_epochs);

      expected->outcome = entry->outcome;
      fixture_assert_record (record, expected);
      if (entry->outcome == OV_OUTCOME_FINISHED)
        {
          g_assert_cmpuint (entry->n_epochs, ==, N_EPOCHS);
          n_finished++;
        }
    }

  return n_finished;
}

static void
kill_writers (OvLibraryFlags flags)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (flags + 1);

  {
    g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  }

  for (guint i = 0; i < N_KILLS; i++)
    {
      const pid_t child = start (flags, G_MAXUINT);

      g_usleep ((gulong) g_rand_int_range (rand, 1000, 60000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      wait_for (child, SIGKILL);
      check_runs ();
    }

  wait_for (start (flags, 1), EXIT_SUCCESS);
  g_assert_cmpuint (check_runs (), >=, 1);
}

static void
test_killed_shared (void)
{
  kill_writers (OV_LIBRARY_SHARED);
}

static void
test_killed_single (void)
{
  kill_writers (0);
}

/* Two programs write at once, and each finds its runs. */
static void
test_two_writers (void)
{
  const pid_t first = start (OV_LIBRARY_SHARED, N_RUNS);
  const pid_t second = start (OV_LIBRARY_SHARED, N_RUNS);

  wait_for (first, EXIT_SUCCESS);
  wait_for (second, EXIT_SUCCESS);
  g_assert_cmpuint (check_runs (), ==, 2 * N_RUNS);
}

static void
write_until_full (void)
{
  const struct rlimit limit = {200000, 200000};
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = fixture_add (library, record);
  g_autoptr (GError) error = NULL;
  guint n_written = 0;

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (error == NULL)
    {
      fixture_extend (record, 100);
      if (ov_library_save (library, id, record, &error))
        n_written = ov_history_get_n_epochs (record->history);
    }
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FULL);
  g_assert_cmpuint (n_written, >, 0);

  {
    g_autoptr (OvRunRecord) loaded = fixture_load (library, id);

    g_assert_cmpuint (ov_history_get_n_epochs (loaded->history), ==, n_written);
  }
}

/* When there is no room, what is there stays, and with new room it goes on. */
static void
test_full (void)
{
  const pid_t child = fork ();

  if (child == 0)
    {
      write_until_full ();
      _exit (EXIT_SUCCESS);
    }
  wait_for (child, EXIT_SUCCESS);
  check_runs ();
  wait_for (start (0, 1), EXIT_SUCCESS);
  g_assert_cmpuint (check_runs (), ==, 1);
}

/* Another program holds the library; it is waited for, but not for ever. */
static void
test_locked (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db",
                                                        OV_LIBRARY_CREATE | OV_LIBRARY_SHARED);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *other = NULL;

  ov_library_set_patience (library, 20);
  g_assert_cmpint (sqlite3_open (ov_library_get_path (library), &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (ov_library_rename (library, id, "Name", &error));
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_BUSY);
  g_clear_error (&error);
  record = fixture_load (library, id);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, N_EPOCHS);

  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  g_assert_true (ov_library_rename (library, id, "Name", &error));
}

static void
open_protected (const char *path)
{
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    g_assert_true (setgroups (0, NULL) == 0 && setgid (NOBODY) == 0 && setuid (NOBODY) == 0);

  library = ov_library_open (path, 0, &error);
  g_assert_null (library);
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_READ_ONLY);
  g_clear_error (&error);

  library = ov_library_open (path, OV_LIBRARY_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_false (ov_library_purge (library, 0, &error));
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_clear_pointer (&library, ov_library_free);

  library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
  g_assert_no_error (error);
}

/* What may only be read is read. */
static void
test_protected (void)
{
  g_autofree char *path = g_build_filename (own_folder, "runs.db", NULL);
  pid_t child;

  wait_for (start (OV_LIBRARY_SHARED, 1), EXIT_SUCCESS);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (own_folder, 0555), ==, 0);
  child = fork ();
  if (child == 0)
    {
      open_protected (path);
      _exit (EXIT_SUCCESS);
    }
  wait_for (child, EXIT_SUCCESS);
  g_assert_cmpint (g_chmod (own_folder, 0700), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-crash/killed-shared", test_killed_shared);
  fixture_add_in_folder ("/library-crash/killed-single", test_killed_single);
  fixture_add_in_folder ("/library-crash/two-writers", test_two_writers);
  fixture_add_in_folder ("/library-crash/full", test_full);
  fixture_add_in_folder ("/library-crash/locked", test_locked);
  fixture_add_in_folder ("/library-crash/protected", test_protected);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <linux/capability.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "banner.h"
#include "library.h"
#include "run-table.h"
#include "schema.h"
#include "window-fixture.h"
#include "window-private.h"

/* The library's bad days: the window says what is wrong and trains on, and what it cannot use it
 * leaves as it is. */

#define N_EPOCHS 6

/* How long files may get on a full disk. */
#define ROOM 4096

static char    *path;    /* of the library */
static char    *program; /* overshoot-cli */
static char    *before;  /* the library's bytes before the window saw them */
static gsize    size_before;
static sqlite3 *other;

/* For whoever may write everything, nothing is protected. Only this thread has that power taken
 * away, and those that it starts. */
static void
become_ordinary (void)
{
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

  g_assert_cmpint (syscall (SYS_capget, &header, data), ==, 0);
  data[0].effective &= ~(1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH);
  g_assert_cmpint (syscall (SYS_capset, &header, data), ==, 0);
}

static const char *
get_message (WindowFixture *fixture)
{
  return ov_banner_get_text (fixture_child (fixture->window, "library_banner"));
}

static GtkButton *
get_way_out (WindowFixture *fixture)
{
  return fixture_child (fixture_child (fixture->window, "library_banner"), "button");
}

static guint
count_runs (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->window->collection));
}

/* The runs that are on the disk. */
static int
count_saved (void)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  int n;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT count (*) FROM runs", -1, &statement,
                                       NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  return n;
}

/* A run that is not like those before, to its end. */
static void
train (WindowFixture *fixture, double learning_rate)
{
  OvRecipe recipe = fixture_recipe (N_EPOCHS);

  /* One without an epoch would be none. */
  window_fixture_wait_for_epochs (fixture, 1);
  recipe.learning_rate = learning_rate;
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_run_has_ended (window_fixture_get_run (fixture)));
}

/* Two runs in the library, besides the one that every window begins with. */
static void
fill_library (WindowFixture *fixture)
{
  train (fixture, 1e-3);
  train (fixture, 2e-3);
  wait_for (count_runs (fixture) == 3);
}

static void
take_note (void)
{
  g_clear_pointer (&before, g_free);
  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));
}

static void
assert_untouched (void)
{
  g_autofree char *after = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &after, &size, NULL));
  g_assert_cmpmem (after, size, before, size_before);
}

/* A sentence that says @part, names the file and says what can be done; and the window trains on,
 * with the runs of this session in its table. */
static void
assert_goes_on (WindowFixture *fixture, const char *part)
{
  train (fixture, 3e-3);
  wait_for (get_message (fixture) != NULL);
  g_test_message ("%s", get_message (fixture));
  g_assert_nonnull (strstr (get_message (fixture), part));
  g_assert_true (g_str_has_suffix (get_message (fixture), "."));
  g_assert_null (g_strrstr (get_message (fixture), "SQL"));
  train (fixture, 4e-3);
  g_assert_cmpuint (ov_run_item_get_facts (ov_run_collection_get_current (
                                             fixture->window->collection))
                      ->n_epochs,
                    ==, N_EPOCHS);
}

static void
test_empty (WindowFixture *fixture)
{
  GtkWidget *table = fixture_find_type (fixture->window, OV_TYPE_RUN_TABLE);

  wait_for (ov_run_keeper_is_open (fixture->window->keeper));
  g_assert_null (get_message (fixture));
  g_assert_cmpuint (count_runs (fixture), ==, 1);
  g_assert_cmpstr (gtk_label_get_text (fixture_child (table, "count")), ==, "1");
}

static void
flip (void)
{
  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));
  g_assert_cmpuint (size_before, >, 5000);
  for (gsize i = 100; i < 4000; i += 7)
    before[i] ^= 0x55;
  g_assert_true (g_file_set_contents (path, before, (gssize) size_before, NULL));
  take_note ();
}

static void
test_flipped (WindowFixture *fixture)
{
  fill_library (fixture);
  window_fixture_reopen_after (fixture, flip);
  assert_goes_on (fixture, "damaged");
  g_assert_cmpuint (count_runs (fixture), ==, 3);
  assert_untouched ();

  /* A whole one in its place is taken, with what was run meanwhile. */
  g_assert_cmpint (g_remove (path), ==, 0);
  g_signal_emit_by_name (get_way_out (fixture), "clicked");
  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  g_assert_null (get_message (fixture));
  window_fixture_reopen (fixture);
  wait_for (count_runs (fixture) == 3);
}

static void
cut (void)
{
  take_note ();
  g_assert_cmpint (truncate (path, (off_t) size_before / 2), ==, 0);
  take_note ();
}

static void
test_cut (WindowFixture *fixture)
{
  fill_library (fixture);
  window_fixture_reopen_after (fixture, cut);
  assert_goes_on (fixture, "damaged");
  assert_untouched ();
}

static void
make_newer (void)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", OV_SCHEMA_VERSION + 1);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
  take_note ();
}

static void
test_newer (WindowFixture *fixture)
{
  fill_library (fixture);
  window_fixture_reopen_after (fixture, make_newer);
  assert_goes_on (fixture, "newer version");
  assert_untouched ();
}

static void
make_usable (void)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", OV_SCHEMA_VERSION);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* The run that was left cannot be continued while the library cannot be read, so that the window
 * begins it anew; once it can be, it is offered. */
static void
test_left (WindowFixture *fixture)
{
  const OvRecipe recipe = fixture_recipe (100000);
  g_autofree char *id = NULL;
  OvRunItem *item;

  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  window_fixture_set_recipe (fixture, &recipe);
  wait_for (ov_history_get_seconds (ov_run_get_history (window_fixture_get_run (fixture))) > 1.1);
  id = g_strdup (ov_run_item_get_id (
    ov_run_collection_get_current (fixture->window->collection)));

  /* The run that begins must not get as far meanwhile. */
  g_settings_set_double (fixture->settings, "pace", 1.0);
  window_fixture_reopen_after (fixture, make_newer);
  wait_for (get_message (fixture) != NULL);
  item = ov_run_collection_get_current (fixture->window->collection);
  g_assert_false (ov_run_item_is_resumed (item));
  make_usable ();
  g_signal_emit_by_name (get_way_out (fixture), "clicked");
  wait_for (fixture->window->undo_toast != NULL);
  g_assert_nonnull (strstr (adw_toast_get_title (fixture->window->undo_toast), "was left at"));
  g_signal_emit_by_name (fixture->window->undo_toast, "button-clicked");
  wait_for (ov_run_item_is_resumed (
    ov_run_collection_get_current (fixture->window->collection)));
  g_assert_cmpstr (ov_run_item_get_id (
                     ov_run_collection_get_current (fixture->window->collection)),
                   ==, id);
}

static void
set_mode (int file, int folder)
{
  g_autofree char *name = g_path_get_dirname (path);

  g_assert_cmpint (g_chmod (path, file), ==, 0);
  g_assert_cmpint (g_chmod (name, folder), ==, 0);
}

static void
protect (void)
{
  set_mode (0444, 0555);
  take_note ();
}

/* What cannot be written can be read and looked at; once it may be written, runs are kept again. */
static void
test_protected (WindowFixture *fixture)
{
  fill_library (fixture);
  window_fixture_reopen_after (fixture, protect);
  assert_goes_on (fixture, "cannot be written");
  g_assert_cmpuint (count_runs (fixture), ==, 5);
  assert_untouched ();

  set_mode (0600, 0700);
  g_signal_emit_by_name (get_way_out (fixture), "clicked");
  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  g_assert_null (get_message (fixture));
  g_assert_cmpuint (count_runs (fixture), ==, 5);
  window_fixture_reopen (fixture);
  wait_for (count_runs (fixture) == 5);
}

static void
block_home (void)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock = g_build_filename (folder, ".runs.db.lock", NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_remove (lock), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
}

/* A home in which no folder can be made. */
static void
test_no_home (WindowFixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (path);

  window_fixture_reopen_after (fixture, block_home);
  assert_goes_on (fixture, "cannot be written");
  g_assert_cmpuint (count_runs (fixture), ==, 3);

  g_assert_cmpint (g_remove (folder), ==, 0);
  g_signal_emit_by_name (get_way_out (fixture), "clicked");
  wait_for (ov_run_keeper_can_write (fixture->window->keeper));
  g_assert_null (get_message (fixture));
}

static void
lock (void)
{
  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Another program writes for so long that nobody waits for it; when it is done, all is written. */
static void
test_locked (WindowFixture *fixture)
{
  fill_library (fixture);
  window_fixture_reopen_after (fixture, lock);
  assert_goes_on (fixture, "Another program");
  g_assert_cmpuint (count_runs (fixture), ==, 5);

  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  wait_for (get_message (fixture) == NULL);
  window_fixture_reopen (fixture);
  wait_for (count_runs (fixture) == 5);
}

/* No byte more than there is room for; with new room, what could not be written is. */
static void
test_full (WindowFixture *fixture)
{
  struct rlimit old;
  struct rlimit limit;

  fill_library (fixture);
  window_fixture_reopen (fixture);
  train (fixture, 5e-3);
  wait_for (count_saved () == 4);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = (struct rlimit) {ROOM, old.rlim_max};
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_goes_on (fixture, "no room");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  wait_for (get_message (fixture) == NULL);
  window_fixture_reopen (fixture);
  wait_for (count_runs (fixture) == 6);
}

static void
run_program (void)
{
  const char *const argv[] = {program, "train", "--data", "sample", "--epochs", "3", "--save-run",
                              path, NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *faults = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &faults,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (faults, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* The window and overshoot-cli write one library at the same time. */
static void
test_shared (WindowFixture *fixture)
{
  OvRecipe recipe = fixture_recipe (100000);

  window_fixture_wait_for_epochs (fixture, 1);
  recipe.learning_rate = 1e-5;
  window_fixture_set_recipe (fixture, &recipe);
  window_fixture_wait_for_epochs (fixture, 3);
  run_program ();
  g_assert_false (ov_run_has_ended (window_fixture_get_run (fixture)));
  train (fixture, 2e-3);
  g_assert_null (get_message (fixture));

  window_fixture_reopen (fixture);
  wait_for (count_runs (fixture) == 4);
  g_assert_null (get_message (fixture));
}

int
main (int argc, char **argv)
{
  int status;

  become_ordinary ();
  fixture_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  path = ov_library_get_default_path ();

  window_fixture_add ("/library-faults/empty", test_empty);
  window_fixture_add ("/library-faults/flipped", test_flipped);
  window_fixture_add ("/library-faults/cut", test_cut);
  window_fixture_add ("/library-faults/newer", test_newer);
  window_fixture_add ("/library-faults/left", test_left);
  window_fixture_add ("/library-faults/protected", test_protected);
  window_fixture_add ("/library-faults/no-home", test_no_home);
  window_fixture_add ("/library-faults/locked", test_locked);
  window_fixture_add ("/library-faults/full", test_full);
  window_fixture_add ("/library-faults/shared", test_shared);

  status = g_test_run ();
  g_free (before);
  g_free (path);

  return status;
}

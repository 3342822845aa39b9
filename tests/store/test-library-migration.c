/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A library of an older version is read as it is, and brought up to date where it is written: with
 * all that it has, or not at all. */

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "run-fixture.h"
#include "schema.h"

#define N_EPOCHS 12
#define STATE_BYTES 20000

/* The tables that versions 1 and 2 have in common, to the letter. */
#define OTHER_TABLES                                                    \
  "CREATE TABLE epochs (\n"                                             \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- from 0\n"                          \
  "  learning_rate REAL,\n"                                             \
  "  train_loss REAL,             -- NULL: not a number\n"              \
  "  train_accuracy REAL,         -- in per cent\n"                     \
  "  test_loss REAL,\n"                                                 \
  "  test_accuracy REAL,          -- in per cent\n"                     \
  "  batch_loss REAL,             -- of the epoch's last batch\n"       \
  "  seconds REAL,\n"                                                   \
  "  PRIMARY KEY (run, epoch)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE sharpness (\n"                                          \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- how many had been trained\n"       \
  "  value REAL,                  -- of the loss's Hessian\n"           \
  "  error REAL,                  -- share by which it may be larger\n" \
  "  residual REAL,               -- of its direction, as a share\n"    \
  "  is_bound INTEGER NOT NULL,   -- 1: it is at least the value\n"     \
  "  seconds REAL,                -- that measuring took\n"             \
  "  PRIMARY KEY (run, epoch)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE batch_losses (\n"                                       \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  point INTEGER NOT NULL,      -- from 0\n"                          \
  "  epoch REAL NOT NULL,         -- 2.5: half-way through epoch 2\n"   \
  "  loss REAL,                   -- mean, without the penalty\n"       \
  "  PRIMARY KEY (run, point)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE checkpoints (\n"                                        \
  "  id INTEGER PRIMARY KEY,      -- ascends with time\n"               \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- how many had been trained\n"       \
  "  bytes INTEGER NOT NULL,      -- the length of the state\n"         \
  "  state BLOB NOT NULL,         -- safetensors\n"                     \
  "  UNIQUE (run, epoch)\n"                                             \
  ") STRICT;\n"                                                         \
  "CREATE TABLE settings (\n"                                           \
  "  name TEXT PRIMARY KEY,\n"                                          \
  "  value INTEGER NOT NULL\n"                                          \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "INSERT INTO settings VALUES ('checkpoint_bytes', 1073741824);\n"

/* What version 1 was. */
static const char version_1[] =
  "CREATE TABLE runs (\n"
  "  id INTEGER PRIMARY KEY,      -- what other tables call it by\n"
  "  uuid TEXT NOT NULL UNIQUE,   -- the same in every file\n"
  "  name TEXT NOT NULL,          -- '' while it has none\n"
  "  colour INTEGER NOT NULL,     -- its place in the palette, from 0\n"
  "  pinned INTEGER NOT NULL,     -- 1: always kept\n"
  "  hidden INTEGER NOT NULL,     -- 1: not in the charts\n"
  "  deleted INTEGER,             -- when; ms since 1970\n"
  "  recipe TEXT NOT NULL,        -- as JSON\n"
  "  data TEXT NOT NULL,          -- the name of the images\n"
  "  data_hash TEXT NOT NULL,     -- tells them from others\n"
  "  n_train INTEGER NOT NULL,    -- how many are trained on\n"
  "  n_test INTEGER NOT NULL,\n"
  "  program TEXT NOT NULL,       -- Overshoot's version\n"
  "  threads INTEGER NOT NULL,\n"
  "  exact_from INTEGER,          -- first epoch of exact steps\n"
  "  machine TEXT NOT NULL,       -- libraries and instructions\n"
  "  source TEXT,                 -- what it was imported from\n"
  "  parent TEXT,                 -- uuid of what it branched off\n"
  "  parent_epoch INTEGER,        -- how many epochs are the same\n"
  "  outcome TEXT NOT NULL,       -- running, finished, diverged, ...\n"
  "  error TEXT,                  -- why it failed\n"
  "  started INTEGER NOT NULL,    -- ms since 1970\n"
  "  written INTEGER NOT NULL,    -- its latest part; ms since 1970\n"
  "  n_epochs INTEGER NOT NULL,   -- how many there are\n"
  "  best_epoch INTEGER,          -- with the best test accuracy\n"
  "  best_test_accuracy REAL,     -- in per cent\n"
  "  last_train_loss REAL,\n"
  "  last_test_loss REAL,\n"
  "  seconds REAL                 -- of all epochs together\n"
  ") STRICT;\n" OTHER_TABLES
  "PRAGMA application_id = 1333154664;\n"
  "PRAGMA user_version = 1;\n";

/* What version 2 was. */
static const char version_2[] =
  "CREATE TABLE runs (\n"
  "  id INTEGER PRIMARY KEY,      -- what other tables call it by\n"
  "  uuid TEXT NOT NULL UNIQUE,   -- the same in every file\n"
  "  name TEXT NOT NULL,          -- '' while it has none\n"
  "  colour INTEGER NOT NULL,     -- its place in the palette, from 0\n"
  "  pinned INTEGER NOT NULL,     -- 1: always kept\n"
  "  hidden INTEGER NOT NULL,     -- 1: not in the charts\n"
  "  deleted INTEGER,             -- when; ms since 1970\n"
  "  recipe TEXT,                 -- as JSON; NULL: another program's\n"
  "  data TEXT NOT NULL,          -- the name of the images\n"
  "  data_hash TEXT NOT NULL,     -- tells them from others\n"
  "  n_train INTEGER NOT NULL,    -- how many are trained on\n"
  "  n_test INTEGER NOT NULL,\n"
  "  program TEXT NOT NULL,       -- Overshoot's version\n"
  "  threads INTEGER NOT NULL,\n"
  "  exact_from INTEGER,          -- first epoch of exact steps\n"
  "  machine TEXT NOT NULL,       -- libraries and instructions\n"
  "  source TEXT,                 -- what it was read from, or NULL\n"
  "  parent TEXT,                 -- uuid of what it branched off\n"
  "  parent_epoch INTEGER,        -- how many epochs are the same\n"
  "  outcome TEXT NOT NULL,       -- running, finished, diverged, ...\n"
  "  error TEXT,                  -- why it failed\n"
  "  started INTEGER NOT NULL,    -- ms since 1970\n"
  "  written INTEGER NOT NULL,    -- its latest part; ms since 1970\n"
  "  n_epochs INTEGER NOT NULL,   -- how many there are\n"
  "  best_epoch INTEGER,          -- with the best test accuracy\n"
  "  best_test_accuracy REAL,     -- in per cent\n"
  "  last_train_loss REAL,\n"
  "  last_test_loss REAL,\n"
  "  seconds REAL,                -- of all epochs together\n"
  "  colour_set INTEGER NOT NULL DEFAULT 0  -- 1: by a person\n"
  ") STRICT;\n" OTHER_TABLES
  "PRAGMA application_id = 1333154664;\n"
  "PRAGMA user_version = 2;\n";

/* How the program of version 1 began a run. */
#define ADD_AS_VERSION_1                                                                         \
  "INSERT INTO runs (uuid, name, colour, pinned, hidden, recipe, data, data_hash, n_train, "     \
  "n_test, program, threads, machine, source, parent, parent_epoch, started, written, outcome, " \
  "n_epochs, seconds) VALUES ('01234567-89ab-4def-8123-456789abcdef', 'Old', 5, 0, 0, "          \
  "'{\"recipe\": \"linear\"}', 'CIFAR-10', '0123', 50000, 10000, '1.0', 2, 'machine', NULL, "    \
  "NULL, 0, 1, 1, 'running', 0, 0)"

static void
run_sql (sqlite3    *database,
         const char *sql)
{
  char *message = NULL;

  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

static sqlite3 *
open_plainly (const char *path)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);

  return database;
}

static void
put_state (OvLibrary  *library,
           const char *id,
           guint       epoch)
{
  g_autofree guint8 *numbers = g_malloc (STATE_BYTES);
  g_autoptr (GBytes) state = NULL;
  g_autoptr (GError) error = NULL;

  memset (numbers, (int) epoch, STATE_BYTES);
  state = g_bytes_new (numbers, STATE_BYTES);
  ov_library_put_checkpoint (library, id, epoch, state, NULL, &error);
  g_assert_no_error (error);
}

/* Runs of each kind: finished, failed, running, deleted, a branch, one without an epoch. */
static gboolean
fill_cb (OvLibrary *library,
         gpointer   data,
         GError   **unused)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};
  g_autofree char *parent = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (OvRunRecord) record = fixture_make_record (presets[i % 4], i == 5 ? 0 : N_EPOCHS);
      g_autoptr (OvRunEntry) entry = fixture_make_entry (record);
      g_autoptr (GError) error = NULL;

      /* The versions that are tried kept none. */
      g_array_set_size (record->readings->points, 0);
      entry->colour = i + 2;
      entry->is_pinned = i == 1;
      entry->is_hidden = i == 2;
      entry->parent = i == 4 ? g_strdup (parent) : NULL;
      entry->parent_epoch = i == 4 ? 3 : 0;
      record->n_inherited = entry->parent_epoch;
      record->exact_from = i == 0 ? 2 : OV_EPOCH_NEVER;
      record->outcome = i == 2 ? OV_OUTCOME_FAILED : i == 3 ? OV_OUTCOME_NONE
                                                            : OV_OUTCOME_FINISHED;
      if (i == 2)
        record->error = g_error_new_literal (OV_LIBRARY_ERROR, 0, "No room.");
      g_assert_true (ov_library_add_run (library, entry, &error));
      g_assert_true (ov_library_save (library, entry->id, record, &error));
      put_state (library, entry->id, 3);
      put_state (library, entry->id, i);
      if (i == 0)
        parent = g_strdup (entry->id);
      if (i == 1)
        g_assert_true (ov_library_delete (library, entry->id, &error));
    }

  return TRUE;
}

static void
fill (OvLibrary *library)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_library_transact (library, fill_cb, NULL, &error));
}

/* Makes a library of an old version beside one of today with the same runs. Returns its path. */
static char *
make_old (OvLibrary *today,
          guint      version)
{
  const char *columns = "id, uuid, name, colour, pinned, hidden, deleted, recipe, data, data_hash, "
                        "n_train, n_test, program, threads, exact_from, machine, source, parent, "
                        "parent_epoch, outcome, error, started, written, n_epochs, best_epoch, "
                        "best_test_accuracy, last_train_loss, last_test_loss, seconds";
  static const char *const others[] = {"epochs", "sharpness", "batch_losses", "checkpoints"};
  char *path = g_build_filename (own_folder, "old.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS today",
                                             ov_library_get_path (today));
  g_autofree char *copy_runs =
    g_strdup_printf ("INSERT INTO runs (%s) SELECT %s FROM today.runs", columns, columns);
  sqlite3 *database = open_plainly (path);

  run_sql (database, version == 1 ? version_1 : version_2);
  run_sql (database, attach);
  run_sql (database, copy_runs);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *copy = g_strdup_printf ("INSERT INTO %s SELECT * FROM today.%s", others[i],
                                               others[i]);

      run_sql (database, copy);
    }
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  return path;
}

static guint
read_version (const char *path)
{
  sqlite3 *database = open_plainly (path);
  sqlite3_stmt *statement = NULL;
  guint version;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA user_version", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  version = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  g_assert_true (ov_schema_is_exact (database, version));
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  return version;
}

/* Two libraries have the same runs, bit for bit, and the same states. */
static void
assert_equal (OvLibrary *library,
              OvLibrary *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, &error);
  g_autoptr (GPtrArray) others = ov_library_list (expected, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, others->len);
  for (guint i = 0; i < others->len; i++)
    {
      const OvRunEntry *entry = entries->pdata[i];
      const OvRunEntry *other = others->pdata[i];
      g_autoptr (OvRunRecord) record = fixture_load (library, entry->id);
      g_autoptr (OvRunRecord) other_record = fixture_load (expected, other->id);
      g_autoptr (GArray) states = ov_library_list_checkpoints (library, entry->id, &error);
      g_autoptr (GArray) other_states = ov_library_list_checkpoints (expected, other->id, &error);

      g_assert_cmpstr (entry->id, ==, other->id);
      g_assert_cmpstr (entry->name, ==, other->name);
      g_assert_cmpuint (entry->colour, ==, other->colour);
      g_assert_false (entry->is_colour_set);
      g_assert_cmpint (entry->is_pinned, ==, other->is_pinned);
      g_assert_cmpint (entry->is_hidden, ==, other->is_hidden);
      g_assert_cmpstr (entry->machine, ==, other->machine);
      g_assert_cmpstr (entry->parent, ==, other->parent);
      g_assert_cmpint (entry->started, ==, other->started);
      g_assert_cmpint (entry->written, ==, other->written);
      g_assert_cmpuint (entry->best_epoch, ==, other->best_epoch);
      fixture_assert_record (record, other_record);
      g_assert_cmpmem (states->data, states->len * sizeof (guint), other_states->data,
                       other_states->len * sizeof (guint));
      for (guint s = 0; s < states->len; s++)
        {
          guint epoch = g_array_index (states, guint, s);
          g_autoptr (GBytes) state = ov_library_load_checkpoint (library, entry->id, epoch, &epoch,
                                                                 &error);
          g_autoptr (GBytes) other_state = ov_library_load_checkpoint (expected, other->id, epoch,
                                                                       &epoch, &error);

          g_assert_true (g_bytes_equal (state, other_state));
        }
    }
}

static void
assert_opens_equal (const char    *name,
                    OvLibraryFlags flags,
                    OvLibrary     *expected)
{
  g_autoptr (OvLibrary) library = fixture_open_library (name, flags);

  assert_equal (library, expected);
}

/* What is only read stays what it is, byte for byte. */
static void
assert_reads (guint version)
{
  g_autoptr (OvLibrary) today = fixture_open_library ("today.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  OvLibraryImport counts = {0};
  gsize size_before, size_after;

  fill (today);
  path = make_old (today, version);
  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));
  assert_opens_equal ("old.db", OV_LIBRARY_UNTRUSTED, today);
  assert_opens_equal ("old.db", OV_LIBRARY_READ_ONLY, today);
  g_assert_true (ov_library_import (target, path, &counts, &error));
  g_assert_cmpuint (counts.n_added, ==, 5);
  g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
  g_assert_cmpmem (after, size_after, before, size_before);
  g_assert_cmpuint (read_version (path), ==, version);
}

static void
test_read (void)
{
  assert_reads (1);
}

static void
test_read_2 (void)
{
  assert_reads (2);
}

static void
assert_migrates (guint          version,
                 OvLibraryFlags flags)
{
  g_autoptr (OvLibrary) today = fixture_open_library ("today.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) old = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database;

  fill (today);
  path = make_old (today, version);
  assert_opens_equal ("old.db", flags, today);
  g_assert_cmpuint (read_version (path), ==, OV_SCHEMA_VERSION);
  assert_opens_equal ("old.db", OV_LIBRARY_UNTRUSTED, today);

  /* The run that was deleted is there as well, and each run takes what belongs to it along. */
  old = fixture_open_library ("old.db", flags);
  entries = ov_library_list (today, NULL, &error);
  g_assert_true (ov_library_remove (old, ((OvRunEntry *) entries->pdata[0])->id, &error));
  database = open_plainly (path);
  run_sql (database, "CREATE TEMP TABLE counts (n INTEGER CHECK (n = 5));"
                     "INSERT INTO counts SELECT count (*) FROM runs;"
                     "CREATE TEMP TABLE runless (n INTEGER CHECK (n = 0));"
                     "INSERT INTO runless SELECT count (*) FROM epochs WHERE run NOT IN "
                     "(SELECT id FROM runs);"
                     "INSERT INTO runless SELECT count (*) FROM checkpoints WHERE run NOT IN "
                     "(SELECT id FROM runs)");
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static void
test_write (void)
{
  assert_migrates (1, 0);
}

static void
test_write_2 (void)
{
  assert_migrates (2, 0);
}

static void
test_write_shared (void)
{
  assert_migrates (1, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED);
}

/* Brings a library up to date, with little memory so that much of it is written early, and is
 * killed before that counts. */
static void
migrate_and_die (const char *path)
{
  sqlite3 *database = open_plainly (path);

  run_sql (database, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE");
  g_assert_cmpint (ov_schema_migrate (database, 1, OV_SCHEMA_VERSION), ==, SQLITE_OK);
  run_sql (database, "UPDATE checkpoints SET state = zeroblob (30000)");
  kill (getpid (), SIGKILL);
}

static void
assert_survives (const char *journal)
{
  g_autoptr (OvLibrary) today = fixture_open_library ("today.db", OV_LIBRARY_CREATE);
  g_autofree char *path = NULL;
  sqlite3 *database;
  pid_t child;
  int status;

  fill (today);
  path = make_old (today, 1);
  database = open_plainly (path);
  run_sql (database, journal);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);

  child = fork ();
  if (child == 0)
    {
      migrate_and_die (path);
      _exit (EXIT_FAILURE);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

  g_assert_cmpuint (read_version (path), ==, 1);
  assert_opens_equal ("old.db", OV_LIBRARY_READ_ONLY, today);
  assert_opens_equal ("old.db", OV_LIBRARY_CREATE, today);
  g_assert_cmpuint (read_version (path), ==, OV_SCHEMA_VERSION);
}

static void
test_killed (void)
{
  assert_survives ("PRAGMA journal_mode = DELETE");
}

static void
test_killed_shared (void)
{
  assert_survives ("PRAGMA journal_mode = WAL");
}

/* An older program that has the library open continues to write it, and what it writes is right. */
static void
test_older_program (void)
{
  g_autoptr (OvLibrary) today = fixture_open_library ("today.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *older;

  fill (today);
  path = make_old (today, 1);
  older = open_plainly (path);
  run_sql (older, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
  run_sql (older, "UPDATE runs SET written = written");

  library = fixture_open_library ("old.db", OV_LIBRARY_CREATE | OV_LIBRARY_SHARED);
  assert_equal (library, today);
  run_sql (older, ADD_AS_VERSION_1);
  run_sql (older, "DELETE FROM runs WHERE uuid NOT LIKE '01234567-%'");
  entry = ov_library_find (library, "01234567-89ab-4def-8123-456789abcdef", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (entry->name, ==, "Old");
  g_assert_false (entry->is_colour_set);
  run_sql (older, "CREATE TEMP TABLE counts (n INTEGER CHECK (n = 0));"
                  "INSERT INTO counts SELECT count (*) FROM epochs");
  g_assert_cmpint (sqlite3_close (older), ==, SQLITE_OK);
}

/* What instruments show that this program does not have is left where it is, and out of the record;
 * the run continues to be written. */
static void
test_other_instruments (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = fixture_make_record ("cnn", N_EPOCHS);
  g_autofree char *id = fixture_add (library, record);
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvRunRecord) longer = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = open_plainly (ov_library_get_path (library));

  run_sql (database, "INSERT INTO readings SELECT run, epoch, 'heat', 0, 1.5, 0.25 FROM epochs;"
                     "INSERT INTO readings SELECT run, epoch, 'alpha', 7, 1.5, 0.25 FROM epochs");
  loaded = fixture_load (library, id);
  fixture_assert_record (loaded, record);
  fixture_extend (record, N_EPOCHS);
  g_assert_true (ov_library_save (library, id, record, &error));
  longer = fixture_load (library, id);
  fixture_assert_record (longer, record);
  run_sql (database, "CREATE TEMP TABLE counts (n INTEGER CHECK (n = 12));"
                     "INSERT INTO counts SELECT count (*) FROM readings WHERE instrument = 'heat'");
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* A run that another program has made is kept, exported and taken over like any other. */
static void
test_foreign (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);
  g_autofree char *path = g_build_filename (own_folder, "one.overshoot", NULL);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", N_EPOCHS);
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (OvRunEntry) second = NULL;
  g_autoptr (OvRunEntry) found = NULL;
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;
  OvLibraryImport counts = {0};

  ov_recipe_init_foreign (&record->recipe);
  g_array_set_size (record->readings->points, 0);
  g_clear_pointer (&record->data_name, g_free);
  record->outcome = OV_OUTCOME_FINISHED;
  record->n_threads = 0;
  entry = ov_run_entry_new_foreign (record, "Keras CSV log");
  second = ov_run_entry_new_foreign (record, "Keras CSV log");
  entry->is_colour_set = TRUE;
  g_assert_true (ov_library_add_run (library, entry, &error));
  g_assert_true (ov_library_save (library, entry->id, record, &error));
  g_assert_true (ov_library_add_run (library, second, &error));
  g_assert_true (ov_library_save (library, second->id, record, &error));
  g_assert_true (ov_library_export (library, NULL, path, &error));
  g_assert_true (ov_library_import (target, path, &counts, &error));
  g_assert_cmpuint (counts.n_added, ==, 2);
  g_assert_true (ov_library_import (target, path, &counts, &error));
  g_assert_cmpuint (counts.n_added, ==, 0);
  g_assert_cmpuint (counts.n_known, ==, 2);

  found = ov_library_find (target, entry->id, &error);
  g_assert_no_error (error);
  g_assert_true (ov_recipe_is_foreign (&found->recipe));
  g_assert_true (found->is_colour_set);
  g_assert_cmpstr (found->source, ==, "Keras CSV log");
  g_assert_cmpstr (found->program, ==, "");
  g_assert_cmpstr (found->data_hash, ==, "");
  loaded = fixture_load (target, entry->id);
  fixture_assert_record (loaded, record);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-migration/read", test_read);
  fixture_add_in_folder ("/library-migration/read-2", test_read_2);
  fixture_add_in_folder ("/library-migration/write", test_write);
  fixture_add_in_folder ("/library-migration/write-2", test_write_2);
  fixture_add_in_folder ("/library-migration/write-shared", test_write_shared);
  fixture_add_in_folder ("/library-migration/killed", test_killed);
  fixture_add_in_folder ("/library-migration/killed-shared", test_killed_shared);
  fixture_add_in_folder ("/library-migration/older-program", test_older_program);
  fixture_add_in_folder ("/library-migration/other-instruments", test_other_instruments);
  fixture_add_in_folder ("/library-migration/foreign", test_foreign);

  return g_test_run ();
}

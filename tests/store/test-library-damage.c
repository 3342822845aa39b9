/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that is none, damaged, of a newer version or made to harm is told of and left alone. */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "folder-fixture.h"
#include "run-fixture.h"
#include "schema.h"

#define N_EPOCHS 12

/* How many damaged files are read; the variable OVERSHOOT_MUTATIONS asks for more. */
#define N_MUTATIONS 300

/* A library with two runs and a state, which is made once. Returns its path. */
static char *
make_library (void)
{
  static char *bytes;
  static gsize size;
  char *path = g_build_filename (own_folder, "runs.overshoot", NULL);

  if (bytes == NULL)
    {
      g_autoptr (OvLibrary) library = fixture_open_library ("runs.overshoot", OV_LIBRARY_CREATE);
      g_autoptr (OvRunRecord) record = fixture_make_record ("cnn", N_EPOCHS);
      g_autofree char *id = fixture_add_run (library, N_EPOCHS);
      g_autofree guint8 *numbers = g_malloc0 (10000);
      g_autoptr (GBytes) state = g_bytes_new (numbers, 10000);
      g_autoptr (GError) error = NULL;

      record->outcome = OV_OUTCOME_FINISHED;
      g_free (fixture_add (library, record));
      ov_library_put_checkpoint (library, id, N_EPOCHS, state, NULL, &error);
      g_assert_no_error (error);
      g_clear_pointer (&library, ov_library_free);
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    }
  else
    g_assert_true (g_file_set_contents_full (path, bytes, (gssize) size,
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  return path;
}

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_exec (database, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* However it is opened, there is a sentence, and not a byte of it changes. */
static void
assert_refused (const char    *path,
                OvLibraryError code)
{
  static const OvLibraryFlags ways[] = {0, OV_LIBRARY_CREATE, OV_LIBRARY_READ_ONLY,
                                        OV_LIBRARY_UNTRUSTED,
                                        OV_LIBRARY_CREATE | OV_LIBRARY_SHARED};
  g_autofree char *before = NULL;
  gsize size_before = 0;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_file_get_contents (path, &before, &size_before, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvLibrary) library = ov_library_open (path, ways[i], &error);
      g_autofree char *after = NULL;
      gsize size_after = 0;

      g_assert_null (library);
      g_assert_error (error, OV_LIBRARY_ERROR, (int) code);
      g_assert_true (g_str_has_suffix (error->message, "."));
      if (before != NULL)
        g_file_get_contents (path, &after, &size_after, NULL);
      g_assert_cmpmem (after, size_after, before, size_before);
    }
}

static void
test_foreign (void)
{
  g_autofree char *text = g_build_filename (own_folder, "text", NULL);
  g_autofree char *other = g_build_filename (own_folder, "other.db", NULL);
  g_autofree char *fifo = g_build_filename (own_folder, "fifo", NULL);
  g_autofree char *long_text = g_strnfill (5000, 'x');

  g_assert_true (g_file_set_contents (text, "Some notes.\n", -1, NULL));
  assert_refused (text, OV_LIBRARY_ERROR_FOREIGN);
  g_assert_true (g_file_set_contents (text, long_text, -1, NULL));
  assert_refused (text, OV_LIBRARY_ERROR_FOREIGN);
  run_sql (other, "CREATE TABLE runs (id INTEGER)");
  assert_refused (other, OV_LIBRARY_ERROR_FOREIGN);
  run_sql (other, "DROP TABLE runs; PRAGMA user_version = 1");
  assert_refused (other, OV_LIBRARY_ERROR_FOREIGN);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, OV_LIBRARY_ERROR_FOREIGN);
  assert_refused (own_folder, OV_LIBRARY_ERROR_FOREIGN);
}

static void
test_missing (void)
{
  g_autofree char *path = g_build_filename (own_folder, "none", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) library = ov_library_open (path, 0, &error);

  g_assert_null (library);
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 0);

  /* An empty file has nothing to lose. */
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  library = fixture_open_library ("none", OV_LIBRARY_CREATE);
  g_free (fixture_add_run (library, N_EPOCHS));
}

static void
test_newer (void)
{
  g_autofree char *path = make_library ();
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", OV_SCHEMA_VERSION + 1);

  run_sql (path, sql);
  assert_refused (path, OV_LIBRARY_ERROR_NEWER);
}

/* What a stranger's file may not have: SQLite would do things of its own for some of it. */
static void
test_schema (void)
{
  static const char *const additions[] = {
    "CREATE TABLE more (x)",
    "CREATE VIEW more AS SELECT * FROM runs",
    "CREATE TRIGGER more AFTER INSERT ON runs BEGIN DELETE FROM epochs; END",
    "CREATE INDEX more ON runs (name)",
    "CREATE INDEX more ON runs (abs (colour))",
    "CREATE VIRTUAL TABLE more USING fts5 (x)",
    "ALTER TABLE runs ADD COLUMN more TEXT",
    "ALTER TABLE runs ADD COLUMN more BLOB GENERATED ALWAYS AS (zeroblob (threads))",
    "ALTER TABLE runs RENAME COLUMN name TO called",
    "DROP TABLE settings",
    "DROP TABLE settings; CREATE VIEW settings AS SELECT 'checkpoint_bytes' AS name, 1 AS value",
  };

  for (guint i = 0; i < G_N_ELEMENTS (additions); i++)
    {
      g_autofree char *path = make_library ();
      g_autoptr (OvLibrary) library = fixture_open_library ("runs.overshoot",
                                                            OV_LIBRARY_UNTRUSTED);
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&library, ov_library_free);
      run_sql (path, additions[i]);
      library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
      g_assert_null (library);
      g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_DAMAGED);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

/* Reads all of a library. Returns whether all of it could be right. */
static gboolean
read_all (OvLibrary *library)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreadable;

  entries = ov_library_list (library, &n_unreadable, &error);
  for (guint i = 0; error == NULL && i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (OvRunRecord) record = ov_library_load (library, entry->id, &error);
      g_autoptr (GArray) epochs = NULL;

      if (error == NULL)
        epochs = ov_library_list_checkpoints (library, entry->id, &error);
      for (guint j = 0; error == NULL && j < epochs->len; j++)
        {
          guint epoch;
          g_autoptr (GBytes) state = ov_library_load_checkpoint (
            library, entry->id, g_array_index (epochs, guint, j), &epoch, &error);
        }
    }
  if (error != NULL)
    g_assert_cmpstr (g_quark_to_string (error->domain), ==, "ov-library-error-quark");

  return error == NULL && n_unreadable == 0;
}

/* Values that no run has are refused, and the other run is still there. */
static void
test_values (void)
{
  static const char *const changes[] = {
    "UPDATE runs SET uuid = 'x' WHERE id = 1",
    "UPDATE runs SET name = CAST (x'ff' AS TEXT) WHERE id = 1",
    "UPDATE runs SET name = hex (zeroblob (100000)) WHERE id = 1",
    "UPDATE runs SET colour = -1 WHERE id = 1",
    "UPDATE runs SET pinned = 2 WHERE id = 1",
    "UPDATE runs SET recipe = '{}' WHERE id = 1",
    "UPDATE runs SET recipe = NULL WHERE id = 1",
    "UPDATE runs SET recipe = 'null', source = 'Keras CSV log' WHERE id = 1",
    "UPDATE runs SET colour_set = 2 WHERE id = 1",
    "UPDATE runs SET recipe = '{\"recipe\": \"linear\", \"learning-rate\": 1e99}' WHERE id = 1",
    "UPDATE runs SET threads = 1000000000 WHERE id = 1",
    "UPDATE runs SET parent = 'x' WHERE id = 1",
    "UPDATE runs SET outcome = 'x' WHERE id = 1",
    "UPDATE runs SET started = -1 WHERE id = 1",
    "UPDATE runs SET n_epochs = -1 WHERE id = 1",
    "UPDATE runs SET n_epochs = 11 WHERE id = 1",
    "UPDATE runs SET exact_from = -1 WHERE id = 1",
    "DELETE FROM epochs WHERE run = 1 AND epoch = 5",
    "UPDATE epochs SET epoch = -1 WHERE run = 1 AND epoch = 0",
    "UPDATE sharpness SET is_bound = 2 WHERE run = 1",
    "UPDATE sharpness SET epoch = -1 WHERE run = 1 AND epoch = 0",
    "UPDATE readings SET epoch = -1 WHERE run = 1 AND epoch = 0",
    "UPDATE readings SET part = 8 WHERE run = 1 AND instrument = 'alpha'",
    "UPDATE readings SET instrument = CAST (x'ff' AS TEXT) WHERE run = 1 AND instrument = 'alpha'",
    "UPDATE batch_losses SET epoch = 9e999 WHERE run = 1 AND point = 0",
    "UPDATE batch_losses SET epoch = -1 WHERE run = 1 AND point = 0",
    "DELETE FROM batch_losses WHERE run = 1 AND point = 0",
    "UPDATE checkpoints SET epoch = -1 WHERE run = 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = make_library ();
      g_autoptr (OvLibrary) library = NULL;
      g_autoptr (OvLibrary) target = NULL;
      g_autoptr (GError) error = NULL;

      run_sql (path, changes[i]);
      library = fixture_open_library ("runs.overshoot", OV_LIBRARY_UNTRUSTED);
      g_test_message ("%s", changes[i]);
      g_assert_false (read_all (library));
      target = fixture_open_library ("target.overshoot", OV_LIBRARY_CREATE);
      g_assert_false (ov_library_import (target, path, NULL, &error));
      g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_DAMAGED);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

/* Flips bits, puts other bytes in, or cuts. */
static void
mutate (GRand  *rand,
        guint8 *bytes,
        gsize  *size)
{
  const guint n_changes = (guint) g_rand_int_range (rand, 1, 8);

  if (g_rand_int_range (rand, 0, 10) == 0)
    *size = (gsize) g_rand_int_range (rand, 0, (gint32) *size);
  for (guint i = 0; *size > 0 && i < n_changes; i++)
    {
      /* The header and the schema are a small part of it, and the one that matters most. */
      const gsize range = g_rand_boolean (rand) ? MIN (*size, 8192) : *size;
      const gsize place = (gsize) g_rand_int_range (rand, 0, (gint32) range);

      if (g_rand_boolean (rand))
        bytes[place] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      else
        bytes[place] = (guint8) g_rand_int_range (rand, 0, 256);
    }
}

static void
test_mutations (void)
{
  const char *wish = g_getenv ("OVERSHOOT_MUTATIONS");
  const guint n_mutations = wish != NULL ? (guint) atoi (wish) : N_MUTATIONS;
  g_autofree char *path = make_library ();
  g_autofree char *original = NULL;
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gsize original_size;
  guint n_opened = 0;
  guint n_read = 0;

  g_assert_true (g_file_get_contents (path, &original, &original_size, NULL));
  bytes = g_malloc (original_size);
  for (guint i = 0; i < n_mutations; i++)
    {
      g_autoptr (OvLibrary) library = NULL;
      g_autoptr (GError) error = NULL;
      gsize size = original_size;
      FILE *stream = g_fopen (path, "wb");

      memcpy (bytes, original, size);
      mutate (rand, bytes, &size);
      g_assert_cmpuint (fwrite (bytes, 1, size, stream), ==, size);
      g_assert_cmpint (fclose (stream), ==, 0);

      library = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
      if (library == NULL)
        {
          g_assert_cmpstr (g_quark_to_string (error->domain), ==, "ov-library-error-quark");
          continue;
        }
      n_opened++;
      n_read += read_all (library) ? 1 : 0;
      g_clear_pointer (&library, ov_library_free);

      /* As one's own, which is not checked as a whole first. */
      library = ov_library_open (path, OV_LIBRARY_READ_ONLY, &error);
      if (library != NULL)
        read_all (library);
      g_clear_pointer (&library, ov_library_free);
      if (fixture_count_files (own_folder) != 1)
        g_error ("mutation %u leaves a file", i);
    }

  g_test_message ("%u of %u opened, %u read", n_opened, n_mutations, n_read);
  g_assert_cmpuint (n_opened, <, n_mutations);
  g_assert_cmpuint (n_read, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-damage/foreign", test_foreign);
  fixture_add_in_folder ("/library-damage/missing", test_missing);
  fixture_add_in_folder ("/library-damage/newer", test_newer);
  fixture_add_in_folder ("/library-damage/schema", test_schema);
  fixture_add_in_folder ("/library-damage/values", test_values);
  fixture_add_in_folder ("/library-damage/mutations", test_mutations);

  return g_test_run ();
}

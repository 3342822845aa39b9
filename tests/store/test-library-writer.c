/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a writer is told is in the library, in order, and nobody waits for it. */

#include "library-writer.h"

#include <glib/gstdio.h>

#include "deadline.h"
#include "folder-fixture.h"
#include "run-fixture.h"
#include "trainer.h"

#define N_EPOCHS 12

static guint n_errors;
static guint n_recoveries;
static int   last_code;

static void
failed_cb (const GError *error,
           gpointer      user_data)
{
  if (error == NULL)
    {
      n_recoveries++;
      return;
    }

  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "ov-library-error-quark");
  n_errors++;
  last_code = error->code;
}

static OvLibraryWriter *
make_writer (void)
{
  g_autofree char *path = g_build_filename (own_folder, "runs.db", NULL);

  n_errors = 0;
  n_recoveries = 0;

  return ov_library_writer_new (path, OV_LIBRARY_CREATE | OV_LIBRARY_SHARED, failed_cb, NULL);
}

/* Has a run go on and end under a writer's eyes. Returns its UUID. */
static char *
write_run (OvLibraryWriter *writer,
           OvRunRecord     *record)
{
  g_autoptr (OvRunEntry) entry = fixture_make_entry (record);

  ov_library_writer_add_run (writer, entry);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      fixture_extend (record, 1);
      ov_library_writer_save (writer, entry->id, record);
    }
  record->outcome = OV_OUTCOME_FINISHED;
  ov_library_writer_save (writer, entry->id, record);

  return g_strdup (entry->id);
}

static void
assert_written (const char        *id,
                const OvRunRecord *record)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_READ_ONLY);
  g_autoptr (OvRunRecord) loaded = fixture_load (library, id);

  fixture_assert_record (loaded, record);
}

static OvCheckpoint *
make_state (const OvRecipe *recipe)
{
  static const char *const class_names[OV_N_CLASSES] = {"a", "b", "c", "d", "e",
                                                        "f", "g", "h", "i", "j"};
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = ov_dataset_new ("Two images", class_names, 1, 1,
                                                  g_malloc0 (2 * OV_IMAGE_SIZE), g_malloc0 (2),
                                                  &error);
  g_autoptr (OvTrainer) trainer = NULL;

  trainer = ov_trainer_new (recipe, dataset, 1, &error);
  g_assert_no_error (error);

  return ov_trainer_take_checkpoint (trainer);
}

static void
test_runs (void)
{
  g_autoptr (OvLibraryWriter) writer = make_writer ();
  g_autoptr (OvRunRecord) first = fixture_make_record ("linear", 0);
  g_autoptr (OvRunRecord) second = fixture_make_record ("cnn", 0);
  g_autofree char *first_id = write_run (writer, first);
  g_autofree char *second_id = write_run (writer, second);
  g_autoptr (OvCheckpoint) state = make_state (&second->recipe);
  gint *fate = g_atomic_rc_box_new0 (gint);
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GArray) epochs = NULL;
  g_autoptr (GError) error = NULL;

  ov_library_writer_put_checkpoint (writer, second_id, state, fate);
  g_clear_pointer (&writer, ov_library_writer_free);
  g_assert_cmpint (g_atomic_int_get (fate), ==, OV_STATE_KEPT);
  g_atomic_rc_box_release (fate);
  assert_written (first_id, first);
  assert_written (second_id, second);
  library = fixture_open_library ("runs.db", OV_LIBRARY_READ_ONLY);
  epochs = ov_library_list_checkpoints (library, second_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (epochs->len, ==, 1);
  g_assert_cmpuint (n_errors, ==, 0);
}

static gboolean
rename_cb (OvLibrary *library,
           gpointer   data,
           GError   **error)
{
  return ov_library_rename (library, data, "Name", error);
}

/* A run that is run again is written in its own place, perhaps on another machine. */
static void
test_again (void)
{
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autoptr (OvRunRecord) again = fixture_make_record ("linear", 0);
  g_autoptr (OvRunEntry) entry = fixture_make_entry (again);
  g_autoptr (OvLibraryWriter) writer = make_writer ();
  g_autoptr (OvLibrary) library = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const OvRunEntry *written;

  g_free (entry->id);
  entry->id = write_run (writer, record);
  ov_library_writer_push (writer, rename_cb, g_strdup (entry->id), g_free);
  again->n_threads = 77;
  entry->threads = 77;
  ov_library_writer_begin_again (writer, entry);
  fixture_extend (again, N_EPOCHS + 3);
  ov_library_writer_save (writer, entry->id, again);
  fixture_extend (again, 1);
  ov_library_writer_save (writer, entry->id, again);
  g_clear_pointer (&writer, ov_library_writer_free);
  g_assert_cmpuint (n_errors, ==, 0);
  assert_written (entry->id, again);

  library = fixture_open_library ("runs.db", OV_LIBRARY_READ_ONLY);
  entries = ov_library_list (library, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  written = entries->pdata[0];
  g_assert_cmpuint (written->threads, ==, 77);
  g_assert_cmpuint (written->n_epochs, ==, N_EPOCHS + 4);
  g_assert_cmpint (written->outcome, ==, OV_OUTCOME_NONE);
  g_assert_cmpint (written->started, ==, entry->started);
  g_assert_cmpstr (written->name, ==, "Name");
}

/* A run that was loaded goes on. */
static void
test_continue (void)
{
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = NULL;
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvLibraryWriter) writer = make_writer ();
  g_autoptr (OvLibrary) library = NULL;

  id = write_run (writer, record);
  g_clear_pointer (&writer, ov_library_writer_free);
  library = fixture_open_library ("runs.db", OV_LIBRARY_READ_ONLY);
  loaded = fixture_load (library, id);
  g_clear_pointer (&library, ov_library_free);

  writer = make_writer ();
  loaded->outcome = OV_OUTCOME_NONE;
  ov_library_writer_continue_run (writer, id, loaded);
  fixture_extend (loaded, 2);
  ov_library_writer_save (writer, id, loaded);
  g_clear_pointer (&writer, ov_library_writer_free);
  g_assert_cmpuint (n_errors, ==, 0);
  assert_written (id, loaded);
}

/* What is in the way is told of once; when it is gone, everything is written. */
static void
test_obstacle (void)
{
  g_autofree char *path = g_build_filename (own_folder, "runs.db", NULL);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = NULL;
  g_autoptr (OvLibraryWriter) writer = NULL;

  g_assert_true (g_file_set_contents (path, "Not a library.\n", -1, NULL));
  writer = make_writer ();
  id = write_run (writer, record);
  wait_in_context (NULL, n_errors > 0);
  g_assert_cmpint (last_code, ==, OV_LIBRARY_ERROR_FOREIGN);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_clear_pointer (&writer, ov_library_writer_free);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (n_errors, ==, 1);
  assert_written (id, record);
}

/* When what was in the way is gone, that is told as well. */
static void
test_recovery (void)
{
  g_autofree char *path = g_build_filename (own_folder, "runs.db", NULL);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = NULL;
  g_autoptr (OvLibraryWriter) writer = NULL;

  g_assert_true (g_file_set_contents (path, "Not a library.\n", -1, NULL));
  writer = make_writer ();
  id = write_run (writer, record);
  wait_in_context (NULL, n_errors > 0);
  g_assert_cmpuint (n_recoveries, ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  wait_in_context (NULL, n_recoveries > 0);
  g_clear_pointer (&writer, ov_library_writer_free);
  g_assert_cmpuint (n_recoveries, ==, 1);
  assert_written (id, record);
}

/* An order about a run that is gone keeps no other one back. */
static void
test_lost_run (void)
{
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = NULL;
  g_autoptr (OvLibraryWriter) writer = make_writer ();

  ov_library_writer_push (writer, rename_cb, g_uuid_string_random (), g_free);
  id = write_run (writer, record);
  wait_in_context (NULL, n_errors > 0);
  g_assert_cmpint (last_code, ==, OV_LIBRARY_ERROR_MISSING);
  g_clear_pointer (&writer, ov_library_writer_free);
  assert_written (id, record);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-writer/runs", test_runs);
  fixture_add_in_folder ("/library-writer/again", test_again);
  fixture_add_in_folder ("/library-writer/continue", test_continue);
  fixture_add_in_folder ("/library-writer/obstacle", test_obstacle);
  fixture_add_in_folder ("/library-writer/recovery", test_recovery);
  fixture_add_in_folder ("/library-writer/lost-run", test_lost_run);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-export.h"

#include <glib/gstdio.h>

#include "exported-run.h"
#include "file-name.h"
#include "library.h"
#include "run-import.h"
#include "run-witness.h"

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_run_export_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Saves a run that is running to a file. */
static void
save (OvRunKeeper *keeper, OvRunItem *item, const char *path)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  gboolean is_saved = FALSE;
  OvFileFormat format;

  g_ptr_array_add (items, item);
  g_assert_true (ov_file_format_of_name (OV_FILE_RUNS, path, &format, NULL));
  ov_run_export_start (keeper, items, format, path, exported_cb, &is_saved);
  wait_in_context (NULL, is_saved);
}

/* The file's one run has the epochs up to its last state, which can be continued. */
static void
assert_has_states (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) file = ov_library_open (path, OV_LIBRARY_UNTRUSTED, &error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) epochs = NULL;
  g_autoptr (GBytes) state = NULL;
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  const OvRunEntry *entry;
  guint n_epochs;

  g_assert_no_error (error);
  entries = ov_library_list (file, NULL, &error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  epochs = ov_library_list_checkpoints (file, entry->id, &error);
  g_assert_cmpuint (epochs->len, >, 0);
  state = ov_library_load_checkpoint (file, entry->id, G_MAXINT, &n_epochs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_epochs, <=, entry->n_epochs);
  checkpoint = ov_checkpoint_from_bytes (state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ov_checkpoint_get_n_epochs (checkpoint), ==, n_epochs);
}

/* States that the library does not have yet are saved as well: here it has none at all, for it
 * cannot be written. */
static void
test_states (void)
{
  g_autofree char *folder = g_dir_make_tmp ("overshoot-export-XXXXXX", NULL);
  g_autofree char *library = g_build_filename (folder, "none", NULL);
  g_autofree char *path = g_build_filename (folder, "one.overshoot", NULL);
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);
  OvRunKeeper *keeper = ov_run_keeper_new (collection, library);
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;
  OvRunItem *item;

  g_assert_cmpint (g_mkdir (library, 0700), ==, 0);
  ov_run_keeper_open (keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (keeper));
  g_assert_false (ov_run_keeper_can_write (keeper));
  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  item = ov_run_collection_begin (collection, run, "data");
  ov_run_start (run);
  wait_in_context (NULL, ov_run_get_checkpoint (run) != NULL);
  save (keeper, item, path);
  ov_run_finish (run, G_MAXINT64);
  assert_has_states (path);

  g_object_run_dispose (G_OBJECT (keeper));
  g_object_unref (keeper);
  g_remove (path);
  g_rmdir (library);
  g_rmdir (folder);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(OvRunImport **) data = ov_run_import_finish (result, NULL);
}

/* Nothing was taken over, and nothing is wrong. */
static void
assert_cancelled (const OvRunImport *import)
{
  g_assert_true (import->is_cancelled);
  g_assert_cmpuint (import->items->len, ==, 0);
  g_assert_cmpuint (import->errors->len, ==, 0);
}

/* Of a file whose import is ended no run is taken over, and none of a log. */
static void
test_cancelled_import (void)
{
  g_autofree char *folder = g_dir_make_tmp ("overshoot-export-XXXXXX", NULL);
  g_autofree char *library = g_build_filename (folder, "runs.db", NULL);
  g_autofree char *path = g_build_filename (folder, "one.overshoot", NULL);
  const char *const paths[] = {path, NULL};
  g_autoptr (OvRunCollection) collection = ov_run_collection_new (2, 6);
  OvRunKeeper *keeper = ov_run_keeper_new (collection, library);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OvRunImport) import = NULL;
  g_autoptr (OvRunImport) log_import = NULL;
  g_autoptr (GPtrArray) logs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ov_exported_run_free);
  g_autoptr (OvRun) run = NULL;
  g_autoptr (OvLibrary) file = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  OvRecipe recipe;

  ov_run_keeper_open (keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (keeper));
  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  run = ov_run_new (&recipe, witness_get_dataset (), 1);
  ov_run_collection_begin (collection, run, "data");
  ov_run_start (run);
  wait_in_context (NULL, ov_run_get_checkpoint (run) != NULL);
  save (keeper, ov_run_collection_get_current (collection), path);
  ov_run_finish (run, G_MAXINT64);
  g_object_run_dispose (G_OBJECT (keeper));
  g_object_unref (keeper);
  g_assert_cmpint (g_remove (library), ==, 0);

  g_clear_object (&collection);
  collection = ov_run_collection_new (2, 6);
  keeper = ov_run_keeper_new (collection, library);
  ov_run_keeper_open (keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (keeper));
  g_cancellable_cancel (cancellable);
  ov_run_import_start (keeper, paths, cancellable, imported_cb, &import);
  wait_in_context (NULL, import != NULL);
  assert_cancelled (import);
  g_ptr_array_add (logs, ov_exported_run_new (ov_run_entry_new (ov_run_get_record (run), "data"),
                                              ov_run_record_ref (ov_run_get_record (run))));
  ov_run_import_start_logs (keeper, logs, cancellable, imported_cb, &log_import);
  wait_in_context (NULL, log_import != NULL);
  assert_cancelled (log_import);
  g_object_run_dispose (G_OBJECT (keeper));
  g_object_unref (keeper);

  file = ov_library_open (library, 0, NULL);
  entries = ov_library_list (file, NULL, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
  g_clear_pointer (&file, ov_library_free);
  g_remove (path);
  g_remove (library);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run-export/states", test_states);
  g_test_add_func ("/run-export/cancelled-import", test_cancelled_import);

  return witness_finish ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a library was given comes back bit for bit, whoever opens it: all but the sign of zero. */

#include <glib/gstdio.h>
#include <math.h>

#include "folder-fixture.h"
#include "run-fixture.h"

#define N_EPOCHS 12

/* Saved in pieces as it goes on, and read by a stranger. */
static void
test_record (void)
{
  static const double special[] = {NAN, INFINITY, -INFINITY, 0.0, 5e-324, 1.7976931348623157e308,
                                   3.0, -1e15, 0x1p53, 0x1.fffffffffffffp0};
  g_autoptr (OvRunRecord) record = fixture_make_record ("cnn", 0);
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add (library, record);
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      fixture_extend (record, i % 4);
      g_assert_true (ov_library_save (library, id, record, &error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    {
      const double value = special[i];
      const guint n_epochs = ov_history_get_n_epochs (record->history);
      const OvEpoch epoch = {n_epochs, value, value, value, value, value, value, value};
      const OvSharpnessPoint point = {n_epochs + 1, value, value, value, value, FALSE};

      ov_history_append (record->history, &epoch);
      ov_sharpness_history_add (record->sharpness, &point);
      ov_batch_losses_add_point (record->batch_losses, n_epochs + 0.5, value);
    }
  record->exact_from = 3;
  record->outcome = OV_OUTCOME_FAILED;
  record->error = g_error_new_literal (OV_LIBRARY_ERROR, 0, "Es fehlt an “Speicher”.");
  g_assert_true (ov_library_save (library, id, record, &error));
  g_assert_true (ov_library_save (library, id, record, &error));
  g_clear_pointer (&library, ov_library_free);

  library = fixture_open_library ("runs.db", OV_LIBRARY_UNTRUSTED);
  loaded = fixture_load (library, id);
  fixture_assert_record (loaded, record);
}

static void
assert_entry (const OvRunEntry *entry,
              const OvRunEntry *expected)
{
  g_assert_cmpstr (entry->id, ==, expected->id);
  g_assert_cmpstr (entry->name, ==, expected->name);
  g_assert_cmpuint (entry->colour, ==, expected->colour);
  g_assert_cmpint (entry->is_pinned, ==, expected->is_pinned);
  g_assert_cmpint (entry->is_hidden, ==, expected->is_hidden);
  g_assert_cmpint (entry->is_deleted, ==, expected->is_deleted);
  g_assert_true (ov_recipe_equal (&entry->recipe, &expected->recipe));
  g_assert_cmpstr (entry->data, ==, expected->data);
  g_assert_cmpstr (entry->data_hash, ==, expected->data_hash);
  g_assert_cmpstr (entry->program, ==, expected->program);
  g_assert_cmpuint (entry->threads, ==, expected->threads);
  g_assert_cmpstr (entry->machine, ==, expected->machine);
  g_assert_cmpstr (entry->source, ==, expected->source);
  g_assert_cmpstr (entry->parent, ==, expected->parent);
  g_assert_cmpuint (entry->parent_epoch, ==, expected->parent_epoch);
  g_assert_cmpint (entry->started, ==, expected->started);
  g_assert_cmpint (entry->written, >=, entry->started);
}

static void
test_entry (void)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (
    (GDestroyNotify) ov_run_entry_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreadable = 1;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (OvRunRecord) record = fixture_make_record (presets[i], 0);
      OvRunEntry *entry = fixture_make_entry (record);

      g_free (entry->name);
      entry->name = g_strdup_printf ("Läufe “%u”", i);
      entry->colour = i;
      entry->is_pinned = i == 1;
      entry->is_hidden = i == 2;
      entry->started -= 100 - i;
      if (i == 3)
        {
          entry->source = g_strdup ("other.csv");
          entry->parent = g_uuid_string_random ();
          entry->parent_epoch = 7;
        }
      g_ptr_array_add (expected, entry);
      ov_library_add_run (library, entry, &error);
      g_assert_no_error (error);
    }

  entries = ov_library_list (library, &n_unreadable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_unreadable, ==, 0);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (presets));
  for (guint i = 0; i < entries->len; i++)
    {
      const OvRunEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (OvRunEntry) found = ov_library_find (library, entry->id, &error);

      g_assert_no_error (error);
      assert_entry (entry, g_ptr_array_index (expected, i));
      assert_entry (found, g_ptr_array_index (expected, i));
      g_assert_cmpint (entry->outcome, ==, OV_OUTCOME_NONE);
      g_assert_cmpuint (entry->n_epochs, ==, 0);
      g_assert_cmpuint (entry->best_epoch, ==, OV_RUN_ENTRY_NONE);
      g_assert_true (isnan (entry->best_test_accuracy));
    }
}

/* What the list shows is that of the history. */
static void
test_summary (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", 0);
  g_autofree char *id = fixture_add (library, record);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      g_autoptr (OvRunEntry) entry = NULL;
      const OvEpoch *best;

      fixture_extend (record, 1);
      g_assert_true (ov_library_save (library, id, record, &error));
      entry = ov_library_find (library, id, &error);
      g_assert_no_error (error);
      best = ov_history_get_best (record->history, OV_EPOCH_TEST_ACCURACY);

      g_assert_cmpuint (entry->n_epochs, ==, i + 1);
      g_assert_cmpuint (entry->best_epoch, ==, best->index);
      g_assert_cmpfloat (entry->best_test_accuracy, ==, best->test_accuracy);
      g_assert_cmpfloat (entry->last_train_loss, ==,
                         ov_history_get_last (record->history)->train_loss);
      g_assert_cmpfloat (entry->last_test_loss, ==,
                         ov_history_get_last (record->history)->test_loss);
      g_assert_cmpfloat (entry->seconds, ==, ov_history_get_seconds (record->history));
    }

  ov_library_end_run (library, id, OV_OUTCOME_FAILED, "No memory.", &error);
  g_assert_no_error (error);
  {
    g_autoptr (OvRunEntry) entry = ov_library_find (library, id, &error);

    g_assert_cmpint (entry->outcome, ==, OV_OUTCOME_FAILED);
    g_assert_cmpstr (entry->error, ==, "No memory.");
  }
}

static guint
count (OvLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, &error);

  g_assert_no_error (error);

  return entries->len;
}

static void
test_edit (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autofree char *other = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (OvRunRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_library_rename (library, id, "A name", &error));
  g_assert_true (ov_library_set_colour (library, id, 5, FALSE, &error));
  g_assert_true (ov_library_set_pinned (library, id, TRUE, &error));
  g_assert_true (ov_library_set_hidden (library, id, TRUE, &error));
  entry = ov_library_find (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (entry->name, ==, "A name");
  g_assert_cmpuint (entry->colour, ==, 5);
  g_assert_true (entry->is_pinned);
  g_assert_true (entry->is_hidden);

  g_assert_true (ov_library_delete (library, id, &error));
  g_assert_cmpuint (count (library), ==, 1);
  g_assert_true (ov_library_purge (library, entry->started, &error));
  g_assert_true (ov_library_undelete (library, id, &error));
  g_assert_cmpuint (count (library), ==, 2);
  record = fixture_load (library, id);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, N_EPOCHS);

  g_assert_true (ov_library_delete (library, id, &error));
  g_assert_true (ov_library_purge (library, G_MAXINT64, &error));
  g_assert_false (ov_library_undelete (library, id, &error));
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING);
  g_assert_cmpuint (count (library), ==, 1);
}

static void
assert_current (OvLibrary *library, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *current = NULL;

  g_assert_true (ov_library_get_current (library, &current, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (current, ==, id);
}

/* Which run the program was in the middle of, until that one is gone; its number goes to another
 * one then. */
static void
test_current (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *first = fixture_add_run (library, N_EPOCHS);
  g_autofree char *second = fixture_add_run (library, N_EPOCHS);
  g_autoptr (GError) error = NULL;

  assert_current (library, NULL);
  g_assert_true (ov_library_set_current (library, first, &error));
  assert_current (library, first);
  g_assert_true (ov_library_set_current (library, second, &error));
  assert_current (library, second);
  g_clear_pointer (&library, ov_library_free);
  library = fixture_open_library ("runs.db", 0);
  assert_current (library, second);

  g_assert_true (ov_library_delete (library, second, &error));
  assert_current (library, NULL);
  g_assert_true (ov_library_undelete (library, second, &error));
  assert_current (library, second);
  g_assert_true (ov_library_remove (library, second, &error));
  assert_current (library, NULL);
  g_free (fixture_add_run (library, N_EPOCHS));
  assert_current (library, NULL);

  g_assert_false (ov_library_set_current (library, second, &error));
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING);
}

/* Epochs come in order and once, or nothing of an update is kept. */
static void
test_all_or_nothing (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = fixture_make_record ("linear", N_EPOCHS);
  g_autofree char *id = fixture_add (library, record);
  const OvEpoch twice[] = {fixture_make_epoch (N_EPOCHS), fixture_make_epoch (N_EPOCHS)};
  const OvEpoch gap = fixture_make_epoch (N_EPOCHS + 1);
  const OvRunUpdate updates[] = {
    {.epochs = twice, .n_epochs = 2, .exact_from = OV_EPOCH_NEVER},
    {.epochs = &gap, .n_epochs = 1, .exact_from = OV_EPOCH_NEVER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      g_autoptr (OvRunRecord) loaded = NULL;
      g_autoptr (OvRunEntry) entry = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (ov_library_append (library, id, &updates[i], &error));
      g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_FAILED);
      g_clear_error (&error);
      loaded = fixture_load (library, id);
      fixture_assert_record (loaded, record);
      entry = ov_library_find (library, id, &error);
      g_assert_cmpuint (entry->n_epochs, ==, N_EPOCHS);
    }
}

/* What a program that was killed has left ends, and what is running does not. */
static void
test_abandoned (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (OvRunEntry) later = NULL;
  g_autoptr (GError) error = NULL;

  entry = ov_library_find (library, id, &error);
  g_assert_true (ov_library_end_abandoned (library, entry->written, &error));
  later = ov_library_find (library, id, &error);
  g_assert_cmpint (later->outcome, ==, OV_OUTCOME_NONE);
  g_clear_pointer (&later, ov_run_entry_free);

  g_assert_true (ov_library_end_abandoned (library, entry->written + 1, &error));
  later = ov_library_find (library, id, &error);
  g_assert_cmpint (later->outcome, ==, OV_OUTCOME_CANCELLED);
}

/* A library that is shared is one file again when it is closed; a file of its own always is. */
static void
test_files (void)
{
  g_autoptr (OvLibrary) shared = fixture_open_library ("runs.db",
                                                       OV_LIBRARY_CREATE | OV_LIBRARY_SHARED);
  g_autoptr (OvLibrary) single = fixture_open_library ("one.overshoot", OV_LIBRARY_CREATE);

  g_free (fixture_add_run (shared, N_EPOCHS));
  g_free (fixture_add_run (single, N_EPOCHS));
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 4);
  g_clear_pointer (&shared, ov_library_free);
  g_assert_cmpuint (fixture_count_files (own_folder), ==, 2);
}

/* Who opens a library otherwise than those who have it open goes on as they do, at once. */
static void
test_ways (void)
{
  static const OvLibraryFlags ways[] = {0, OV_LIBRARY_SHARED};

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const char *name = i == 0 ? "one.db" : "two.db";
      g_autoptr (OvLibrary) first = fixture_open_library (name, OV_LIBRARY_CREATE | ways[i]);
      g_autofree char *id = fixture_add_run (first, N_EPOCHS);
      g_autoptr (OvLibrary) second = fixture_open_library (name, ways[1 - i]);
      g_autofree char *other = fixture_add_run (second, N_EPOCHS);

      g_free (fixture_add_run (first, N_EPOCHS));
      g_assert_cmpuint (count (first), ==, 3);
      g_assert_cmpuint (count (second), ==, 3);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library/record", test_record);
  fixture_add_in_folder ("/library/entry", test_entry);
  fixture_add_in_folder ("/library/summary", test_summary);
  fixture_add_in_folder ("/library/edit", test_edit);
  fixture_add_in_folder ("/library/current", test_current);
  fixture_add_in_folder ("/library/all-or-nothing", test_all_or_nothing);
  fixture_add_in_folder ("/library/abandoned", test_abandoned);
  fixture_add_in_folder ("/library/ways", test_ways);
  fixture_add_in_folder ("/library/files", test_files);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a library was given comes back bit for bit, whoever opens it: all but the sign of zero. */

#include <glib/gstdio.h>
#include <math.h>

#include "folder-fixture.h"
#include "run-fixture.h"

#define N_EPOCHS 12

static void
test_epochs (void)
{
  static const double special[] = {NAN, INFINITY, -INFINITY, 0.0, 5e-324, 1.7976931348623157e308,
                                   3.0, -1e15, 0x1p53, 0x1.fffffffffffffp0};
  g_autofree char *id = NULL;
  g_autoptr (OvHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);

    id = fixture_add_run (library, 2);
    fixture_append (library, id, 2, N_EPOCHS - 2);
    for (guint i = 0; i < G_N_ELEMENTS (special); i++)
      {
        const double value = special[i];
        const OvEpoch epoch = {N_EPOCHS + i, value, value, value, value, value, value, value};
        const OvRunUpdate update = {.epochs = &epoch, .n_epochs = 1};

        ov_library_append (library, id, &update, &error);
        g_assert_no_error (error);
      }
  }

  {
    g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_UNTRUSTED);

    history = ov_library_load_history (library, id, &error);
    g_assert_no_error (error);
  }

  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, N_EPOCHS + G_N_ELEMENTS (special));
  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    {
      const double value = i < N_EPOCHS ? 0.0 : special[i - N_EPOCHS];
      const OvEpoch expected = i < N_EPOCHS
                                 ? fixture_make_epoch (i)
                                 : (OvEpoch) {i, value, value, value, value, value, value, value};

      fixture_assert_epoch (ov_history_get_epoch (history, i), &expected);
    }
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
      OvRunEntry *entry = fixture_make_entry (presets[i]);

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
  g_autofree char *id = fixture_add_run (library, 1);
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < N_EPOCHS; i++)
    {
      g_autoptr (OvHistory) history = NULL;
      g_autoptr (OvRunEntry) entry = NULL;
      const OvEpoch *best;

      fixture_append (library, id, i, 1);
      history = ov_library_load_history (library, id, &error);
      g_assert_no_error (error);
      entry = ov_library_find (library, id, &error);
      g_assert_no_error (error);
      best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);

      g_assert_cmpuint (entry->n_epochs, ==, i + 1);
      g_assert_cmpuint (entry->best_epoch, ==, best->index);
      g_assert_cmpfloat (entry->best_test_accuracy, ==, best->test_accuracy);
      g_assert_cmpfloat (entry->last_train_loss, ==, ov_history_get_last (history)->train_loss);
      g_assert_cmpfloat (entry->last_test_loss, ==, ov_history_get_last (history)->test_loss);
      g_assert_cmpfloat (entry->seconds, ==, ov_history_get_seconds (history));
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
  g_autoptr (OvHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_library_rename (library, id, "A name", &error));
  g_assert_true (ov_library_set_colour (library, id, 5, &error));
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
  history = ov_library_load_history (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, N_EPOCHS);

  g_assert_true (ov_library_delete (library, id, &error));
  g_assert_true (ov_library_purge (library, G_MAXINT64, &error));
  g_assert_false (ov_library_undelete (library, id, &error));
  g_assert_error (error, OV_LIBRARY_ERROR, OV_LIBRARY_ERROR_MISSING);
  g_assert_cmpuint (count (library), ==, 1);
}

/* Epochs come in order and once, or nothing of them is kept. */
static void
test_all_or_nothing (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  const OvEpoch epochs[] = {fixture_make_epoch (N_EPOCHS), fixture_make_epoch (N_EPOCHS - 1)};
  const OvRunUpdate update = {.epochs = epochs, .n_epochs = G_N_ELEMENTS (epochs)};
  g_autoptr (OvHistory) history = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_library_append (library, id, &update, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  history = ov_library_load_history (library, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, N_EPOCHS);
  entry = ov_library_find (library, id, &error);
  g_assert_cmpuint (entry->n_epochs, ==, N_EPOCHS);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library/epochs", test_epochs);
  fixture_add_in_folder ("/library/entry", test_entry);
  fixture_add_in_folder ("/library/summary", test_summary);
  fixture_add_in_folder ("/library/edit", test_edit);
  fixture_add_in_folder ("/library/all-or-nothing", test_all_or_nothing);
  fixture_add_in_folder ("/library/files", test_files);

  return g_test_run ();
}

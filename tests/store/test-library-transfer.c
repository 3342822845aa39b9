/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs go from a library to another, and what is the same stays one. */

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "error.h"
#include "file-writer.h"
#include "folder-fixture.h"
#include "run-fixture.h"

#define N_EPOCHS 12

static char *
in_folder (const char *name)
{
  return g_build_filename (own_folder, name, NULL);
}

static void
export_runs (OvLibrary  *library,
             const char *id,
             const char *name)
{
  const char *const ids[] = {id, NULL};
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;

  ov_library_export (library, id != NULL ? ids : NULL, path, &error);
  g_assert_no_error (error);
}

static void
import (OvLibrary  *library,
        const char *name,
        guint       n_added,
        guint       n_longer,
        guint       n_known)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) added_ids = g_ptr_array_new_with_free_func (g_free);
  OvLibraryImport counts = {.ids = ids, .added_ids = added_ids};

  ov_library_import (library, path, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, n_added + n_longer + n_known);
  g_assert_cmpuint (added_ids->len, ==, n_added);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (OvRunEntry) entry = ov_library_find (library, ids->pdata[i], &error);

      g_assert_no_error (error);
      g_assert_false (entry->is_deleted);
    }
  g_assert_cmpuint (counts.n_added, ==, n_added);
  g_assert_cmpuint (counts.n_longer, ==, n_longer);
  g_assert_cmpuint (counts.n_known, ==, n_known);
}

static guint
count (OvLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, &error);

  g_assert_no_error (error);

  return entries->len;
}

static OvRunRecord *
make_ended (const char *preset,
            guint       n_epochs,
            OvOutcome   outcome)
{
  OvRunRecord *record = fixture_make_record (preset, n_epochs);

  record->outcome = outcome;

  return record;
}

/* Two of three go by mail, with their states, and are what they were. */
static void
test_round_trip (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) other = fixture_open_library ("other.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = make_ended ("cnn", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autofree char *id = fixture_add (library, record);
  g_autofree char *running = fixture_add_run (library, 3);
  g_autofree char *path = in_folder ("two.overshoot");
  const char *const ids[] = {id, running, NULL};
  g_autoptr (GBytes) state = g_bytes_new_static ("state", 5);
  g_autoptr (GBytes) loaded_state = NULL;
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  guint epoch;

  g_free (fixture_add_run (library, 4));
  g_assert_true (ov_library_rename (library, id, "The best", &error));
  g_assert_true (ov_library_put_checkpoint (library, id, 8, state, NULL, &error));
  g_assert_true (ov_library_export (library, ids, path, &error));
  g_assert_no_error (error);

  import (other, "two.overshoot", 2, 0, 0);
  g_assert_cmpuint (count (other), ==, 2);
  loaded = fixture_load (other, id);
  fixture_assert_record (loaded, record);
  entry = ov_library_find (other, id, &error);
  g_assert_cmpstr (entry->name, ==, "The best");
  g_assert_cmpstr (entry->source, ==, "two.overshoot");
  loaded_state = ov_library_load_checkpoint (other, id, N_EPOCHS, &epoch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (epoch, ==, 8);
  g_assert_true (g_bytes_equal (loaded_state, state));

  /* Nobody runs a copy. */
  g_clear_pointer (&entry, ov_run_entry_free);
  entry = ov_library_find (other, running, &error);
  g_assert_cmpint (entry->outcome, ==, OV_OUTCOME_CANCELLED);
  import (other, "two.overshoot", 0, 0, 2);
  g_assert_cmpuint (count (other), ==, 2);
}

/* A file with one run, in a colour. Returns its UUID. */
static char *
export_coloured (const char *name,
                 const char *preset,
                 gboolean    is_set)
{
  g_autoptr (OvLibrary) library = fixture_open_library (name, OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = make_ended (preset, 3, OV_OUTCOME_FINISHED);
  g_autofree char *file = g_strconcat (name, ".overshoot", NULL);
  char *id = fixture_add (library, record);
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_library_set_colour (library, id, 5, is_set, &error));
  export_runs (library, NULL, file);

  return id;
}

/* Two people's runs may have the same colour by chance; one that somebody has chosen stays. */
static void
test_colours (void)
{
  static const struct
  {
    const char *name;
    const char *preset;
    gboolean is_set;
    guint expected;
  } files[] = {
    {"first", "linear", FALSE, 5},
    {"second", "cnn", FALSE, OV_RUN_ENTRY_NO_COLOUR},
    {"third", "two-layer-gd", TRUE, 5},
  };
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *id = export_coloured (files[i].name, files[i].preset, files[i].is_set);
      g_autofree char *file = g_strconcat (files[i].name, ".overshoot", NULL);
      g_autoptr (OvRunEntry) entry = NULL;
      g_autoptr (GError) error = NULL;

      import (target, file, 1, 0, 0);
      entry = ov_library_find (target, id, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (entry->colour, ==, files[i].expected);
      g_assert_cmpint (entry->is_colour_set, ==, files[i].is_set);
    }
}

/* Of two records of one run the longer one is kept, whichever comes first. */
static void
test_repeat (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) aborted = make_ended ("linear", 4, OV_OUTCOME_CANCELLED);
  g_autoptr (OvRunRecord) whole = make_ended ("linear", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autofree char *short_id = fixture_add (library, aborted);
  g_autofree char *long_id = fixture_add (library, whole);
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_library_rename (library, long_id, "Later", &error));
  export_runs (library, short_id, "short.overshoot");
  export_runs (library, long_id, "long.overshoot");

  import (target, "short.overshoot", 1, 0, 0);
  import (target, "long.overshoot", 0, 1, 0);
  import (target, "short.overshoot", 0, 0, 1);
  import (target, "long.overshoot", 0, 0, 1);
  g_assert_cmpuint (count (target), ==, 1);
  loaded = fixture_load (target, short_id);
  fixture_assert_record (loaded, whole);
  entry = ov_library_find (target, short_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entry->n_epochs, ==, N_EPOCHS);
  g_assert_cmpint (entry->outcome, ==, OV_OUTCOME_FINISHED);
  g_assert_cmpstr (entry->name, ==, "Later");
}

static char *
merge (OvLibrary  *library,
       const char *id)
{
  g_autoptr (GError) error = NULL;
  char *kept = NULL;

  ov_library_merge_repeat (library, id, &kept, &error);
  g_assert_no_error (error);

  return kept;
}

/* A run that was made again is one entry with the earlier one. */
static void
test_merge (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) aborted = make_ended ("linear", 4, OV_OUTCOME_CANCELLED);
  g_autoptr (OvRunRecord) whole = make_ended ("linear", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autoptr (OvRunRecord) other = make_ended ("cnn", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autofree char *first = fixture_add (library, aborted);
  g_autofree char *second = fixture_add (library, whole);
  g_autofree char *different = fixture_add (library, other);
  g_autofree char *running = fixture_add_run (library, N_EPOCHS);
  g_autofree char *kept_first = merge (library, different);
  g_autofree char *kept_running = merge (library, running);
  g_autofree char *kept = NULL;
  g_autoptr (GBytes) state = g_bytes_new_static ("state", 5);
  g_autoptr (GArray) epochs = NULL;
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvRunEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kept_first, ==, different);
  g_assert_cmpstr (kept_running, ==, running);
  g_assert_cmpuint (count (library), ==, 4);

  g_assert_true (ov_library_put_checkpoint (library, second, 9, state, NULL, &error));
  g_assert_true (ov_library_set_pinned (library, second, TRUE, &error));
  kept = merge (library, second);
  g_assert_cmpstr (kept, ==, first);
  g_assert_cmpuint (count (library), ==, 3);
  loaded = fixture_load (library, first);
  fixture_assert_record (loaded, whole);
  entry = ov_library_find (library, first, &error);
  g_assert_true (entry->is_pinned);
  epochs = ov_library_list_checkpoints (library, first, &error);
  g_assert_cmpuint (epochs->len, ==, 1);
}

/* What differs in a number, or in what computed it, is another run. */
static void
test_no_repeat (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);
  OvEpoch off = fixture_make_epoch (4);

  g_free (fixture_add_run (library, 4));
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (OvRunRecord) record = make_ended ("linear", 4, OV_OUTCOME_FINISHED);

      if (i == 0)
        {
          off.test_loss += 1e-15;
          ov_history_append (record->history, &off);
          off = fixture_make_epoch (4);
        }
      else if (i == 1)
        ov_history_append (record->history, &off);
      else if (i == 2)
        record->n_threads = 3;
      else
        record->recipe.seed++;
      g_free (fixture_add (library, record));
    }

  export_runs (library, NULL, "all.overshoot");
  /* The second of those with five epochs is one with that of four. */
  import (target, "all.overshoot", 4, 1, 0);
  g_assert_cmpuint (count (target), ==, 4);
}

/* A run that was deleted and comes again is wanted again. */
static void
test_deleted (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) record = make_ended ("linear", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autofree char *id = fixture_add (library, record);
  g_autoptr (GError) error = NULL;

  export_runs (library, NULL, "all.overshoot");
  g_assert_true (ov_library_delete (library, id, &error));
  g_assert_cmpuint (count (library), ==, 0);
  import (library, "all.overshoot", 1, 0, 0);
  g_assert_cmpuint (count (library), ==, 1);
}

static void
assert_refused (OvLibrary  *library,
                const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_library_export (library, NULL, path, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
}

/* Nothing is written over that is no old file of runs. */
static void
test_places (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autofree char *id = fixture_add_run (library, N_EPOCHS);
  g_autofree char *fifo = in_folder ("fifo");
  g_autofree char *link = in_folder ("link");
  g_autofree char *nowhere = in_folder ("nowhere/runs.overshoot");
  g_autoptr (OvRunRecord) record = NULL;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("runs.db", link), ==, 0);
  assert_refused (library, own_folder);
  assert_refused (library, fifo);
  assert_refused (library, "/dev/null");
  assert_refused (library, nowhere);
  assert_refused (library, link);
  assert_refused (library, ov_library_get_path (library));
  record = fixture_load (library, id);
  g_assert_cmpuint (ov_history_get_n_epochs (record->history), ==, N_EPOCHS);
}

/* What was measured of a run is there whichever of its repeats it was measured of. */
static void
test_measured (void)
{
  g_autoptr (OvLibrary) library = fixture_open_library ("runs.db", OV_LIBRARY_CREATE);
  g_autoptr (OvLibrary) target = fixture_open_library ("target.db", OV_LIBRARY_CREATE);
  g_autoptr (OvRunRecord) bare = make_ended ("linear", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autoptr (OvRunRecord) measured = make_ended ("linear", N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autoptr (OvRunRecord) longer = make_ended ("linear", 2 * N_EPOCHS, OV_OUTCOME_FINISHED);
  g_autofree char *bare_id = NULL;
  g_autofree char *measured_id = fixture_add (library, measured);
  g_autofree char *longer_id = NULL;
  g_autoptr (OvRunRecord) loaded = NULL;
  g_autoptr (OvRunRecord) replaced = NULL;

  for (guint i = 0; i < 2; i++)
    {
      OvRunRecord *record = i == 0 ? bare : longer;

      g_array_set_size (record->sharpness->points, 0);
      g_array_set_size (record->readings->points, 0);
    }
  bare_id = fixture_add (library, bare);
  longer_id = fixture_add (library, longer);
  export_runs (library, bare_id, "bare.overshoot");
  export_runs (library, measured_id, "measured.overshoot");
  export_runs (library, longer_id, "longer.overshoot");

  import (target, "bare.overshoot", 1, 0, 0);
  import (target, "measured.overshoot", 0, 0, 1);
  loaded = fixture_load (target, bare_id);
  fixture_assert_record (loaded, measured);

  import (target, "bare.overshoot", 0, 0, 1);
  import (target, "longer.overshoot", 0, 1, 0);
  replaced = fixture_load (target, bare_id);
  g_assert_cmpuint (ov_history_get_n_epochs (replaced->history), ==, 2 * N_EPOCHS);
  g_assert_cmpuint (replaced->readings->points->len, ==, measured->readings->points->len);
  g_assert_cmpuint (replaced->sharpness->points->len, ==, measured->sharpness->points->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  fixture_add_in_folder ("/library-transfer/round-trip", test_round_trip);
  fixture_add_in_folder ("/library-transfer/colours", test_colours);
  fixture_add_in_folder ("/library-transfer/repeat", test_repeat);
  fixture_add_in_folder ("/library-transfer/measured", test_measured);
  fixture_add_in_folder ("/library-transfer/merge", test_merge);
  fixture_add_in_folder ("/library-transfer/no-repeat", test_no_repeat);
  fixture_add_in_folder ("/library-transfer/deleted", test_deleted);
  fixture_add_in_folder ("/library-transfer/places", test_places);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-keeper-private.h"

#include <glib/gstdio.h>

#include "keeper-fixture.h"
#include "library.h"
#include "run-witness.h"

#define N_MANY 53
#define N_SHOWN 50

static OvRunItem *
begin (KeeperFixture *fixture, double learning_rate, guint n_epochs)
{
  return keeper_fixture_begin (fixture, learning_rate, n_epochs, "data");
}

static guint
count (KeeperFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->collection));
}

/* What is there after a restart is what was there before, to the last bit. */
static void
test_reopen (void)
{
  KeeperFixture fixture;
  OvRunItem *item;
  g_autofree char *id = NULL;
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));
  OvRunFacts facts;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  item = keeper_fixture_add_run (&fixture, 1e-3, 12);
  for (guint i = 0; i < 12; i++)
    g_array_append_vals (
      epochs, ov_history_get_epoch (ov_run_get_history (ov_run_item_get_run (item)), i), 1);
  facts = *ov_run_item_get_facts (item);
  id = g_strdup (ov_run_item_get_id (item));
  ov_run_item_set_name (item, "The first of all");
  ov_run_item_set_slot (item, 6);
  ov_run_item_set_pinned (item, TRUE);
  keeper_fixture_add_run (&fixture, 2e-3, 3);
  keeper_fixture_close (&fixture);
  g_assert_null (fixture.message);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  item = keeper_fixture_get_item (&fixture, 1);
  g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "The first of all");
  g_assert_cmpuint (ov_run_item_get_slot (item), ==, 6);
  g_assert_true (ov_run_item_is_pinned (item));
  g_assert_null (ov_run_item_get_run (item));
  wait_in_context (NULL, ov_run_item_get_facts (item)->diagnosis == facts.diagnosis
                           && ov_run_item_get_facts (item)->best_loss == facts.best_loss);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 12);
  g_assert_cmpint (ov_run_item_get_facts (item)->outcome, ==, OV_OUTCOME_FINISHED);
  g_assert_cmpfloat (ov_run_item_get_facts (item)->best_accuracy, ==, facts.best_accuracy);

  /* Its curves come when there is something to compare them with. */
  keeper_fixture_add_run (&fixture, 3e-3, 3);
  ov_run_keeper_load (fixture.keeper, item);
  wait_in_context (NULL, ov_run_item_get_run (item) != NULL);
  g_assert_true (ov_run_has_ended (ov_run_item_get_run (item)));
  for (guint i = 0; i < 12; i++)
    {
      const OvEpoch *was = &g_array_index (epochs, OvEpoch, i);
      const OvEpoch *is =
        ov_history_get_epoch (ov_run_get_history (ov_run_item_get_run (item)), i);

      g_assert_cmpuint (is->index, ==, was->index);
      g_assert_cmpfloat (is->learning_rate, ==, was->learning_rate);
      g_assert_cmpfloat (is->train_loss, ==, was->train_loss);
      g_assert_cmpfloat (is->train_accuracy, ==, was->train_accuracy);
      g_assert_cmpfloat (is->test_loss, ==, was->test_loss);
      g_assert_cmpfloat (is->test_accuracy, ==, was->test_accuracy);
      g_assert_cmpfloat (is->seconds, ==, was->seconds);
    }
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* However many were on the charts, the newest are again, and no more than can be told apart. */
static void
test_many (void)
{
  KeeperFixture fixture;
  GListModel *behind;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  for (guint i = 0; i < N_MANY; i++)
    keeper_fixture_add_run (&fixture, 1e-4 * (i + 1), 2);
  for (guint i = 0; i < N_MANY; i++)
    ov_run_item_set_shown (keeper_fixture_get_item (&fixture, i), TRUE);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  keeper_fixture_add_run (&fixture, 1.0, 2);
  g_assert_cmpuint (count (&fixture), ==, N_MANY + 1);
  behind = ov_run_collection_get_behind (fixture.collection);
  wait_in_context (NULL, g_list_model_get_n_items (behind) == N_SHOWN);
  for (guint i = 1; i <= N_MANY; i++)
    g_assert_true (ov_run_item_is_shown (keeper_fixture_get_item (&fixture, i)) == (i <= N_SHOWN));
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

static void
set_colours (KeeperFixture *fixture, guint colour)
{
  g_autoptr (OvLibrary) library = ov_library_open (fixture->path, 0, NULL);
  g_autoptr (GPtrArray) entries = ov_library_list (library, NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    ov_library_set_colour (library, ((OvRunEntry *) entries->pdata[i])->id, colour, FALSE, NULL);
}

/* Running the last recipe again when the program starts makes no second run of it, and one that is
 * broken off leaves the longer one. One without a colour leaves it its own. */
static void
test_repeat (void)
{
  KeeperFixture fixture;
  OvRunItem *item;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  ov_run_item_set_name (keeper_fixture_add_run (&fixture, 1e-3, 8), "Mine");
  keeper_fixture_close (&fixture);
  set_colours (&fixture, OV_RUN_ENTRY_NO_COLOUR + 1);

  fixture.collection = ov_run_collection_new (2, 6);
  fixture.keeper = ov_run_keeper_new (fixture.collection, fixture.path);
  item = begin (&fixture, 1e-3, 8);
  ov_run_keeper_open (fixture.keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (fixture.keeper));
  g_assert_cmpuint (count (&fixture), ==, 1);
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "Mine");
  g_assert_cmpuint (ov_run_item_get_slot (item), ==, 2);
  ov_run_cancel (ov_run_item_get_run (item));
  keeper_fixture_add_run (&fixture, 2e-3, 3);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 8);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  g_assert_cmpuint (ov_run_item_get_facts (keeper_fixture_get_item (&fixture, 1))->n_epochs, ==, 8);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* A run that was broken off and is run again is the same run of the library. */
static void
test_further (void)
{
  KeeperFixture fixture;
  OvRunItem *item;
  g_autofree char *id = NULL;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  item = begin (&fixture, 1e-3, 8);
  id = g_strdup (ov_run_item_get_id (item));
  ov_run_item_set_name (item, "Mine");
  ov_run_step (ov_run_item_get_run (item));
  wait_in_context (NULL, ov_run_item_get_facts (item)->n_epochs == 1);
  ov_run_finish (ov_run_item_get_run (item), G_MAXINT64);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (ov_run_item_get_facts (keeper_fixture_get_item (&fixture, 0))->n_epochs, ==, 1);
  item = keeper_fixture_add_run (&fixture, 1e-3, 8);
  g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 1);
  item = keeper_fixture_get_item (&fixture, 0);
  g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "Mine");
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 8);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* A run on other data has its curves, but no data, and stands beside those with the same only. */
static void
test_other_data (void)
{
  KeeperFixture fixture;
  GListModel *behind;
  OvRunItem *item, *other;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  keeper_fixture_add_run (&fixture, 1e-3, 5);
  keeper_fixture_add_run (&fixture, 2e-3, 5);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  behind = ov_run_collection_get_behind (fixture.collection);
  item = keeper_fixture_get_item (&fixture, 0);
  other = keeper_fixture_get_item (&fixture, 1);
  keeper_fixture_begin (&fixture, 3e-3, 5, "other data");
  g_assert_false (ov_run_item_is_shown (item));
  ov_run_item_set_shown (other, TRUE);
  g_assert_null (ov_run_item_get_run (other));
  ov_run_keeper_load (fixture.keeper, item);
  wait_in_context (NULL, ov_run_item_get_run (item) != NULL);
  g_assert_null (ov_run_get_dataset (ov_run_item_get_run (item)));
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (ov_run_item_get_run (item))), ==,
                    5);
  g_assert_cmpuint (g_list_model_get_n_items (behind), ==, 0);

  ov_run_collection_set_front (fixture.collection, item);
  wait_in_context (NULL, g_list_model_get_n_items (behind) == 1);
  g_assert_nonnull (ov_run_item_get_run (other));
  ov_run_collection_set_front (fixture.collection, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (behind), ==, 0);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

static void
test_delete (void)
{
  KeeperFixture fixture;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  for (guint i = 1; i <= 3; i++)
    keeper_fixture_add_run (&fixture, 1e-3 * i, 3);
  g_ptr_array_add (items, keeper_fixture_get_item (&fixture, 2));
  g_ptr_array_add (items, keeper_fixture_get_item (&fixture, 1));
  ov_run_keeper_delete (fixture.keeper, items);
  g_ptr_array_remove_index (items, 1);
  ov_run_keeper_undelete (fixture.keeper, items);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  g_assert_cmpfloat (ov_run_item_get_recipe (keeper_fixture_get_item (&fixture, 1))->learning_rate,
                     ==, 1e-3);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

typedef struct
{
  OvCheckpoint *checkpoint;
  GError       *error;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->checkpoint = ov_run_keeper_find_checkpoint_finish (result, &answer->error);
}

static OvCheckpoint *
find (KeeperFixture *fixture, OvRunItem *item, guint at_most)
{
  Answer answer = {0};

  ov_run_keeper_find_checkpoint (fixture->keeper, item, at_most, NULL, found_cb, &answer);
  wait_in_context (NULL, answer.checkpoint != NULL || answer.error != NULL);
  if (answer.checkpoint == NULL)
    g_assert_cmpuint (at_most, ==, 0);
  g_clear_error (&answer.error);

  return answer.checkpoint;
}

static gboolean
has_epoch (const GArray *epochs, guint n_epochs)
{
  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    if (g_array_index (epochs, guint, i) == n_epochs)
      return TRUE;

  return FALSE;
}

/* After how many epochs, of at most @most, there are states in memory or in the library. */
static GArray *
list_states (KeeperFixture *fixture, OvRunItem *item, guint most)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  OvRun *run = ov_run_item_get_run (item);
  g_autoptr (OvLibrary) library =
    ov_library_open (fixture->path, OV_LIBRARY_READ_ONLY | OV_LIBRARY_SHARED, NULL);
  g_autoptr (GArray) kept = NULL;

  if (library != NULL)
    kept = ov_library_list_checkpoints (library, ov_run_item_get_id (item), NULL);
  for (guint n = 1; n <= most; n++)
    {
      const OvCheckpoint *held =
        run != NULL ? ov_checkpoint_cache_find (fixture->keeper->states, ov_run_get_record (run), n)
                    : NULL;

      if (has_epoch (kept, n) || (held != NULL && ov_checkpoint_get_n_epochs (held) == n))
        g_array_append_val (epochs, n);
    }

  return epochs;
}

/* All that the list says can be found, and nothing of it is later than it was asked for. */
static void
assert_states (KeeperFixture *fixture, OvRunItem *item, guint n_epochs)
{
  g_autoptr (GArray) epochs = list_states (fixture, item, n_epochs);

  g_assert_cmpuint (epochs->len, >, 1);
  g_assert_cmpuint (g_array_index (epochs, guint, epochs->len - 1), ==, n_epochs);
  for (guint i = 0; i < epochs->len; i++)
    {
      const guint n = g_array_index (epochs, guint, i);
      g_autoptr (OvCheckpoint) exact = find (fixture, item, n);
      g_autoptr (OvCheckpoint) before = find (fixture, item, n - 1);

      g_assert_cmpuint (ov_checkpoint_get_n_epochs (exact), ==, n);
      if (i == 0)
        g_assert_null (before);
      else
        g_assert_cmpuint (ov_checkpoint_get_n_epochs (before), ==,
                          g_array_index (epochs, guint, i - 1));
    }
}

/* The states of a run are there while it is the current one, when it is no longer that, and when
 * the program starts again; the same at any time. */
static void
test_states (void)
{
  KeeperFixture fixture;
  OvRunItem *item;
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  g_autoptr (GBytes) state = NULL;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  item = keeper_fixture_add_run (&fixture, 1e-3, 12);
  assert_states (&fixture, item, 12);
  checkpoint = find (&fixture, item, 12);
  state = ov_checkpoint_to_bytes (checkpoint);
  keeper_fixture_add_run (&fixture, 2e-3, 3);
  assert_states (&fixture, item, 12);
  keeper_fixture_close (&fixture);

  keeper_fixture_open (&fixture);
  item = keeper_fixture_get_item (&fixture, 1);
  assert_states (&fixture, item, 12);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OvCheckpoint) again = find (&fixture, item, i == 0 ? 12 : G_MAXINT);
      g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (again);

      g_assert_true (g_bytes_equal (bytes, state));
    }
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* What is left in the middle when the program ends is kept to its last epoch, without a main loop,
 * and found again. One that has come to its end is not left. */
static void
test_left (void)
{
  KeeperFixture fixture;
  OvRunItem *item;
  OvRun *run;
  g_autofree char *id = NULL;
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  guint n_epochs;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  keeper_fixture_add_run (&fixture, 1e-3, 3);
  keeper_fixture_close (&fixture);
  keeper_fixture_open (&fixture);
  g_assert_null (ov_run_keeper_find_left (fixture.keeper));
  item = begin (&fixture, 2e-3, WITNESS_ENDLESS);
  run = ov_run_item_get_run (item);
  ov_run_start (run);
  wait_in_context (NULL, ov_history_get_n_epochs (ov_run_get_history (run)) > 3);
  ov_run_finish (run, G_MAXINT64);
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_CANCELLED);
  n_epochs = ov_history_get_n_epochs (ov_run_get_history (run));
  id = g_strdup (ov_run_item_get_id (item));
  keeper_fixture_close (&fixture);
  keeper_fixture_open (&fixture);
  item = ov_run_keeper_find_left (fixture.keeper);
  g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, n_epochs);
  checkpoint = find (&fixture, item, G_MAXINT);
  g_assert_cmpuint (ov_checkpoint_get_n_epochs (checkpoint), ==, n_epochs);
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* Runs of another library are taken over into an empty one, as by the command line. */
static void
import_all (KeeperFixture *fixture)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file.overshoot", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvLibrary) from = ov_library_open (fixture->path, 0, &error);
  g_autoptr (OvLibrary) to = NULL;

  g_assert_no_error (error);
  g_assert_true (ov_library_export (from, NULL, file, &error));
  g_clear_pointer (&from, ov_library_free);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  to = ov_library_open (fixture->path, OV_LIBRARY_CREATE, &error);
  g_assert_true (ov_library_import (to, file, NULL, &error));
  g_assert_cmpint (g_remove (file), ==, 0);
}

/* A run from elsewhere stays what somebody else has made: who repeats it has a run of their own, on
 * the next day as well. It is none that the program was in the middle of. */
static void
test_imported (void)
{
  KeeperFixture fixture;
  OvRunItem *theirs, *own;
  g_autofree char *id = NULL;

  keeper_fixture_set_up (&fixture);
  keeper_fixture_open (&fixture);
  theirs = begin (&fixture, 1e-3, WITNESS_ENDLESS);
  id = g_strdup (ov_run_item_get_id (theirs));
  ov_run_start (ov_run_item_get_run (theirs));
  wait_in_context (NULL, ov_run_item_get_facts (theirs)->n_epochs > 2);
  ov_run_finish (ov_run_item_get_run (theirs), G_MAXINT64);
  keeper_fixture_close (&fixture);
  import_all (&fixture);

  keeper_fixture_open (&fixture);
  g_assert_null (ov_run_keeper_find_left (fixture.keeper));
  theirs = keeper_fixture_get_item (&fixture, 0);
  g_assert_cmpstr (ov_run_item_get_source (theirs), ==, "file.overshoot");
  own = begin (&fixture, 1e-3, WITNESS_ENDLESS);
  g_assert_true (own != theirs);
  ov_run_start (ov_run_item_get_run (own));
  wait_in_context (NULL, ov_run_item_get_facts (own)->n_epochs > 2);
  ov_run_finish (ov_run_item_get_run (own), G_MAXINT64);
  g_assert_cmpuint (count (&fixture), ==, 2);
  keeper_fixture_close (&fixture);
  keeper_fixture_open (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  theirs = keeper_fixture_get_item (&fixture, 1);
  g_assert_cmpstr (ov_run_item_get_id (theirs), ==, id);
  own = begin (&fixture, 1e-3, WITNESS_ENDLESS);
  g_assert_true (own == keeper_fixture_get_item (&fixture, 0));
  keeper_fixture_close (&fixture);
  keeper_fixture_tear_down (&fixture);
}

/* A file that is no library is said to be none, and stays as it is. */
static void
test_damaged (void)
{
  static const char text[] = "These are no runs. They have never been runs.\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  KeeperFixture fixture;

  keeper_fixture_set_up (&fixture);
  g_assert_true (g_file_set_contents (fixture.path, text, -1, &error));
  keeper_fixture_open (&fixture);
  g_assert_nonnull (fixture.message);
  keeper_fixture_add_run (&fixture, 1e-3, 3);
  g_assert_cmpuint (count (&fixture), ==, 1);
  assert_states (&fixture, keeper_fixture_get_item (&fixture, 0), 3);
  keeper_fixture_close (&fixture);
  g_assert_true (g_file_get_contents (fixture.path, &after, NULL, &error));
  g_assert_cmpstr (after, ==, text);
  keeper_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run-keeper/reopen", test_reopen);
  g_test_add_func ("/run-keeper/many", test_many);
  g_test_add_func ("/run-keeper/repeat", test_repeat);
  g_test_add_func ("/run-keeper/further", test_further);
  g_test_add_func ("/run-keeper/other-data", test_other_data);
  g_test_add_func ("/run-keeper/delete", test_delete);
  g_test_add_func ("/run-keeper/damaged", test_damaged);
  g_test_add_func ("/run-keeper/states", test_states);
  g_test_add_func ("/run-keeper/left", test_left);
  g_test_add_func ("/run-keeper/imported", test_imported);

  return witness_finish ();
}

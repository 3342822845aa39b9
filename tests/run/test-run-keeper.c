/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-keeper.h"

#include <glib/gstdio.h>
#include <string.h>

#include "library.h"
#include "run-witness.h"

#define N_MANY 53
#define N_SHOWN 50

typedef struct
{
  char            *folder;
  char            *path;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
  char            *message;
} Fixture;

static void
failed_cb (OvRunKeeper *keeper, const char *message, Fixture *fixture)
{
  g_free (fixture->message);
  fixture->message = g_strdup (message);
}

/* As when the program starts. */
static void
open_library (Fixture *fixture)
{
  fixture->collection = ov_run_collection_new (2, 6);
  fixture->keeper = ov_run_keeper_new (fixture->collection, fixture->path);
  g_signal_connect (fixture->keeper, "failed", G_CALLBACK (failed_cb), fixture);
  ov_run_keeper_open (fixture->keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (fixture->keeper));
}

/* As when it ends. */
static void
close_library (Fixture *fixture)
{
  g_object_run_dispose (G_OBJECT (fixture->keeper));
  g_clear_object (&fixture->keeper);
  g_assert_finalize_object (fixture->collection);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture) {0};
  fixture->folder = g_dir_make_tmp ("overshoot-keeper-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "runs.db", NULL);
}

static void
tear_down (Fixture *fixture)
{
  static const char *const endings[] = {"", "-wal", "-shm"};

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->message);
}

static OvRunItem *
begin (Fixture *fixture, double learning_rate, guint n_epochs)
{
  OvRecipe recipe;
  g_autoptr (OvRun) run = NULL;

  witness_init_recipe (&recipe, n_epochs);
  recipe.learning_rate = learning_rate;
  run = ov_run_new (&recipe, witness_get_dataset (), 1);

  return ov_run_collection_begin (fixture->collection, run, "data");
}

static OvRunItem *
add_run (Fixture *fixture, double learning_rate, guint n_epochs)
{
  OvRunItem *item = begin (fixture, learning_rate, n_epochs);

  ov_run_start (ov_run_item_get_run (item));
  wait_in_context (NULL, ov_run_has_ended (ov_run_item_get_run (item)));

  return item;
}

static OvRunItem *
get_item (Fixture *fixture, guint place)
{
  OvRunItem *item = g_list_model_get_item (G_LIST_MODEL (fixture->collection), place);

  g_assert_nonnull (item);
  g_object_unref (item);

  return item;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->collection));
}

/* What is there after a restart is what was there before, to the last bit. */
static void
test_reopen (void)
{
  Fixture fixture;
  OvRunItem *item;
  g_autofree char *id = NULL;
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));
  OvRunFacts facts;

  set_up (&fixture);
  open_library (&fixture);
  item = add_run (&fixture, 1e-3, 12);
  for (guint i = 0; i < 12; i++)
    g_array_append_vals (
      epochs, ov_history_get_epoch (ov_run_get_history (ov_run_item_get_run (item)), i), 1);
  facts = *ov_run_item_get_facts (item);
  id = g_strdup (ov_run_item_get_id (item));
  ov_run_item_set_name (item, "The first of all");
  ov_run_item_set_slot (item, 6);
  ov_run_item_set_pinned (item, TRUE);
  add_run (&fixture, 2e-3, 3);
  close_library (&fixture);
  g_assert_null (fixture.message);

  open_library (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  item = get_item (&fixture, 1);
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
  add_run (&fixture, 3e-3, 3);
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
  close_library (&fixture);
  tear_down (&fixture);
}

/* However many were on the charts, the newest are again, and no more than can be told apart. */
static void
test_many (void)
{
  Fixture fixture;
  GListModel *behind;

  set_up (&fixture);
  open_library (&fixture);
  for (guint i = 0; i < N_MANY; i++)
    add_run (&fixture, 1e-4 * (i + 1), 2);
  for (guint i = 0; i < N_MANY; i++)
    ov_run_item_set_shown (get_item (&fixture, i), TRUE);
  close_library (&fixture);

  open_library (&fixture);
  add_run (&fixture, 1.0, 2);
  g_assert_cmpuint (count (&fixture), ==, N_MANY + 1);
  behind = ov_run_collection_get_behind (fixture.collection);
  wait_in_context (NULL, g_list_model_get_n_items (behind) == N_SHOWN);
  for (guint i = 1; i <= N_MANY; i++)
    g_assert_true (ov_run_item_is_shown (get_item (&fixture, i)) == (i <= N_SHOWN));
  close_library (&fixture);
  tear_down (&fixture);
}

/* Running the last recipe again when the program starts makes no second run of it, and one that is
 * broken off leaves the longer one. */
static void
test_repeat (void)
{
  Fixture fixture;
  OvRunItem *item;

  set_up (&fixture);
  open_library (&fixture);
  ov_run_item_set_name (add_run (&fixture, 1e-3, 8), "Mine");
  close_library (&fixture);

  fixture.collection = ov_run_collection_new (2, 6);
  fixture.keeper = ov_run_keeper_new (fixture.collection, fixture.path);
  item = begin (&fixture, 1e-3, 8);
  ov_run_keeper_open (fixture.keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (fixture.keeper));
  g_assert_cmpuint (count (&fixture), ==, 1);
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "Mine");
  ov_run_cancel (ov_run_item_get_run (item));
  add_run (&fixture, 2e-3, 3);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 8);
  close_library (&fixture);

  open_library (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  g_assert_cmpuint (ov_run_item_get_facts (get_item (&fixture, 1))->n_epochs, ==, 8);
  close_library (&fixture);
  tear_down (&fixture);
}

static void
test_delete (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  set_up (&fixture);
  open_library (&fixture);
  for (guint i = 1; i <= 3; i++)
    add_run (&fixture, 1e-3 * i, 3);
  g_ptr_array_add (items, get_item (&fixture, 2));
  g_ptr_array_add (items, get_item (&fixture, 1));
  ov_run_keeper_delete (fixture.keeper, items);
  g_ptr_array_remove_index (items, 1);
  ov_run_keeper_undelete (fixture.keeper, items);
  close_library (&fixture);

  open_library (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  g_assert_cmpfloat (ov_run_item_get_recipe (get_item (&fixture, 1))->learning_rate, ==, 1e-3);
  close_library (&fixture);
  tear_down (&fixture);
}

/* A file that is no library is said to be none, and stays as it is. */
static void
test_damaged (void)
{
  static const char text[] = "These are no runs. They have never been runs.\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  Fixture fixture;

  set_up (&fixture);
  g_assert_true (g_file_set_contents (fixture.path, text, -1, &error));
  open_library (&fixture);
  g_assert_nonnull (fixture.message);
  add_run (&fixture, 1e-3, 3);
  g_assert_cmpuint (count (&fixture), ==, 1);
  close_library (&fixture);
  g_assert_true (g_file_get_contents (fixture.path, &after, NULL, &error));
  g_assert_cmpstr (after, ==, text);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run-keeper/reopen", test_reopen);
  g_test_add_func ("/run-keeper/many", test_many);
  g_test_add_func ("/run-keeper/repeat", test_repeat);
  g_test_add_func ("/run-keeper/delete", test_delete);
  g_test_add_func ("/run-keeper/damaged", test_damaged);

  return witness_finish ();
}

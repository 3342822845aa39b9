/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-collection.h"

#include "run-witness.h"

#define FIRST_SLOT 2
#define N_SLOTS 6

/* Trains a run to its end, or as far as it gets. */
static OvRun *
train (const OvRecipe *recipe)
{
  OvRun *run = ov_run_new (recipe, witness_get_dataset (), 1);

  ov_run_start (run);
  wait_in_context (NULL, ov_run_has_ended (run));

  return run;
}

static OvRecipe
make_recipe (double learning_rate, guint n_epochs)
{
  OvRecipe recipe;

  witness_init_recipe (&recipe, n_epochs);
  recipe.learning_rate = learning_rate;

  return recipe;
}

/* Begins a run, trains it, and returns its item. */
static OvRunItem *
add_run (OvRunCollection *collection, double learning_rate, guint n_epochs)
{
  const OvRecipe recipe = make_recipe (learning_rate, n_epochs);
  g_autoptr (OvRun) run = ov_run_new (&recipe, witness_get_dataset (), 1);
  OvRunItem *item = ov_run_collection_begin (collection, run, "data");

  ov_run_start (run);
  wait_in_context (NULL, ov_run_has_ended (run));
  g_assert_true (ov_run_item_get_run (item) == run);

  return item;
}

/* A run that is cancelled after it has had some epochs. */
static OvRunItem *
add_aborted_run (OvRunCollection *collection, double learning_rate, guint n_epochs)
{
  const OvRecipe recipe = make_recipe (learning_rate, WITNESS_ENDLESS);
  g_autoptr (OvRun) run = ov_run_new (&recipe, witness_get_dataset (), 1);
  OvRunItem *item = ov_run_collection_begin (collection, run, "data");

  ov_run_step (run);
  for (guint i = 1; i <= n_epochs; i++)
    {
      wait_in_context (NULL, ov_run_get_state (run) == OV_RUN_PAUSED);
      g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (run)), ==, i);
      if (i < n_epochs)
        ov_run_step (run);
    }
  ov_run_cancel (run);
  wait_in_context (NULL, ov_run_has_ended (run));

  return item;
}

static guint
count (gpointer model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static gboolean
is_behind (OvRunCollection *collection, OvRunItem *item)
{
  GListModel *behind = ov_run_collection_get_behind (collection);

  for (guint i = 0; i < count (behind); i++)
    {
      g_autoptr (OvRunItem) other = g_list_model_get_item (behind, i);

      if (other == item)
        return TRUE;
    }

  return FALSE;
}

static OvRunCollection *
make_collection (void)
{
  return ov_run_collection_new (FIRST_SLOT, N_SLOTS);
}

static void
test_names_and_colours (void)
{
  OvRunCollection *collection = make_collection ();
  guint slots = 0;

  for (guint i = 0; i < N_SLOTS; i++)
    {
      OvRunItem *item = add_run (collection, 1e-4 * (i + 1), 3);
      g_autofree char *name = g_strdup_printf ("Linear %u", i + 1);

      g_assert_cmpstr (ov_run_item_get_name (item), ==, name);
      g_assert_cmpuint (ov_run_item_get_slot (item), >=, FIRST_SLOT);
      g_assert_cmpuint (ov_run_item_get_slot (item), <, FIRST_SLOT + N_SLOTS);
      g_assert_cmpuint (slots & 1u << ov_run_item_get_slot (item), ==, 0);
      slots |= 1u << ov_run_item_get_slot (item);
      g_assert_true (ov_run_item_is_current (item));
      g_assert_true (ov_run_collection_get_current (collection) == item);
    }
  g_assert_cmpuint (count (collection), ==, N_SLOTS);
  g_assert_finalize_object (collection);
}

static void
test_rename (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *item = add_run (collection, 1e-3, 3);

  ov_run_item_set_name (item, "  The one with the tick ");
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "The one with the tick");
  ov_run_item_set_name (item, "   ");
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "The one with the tick");
  g_assert_cmpstr (ov_run_item_get_name (add_run (collection, 2e-3, 3)), ==, "Linear 1");
  g_assert_cmpstr (ov_run_item_get_name (item), ==, "The one with the tick");
  g_assert_finalize_object (collection);
}

static void
test_facts (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *item = add_run (collection, 1e-3, 12);
  const OvRunFacts *facts = ov_run_item_get_facts (item);
  const OvHistory *history = ov_run_get_history (ov_run_item_get_run (item));
  const OvEpoch *best = ov_history_get_best (history, OV_EPOCH_TEST_ACCURACY);

  g_assert_cmpuint (facts->n_epochs, ==, 12);
  g_assert_cmpint (facts->outcome, ==, OV_OUTCOME_FINISHED);
  g_assert_cmpfloat (facts->best_accuracy, ==, best->test_accuracy);
  g_assert_cmpuint (facts->best_epoch, ==, best->index);
  g_assert_cmpfloat (facts->last_loss, ==, ov_history_get_last (history)->train_loss);
  g_assert_cmpfloat (facts->seconds, ==, ov_history_get_seconds (history));
  g_assert_true (ov_run_facts_are_complete (ov_run_item_get_facts (item)));
  g_assert_finalize_object (collection);
}

/* The same recipe on the same data is the same item, which keeps the longer run. */
static void
test_repeat (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *item = add_run (collection, 1e-3, 8);
  OvRecipe recipe = *ov_run_item_get_recipe (item);
  g_autoptr (OvRun) first = g_object_ref (ov_run_item_get_run (item));
  g_autoptr (OvRun) again = train (&recipe);
  g_autoptr (OvRun) unstarted = ov_run_new (&recipe, witness_get_dataset (), 1);

  g_assert_true (ov_run_collection_begin (collection, unstarted, "data") == item);
  g_assert_cmpuint (count (collection), ==, 1);
  g_assert_true (ov_run_item_get_run (item) == unstarted);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 0);

  g_assert_true (ov_run_collection_begin (collection, again, "data") == item);
  g_assert_true (ov_run_item_is_current (item));
  add_run (collection, 2e-3, 3);
  g_assert_true (ov_run_item_get_run (item) == again);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 8);
  g_assert_cmpuint (count (collection), ==, 2);

  /* Other data makes another run of it. */
  g_assert_true (ov_run_collection_begin (collection, again, "other data") != item);
  g_assert_finalize_object (collection);
}

/* One that is broken off leaves what was there before. */
static void
test_aborted_repeat (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *item = add_run (collection, 1e-3, 8);
  OvRecipe recipe = *ov_run_item_get_recipe (item);
  g_autoptr (OvRun) first = g_object_ref (ov_run_item_get_run (item));
  g_autoptr (OvRun) unstarted = ov_run_new (&recipe, witness_get_dataset (), 1);

  ov_run_collection_begin (collection, unstarted, "data");
  ov_run_cancel (unstarted);
  add_run (collection, 2e-3, 3);
  g_assert_true (ov_run_item_get_run (item) == first);
  g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, 8);
  g_assert_true (ov_run_item_is_shown (item));
  g_assert_finalize_object (collection);
}

static void
test_nothing_to_keep (void)
{
  OvRunCollection *collection = make_collection ();
  OvRecipe recipe = make_recipe (1e-3, 3);
  g_autoptr (OvRun) run = ov_run_new (&recipe, witness_get_dataset (), 1);

  ov_run_collection_begin (collection, run, "data");
  ov_run_cancel (run);
  add_run (collection, 2e-3, 3);
  g_assert_cmpuint (count (collection), ==, 1);
  g_assert_finalize_object (collection);
}

/* All are kept, and few are shown; the short ones go first, the best and the pinned ones stay. */
static void
test_shown (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *pinned = add_run (collection, 1e-9, 3);
  OvRunItem *best;
  OvRunItem *aborted;
  OvRunItem *long_run;
  guint n_items;

  ov_run_item_set_pinned (pinned, TRUE);
  best = add_run (collection, 1e-3, 40);
  long_run = add_run (collection, 1e-8, 12);
  aborted = add_aborted_run (collection, 2e-8, 4);
  for (guint i = 0; i < 4; i++)
    add_run (collection, 3e-8 + i * 1e-9, 3);

  g_assert_true (ov_run_item_is_shown (long_run));
  g_assert_false (ov_run_item_is_shown (aborted));
  n_items = count (collection);
  g_assert_cmpuint (n_items, ==, 8);

  for (guint i = 0; i < 6; i++)
    add_run (collection, 4e-8 + i * 1e-9, 3);
  g_assert_cmpuint (count (collection), ==, n_items + 6);
  g_assert_true (ov_run_item_is_shown (pinned));
  g_assert_true (ov_run_item_is_shown (best));
  g_assert_false (ov_run_item_is_shown (long_run));
  g_assert_true (is_behind (collection, pinned));
  g_assert_cmpuint (count (ov_run_collection_get_behind (collection)), ==, 6);
  g_assert_finalize_object (collection);
}

/* A run of very few epochs is kept, but nobody wants to see it. */
static void
test_short (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *item = add_aborted_run (collection, 1e-3, 2);

  add_run (collection, 2e-3, 3);
  g_assert_cmpuint (count (collection), ==, 2);
  g_assert_false (ov_run_item_is_shown (item));
  g_assert_false (ov_run_facts_are_complete (ov_run_item_get_facts (item)));
  ov_run_item_set_shown (item, TRUE);
  g_assert_true (is_behind (collection, item));
  g_assert_finalize_object (collection);
}

static void
count_cb (guint *n_told)
{
  (*n_told)++;
}

/* Viewing an earlier run puts the current one behind it. */
static void
test_front (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *earlier = add_run (collection, 1e-3, 3);
  OvRunItem *current = add_run (collection, 2e-3, 3);
  guint n_told = 0;

  g_signal_connect_swapped (collection, "notify::front", G_CALLBACK (count_cb), &n_told);
  g_assert_true (ov_run_collection_get_front (collection) == current);
  g_assert_true (is_behind (collection, earlier));
  g_assert_false (is_behind (collection, current));

  ov_run_collection_set_front (collection, earlier);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_true (ov_run_collection_get_front (collection) == earlier);
  g_assert_true (ov_run_collection_get_current (collection) == current);
  g_assert_true (is_behind (collection, current));
  g_assert_false (is_behind (collection, earlier));

  add_run (collection, 3e-3, 3);
  g_assert_true (ov_run_collection_get_front (collection)
                 == ov_run_collection_get_current (collection));
  g_assert_finalize_object (collection);
}

/* The charts draw all that is behind anew whenever that list changes. */
static void
test_many (void)
{
  OvRunCollection *collection = make_collection ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  guint n_told = 0;

  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (items, add_run (collection, 1e-3 * (i + 1), 3));
  g_signal_connect_swapped (ov_run_collection_get_behind (collection), "items-changed",
                            G_CALLBACK (count_cb), &n_told);

  ov_run_collection_show_only (collection, none);
  g_assert_cmpuint (count (ov_run_collection_get_behind (collection)), ==, 0);
  g_assert_cmpuint (n_told, ==, 1);

  ov_run_collection_freeze (collection);
  ov_run_collection_show_only (collection, items);
  g_assert_cmpuint (n_told, ==, 1);
  ov_run_collection_thaw (collection);
  g_assert_cmpuint (count (ov_run_collection_get_behind (collection)), ==, 5);
  g_assert_cmpuint (n_told, ==, 2);

  ov_run_collection_freeze (collection);
  ov_run_collection_thaw (collection);
  g_assert_cmpuint (n_told, ==, 2);
  g_assert_finalize_object (collection);
}

static void
test_remove (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *first = add_run (collection, 1e-3, 3);
  OvRunItem *second = add_run (collection, 2e-3, 3);
  OvRunItem *current = add_run (collection, 3e-3, 3);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (OvRunItem) last = NULL;

  g_ptr_array_add (items, current);
  g_ptr_array_add (items, first);
  ov_run_collection_set_front (collection, first);
  removed = ov_run_collection_remove (collection, items);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_cmpuint (count (collection), ==, 2);
  g_assert_true (ov_run_collection_get_front (collection) == current);
  g_assert_cmpuint (count (ov_run_collection_get_behind (collection)), ==, 1);
  g_assert_true (is_behind (collection, second));

  ov_run_collection_add (collection, removed);
  g_assert_cmpuint (count (collection), ==, 3);
  last = g_list_model_get_item (G_LIST_MODEL (collection), 2);
  g_assert_true (last == removed->pdata[0]);
  g_assert_true (is_behind (collection, last));
  g_assert_finalize_object (collection);
}

static void
test_show_only (void)
{
  OvRunCollection *collection = make_collection ();
  OvRunItem *first = add_run (collection, 1e-3, 3);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  add_run (collection, 2e-3, 3);
  add_run (collection, 3e-3, 3);
  g_ptr_array_add (items, first);
  ov_run_collection_show_only (collection, items);
  g_assert_cmpuint (count (ov_run_collection_get_behind (collection)), ==, 1);
  g_assert_true (is_behind (collection, first));
  g_assert_finalize_object (collection);
}

/* A run of other data is not shown beside the current one, and stays; the log of another program,
 * of whose data nobody knows, is. */
static void
test_other_data (void)
{
  OvRunCollection *collection = make_collection ();
  OvRecipe recipe = make_recipe (2e-3, 3);
  OvRunItem *item = add_run (collection, 1e-3, 3);
  g_autoptr (OvRun) run = ov_run_new (&recipe, witness_get_dataset (), 1);
  g_autoptr (GPtrArray) logs = g_ptr_array_new_with_free_func (g_object_unref);
  OvRecipe foreign;

  ov_recipe_init_foreign (&foreign);
  g_ptr_array_add (logs, ov_run_item_new ("log", "Log", FIRST_SLOT, &foreign, "", "", 1));
  ov_run_item_set_shown (logs->pdata[0], TRUE);
  ov_run_collection_add (collection, logs);
  ov_run_collection_begin (collection, run, "other data");
  g_assert_true (ov_run_item_is_shown (logs->pdata[0]));
  g_assert_false (ov_run_item_is_shown (item));
  ov_run_item_set_shown (item, TRUE);
  g_assert_false (is_behind (collection, item));
  g_assert_cmpuint (count (collection), ==, 3);
  g_assert_finalize_object (collection);
}

static void
count_change_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* A branch tells of a change when the run that it left has another name, goes, or is back; that is
 * what it is described by. */
static void
test_branches (void)
{
  const OvRecipe recipe = make_recipe (1e-3, 3);
  OvRunCollection *collection = make_collection ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) parents = g_ptr_array_new ();
  g_autoptr (GPtrArray) removed = NULL;
  guint n_changes = 0;
  guint n_own = 0;

  for (guint i = 0; i < 3; i++)
    {
      const char *const ids[] = {"parent", "branch", "other"};

      g_ptr_array_add (items, ov_run_item_new (ids[i], ids[i], FIRST_SLOT, &recipe, "data", "Data",
                                               i + 1));
    }
  ov_run_item_set_parent (items->pdata[1], "parent", 2);
  ov_run_collection_add (collection, items);
  g_signal_connect_swapped (items->pdata[1], "changed", G_CALLBACK (count_change_cb), &n_changes);
  g_signal_connect_swapped (items->pdata[2], "changed", G_CALLBACK (count_change_cb), &n_own);

  ov_run_item_set_name (items->pdata[0], "The Steep One");
  g_assert_cmpuint (n_changes, ==, 1);
  ov_run_item_set_pinned (items->pdata[0], TRUE);
  g_assert_cmpuint (n_changes, ==, 1);
  ov_run_item_set_name (items->pdata[2], "Another");
  g_assert_cmpuint (n_changes, ==, 1);
  g_ptr_array_add (parents, items->pdata[0]);
  removed = ov_run_collection_remove (collection, parents);
  g_assert_cmpuint (n_changes, ==, 2);
  ov_run_collection_add (collection, removed);
  g_assert_cmpuint (n_changes, ==, 3);
  g_assert_cmpuint (n_own, ==, 1);
  g_assert_finalize_object (collection);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  witness_add_test ("/run-collection/names-and-colours", test_names_and_colours);
  witness_add_test ("/run-collection/rename", test_rename);
  witness_add_test ("/run-collection/facts", test_facts);
  witness_add_test ("/run-collection/repeat", test_repeat);
  witness_add_test ("/run-collection/aborted-repeat", test_aborted_repeat);
  witness_add_test ("/run-collection/nothing-to-keep", test_nothing_to_keep);
  witness_add_test ("/run-collection/shown", test_shown);
  witness_add_test ("/run-collection/short", test_short);
  witness_add_test ("/run-collection/front", test_front);
  witness_add_test ("/run-collection/many", test_many);
  witness_add_test ("/run-collection/remove", test_remove);
  witness_add_test ("/run-collection/show-only", test_show_only);
  witness_add_test ("/run-collection/other-data", test_other_data);
  witness_add_test ("/run-collection/branches", test_branches);

  return witness_finish ();
}

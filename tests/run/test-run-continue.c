/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "epoch-fixture.h"
#include "run-keeper.h"
#include "run-witness.h"
#include "session.h"

/* Runs that are resumed, and runs that branch off, as a session, its list and its library have
 * them. */

#define N_FIRST 3
#define N_EPOCHS 5
#define N_MORE 7

typedef struct
{
  char            *folder;
  char            *path;
  OvSession       *session;
  OvRunCollection *collection;
  OvRunKeeper     *keeper;
} Fixture;

static void
run_started_cb (OvSession *session,
                OvRun     *run,
                OvRun     *previous,
                Fixture   *fixture)
{
  ov_run_collection_begin (fixture->collection, run, "data");
}

static void
open_program (Fixture *fixture)
{
  fixture->session = ov_session_new (2);
  fixture->collection = ov_run_collection_new (2, 6);
  fixture->keeper = ov_run_keeper_new (fixture->collection, fixture->path);
  g_signal_connect (fixture->session, "run-started", G_CALLBACK (run_started_cb), fixture);
  ov_run_keeper_open (fixture->keeper);
  wait_in_context (NULL, ov_run_keeper_is_open (fixture->keeper));
}

static void
close_program (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  g_object_run_dispose (G_OBJECT (fixture->keeper));
  g_clear_object (&fixture->keeper);
  g_clear_object (&fixture->collection);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("overshoot-continue-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "runs.db", NULL);
  open_program (fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_autofree char *lock = g_build_filename (fixture->folder, ".runs.db.lock", NULL);

  close_program (fixture);
  g_remove (fixture->path);
  g_remove (lock);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static OvRunItem *
get_item (Fixture *fixture,
          guint    place)
{
  g_autoptr (OvRunItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->collection), place);

  g_assert_nonnull (item);

  return item;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->collection));
}

static OvRun *
wait_for_end (Fixture *fixture)
{
  wait_in_context (NULL, ov_session_get_run (fixture->session) != NULL
                           && ov_run_has_ended (ov_session_get_run (fixture->session)));

  return ov_session_get_run (fixture->session);
}

/* The first run of a session begins when it is given its data. */
static void
begin (Fixture        *fixture,
       const OvRecipe *recipe)
{
  ov_session_set_recipe (fixture->session, recipe);
  ov_session_set_dataset (fixture->session, witness_get_dataset ());
}

/* Trains some epochs and stops. The first one may have come to its end before it could be asked to
 * pause there; at this pace the second one waits to be asked for. */
static OvRunItem *
run_first (Fixture        *fixture,
           const OvRecipe *recipe)
{
  OvRun *run;

  g_object_set (fixture->session, "pace", 1e-3, NULL);
  begin (fixture, recipe);
  run = ov_session_get_run (fixture->session);
  wait_in_context (NULL, ov_history_get_n_epochs (ov_run_get_history (run)) == 1);
  for (guint i = 2; i <= N_FIRST; i++)
    {
      ov_session_step (fixture->session);
      wait_in_context (NULL, ov_history_get_n_epochs (ov_run_get_history (run)) == i
                               && ov_run_get_state (run) == OV_RUN_PAUSED);
    }
  ov_session_stop (fixture->session);
  wait_for_end (fixture);
  g_object_set (fixture->session, "pace", 0.0, NULL);

  return ov_run_collection_get_current (fixture->collection);
}

typedef struct
{
  OvRunOrigin *origin;
  GError      *error;
} Answer;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Answer *answer = data;

  answer->origin = ov_run_keeper_find_origin_finish (result, &answer->error);
}

static OvRunOrigin *
find_origin (Fixture   *fixture,
             OvRunItem *item,
             guint      at_most,
             gboolean   is_branch)
{
  Answer answer = {0};

  ov_run_keeper_find_origin (fixture->keeper, item, at_most, is_branch, NULL, found_cb, &answer);
  wait_in_context (NULL, answer.origin != NULL || answer.error != NULL);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.origin->id, ==, ov_run_item_get_id (item));

  return answer.origin;
}

static void
go_on (Fixture        *fixture,
       const OvRecipe *recipe,
       OvRunItem      *item,
       guint           at_most,
       gboolean        is_branch)
{
  g_autoptr (OvRunOrigin) origin = find_origin (fixture, item, at_most, is_branch);

  ov_session_continue (fixture->session, recipe, origin, FALSE);
  wait_in_context (NULL, ov_run_get_origin (ov_session_get_run (fixture->session)) == origin);
}

/* A run that nobody interrupts. */
static OvRun *
run_whole (Witness        *witness,
           const OvRecipe *recipe)
{
  OvRun *run = witness_run_new (witness, recipe);

  ov_run_set_checkpoint_interval (run, recipe->epochs);
  ov_run_start (run);
  witness_wait_for_outcome (witness, OV_OUTCOME_FINISHED);

  return run;
}

static void
assert_same_epochs (const OvHistory *history,
                    const OvHistory *expected,
                    guint            n_epochs)
{
  g_assert_cmpuint (ov_history_get_n_epochs (history), >=, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    fixture_assert_same_epochs (ov_history_get_epoch (history, i),
                                ov_history_get_epoch (expected, i), 1);
}

/* Compares to the last bit. */
static void
assert_same (Fixture        *fixture,
             OvRunItem      *item,
             const OvRecipe *recipe)
{
  OvRun *run = ov_run_item_get_run (item);
  g_autoptr (OvRunOrigin) end = find_origin (fixture, item, G_MAXUINT, FALSE);
  g_autoptr (GBytes) state = ov_checkpoint_to_bytes (end->checkpoint);
  g_autoptr (GBytes) expected = NULL;
  Witness whole;

  run_whole (&whole, recipe);
  expected = ov_checkpoint_to_bytes (ov_run_get_checkpoint (whole.run));
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (run)), ==, recipe->epochs);
  assert_same_epochs (ov_run_get_history (run), ov_run_get_history (whole.run), recipe->epochs);
  g_assert_cmpuint (end->n_epochs, ==, recipe->epochs);
  g_assert_true (g_bytes_equal (state, expected));
  witness_clear (&whole);
}

static void
init_recipe (OvRecipe   *recipe,
             const char *preset,
             gboolean    has_all)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->epochs = N_EPOCHS;
  recipe->learning_rate = 1e-4;
  recipe->decay = 0.9;
  if (recipe->hidden_units > 0)
    recipe->hidden_units = 17;
  if (!has_all)
    return;

  recipe->batch_size = 90;
  recipe->shuffle = TRUE;
  recipe->momentum = 0.6;
}

/* A run that was stopped is resumed, and goes on for more epochs on another day: the same entry of
 * the list and of the library, with the epochs of one that nobody interrupted. */
static void
test_resume (void)
{
  const char *const *presets = ov_recipe_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    for (guint has_all = 0; has_all < 2; has_all++)
      {
        Fixture fixture;
        OvRecipe recipe;
        OvRunItem *item;
        g_autofree char *id = NULL;

        init_recipe (&recipe, presets[i], has_all != 0);
        /* Then it has all by itself. */
        if (has_all == 0 && recipe.shuffle && recipe.momentum > 0.0)
          continue;
        set_up (&fixture);
        item = run_first (&fixture, &recipe);
        id = g_strdup (ov_run_item_get_id (item));
        ov_run_item_set_name (item, "Mine");
        go_on (&fixture, &recipe, item, G_MAXUINT, FALSE);
        wait_for_end (&fixture);
        g_assert_cmpuint (count (&fixture), ==, 1);
        g_assert_true (ov_run_collection_get_current (fixture.collection) == item);
        assert_same (&fixture, item, &recipe);
        close_program (&fixture);

        open_program (&fixture);
        item = get_item (&fixture, 0);
        recipe.epochs = N_MORE;
        ov_session_set_dataset (fixture.session, witness_get_dataset ());
        ov_session_stop (fixture.session);
        wait_for_end (&fixture);
        go_on (&fixture, &recipe, item, G_MAXUINT, FALSE);
        wait_for_end (&fixture);
        g_assert_cmpstr (ov_run_item_get_id (item), ==, id);
        assert_same (&fixture, item, &recipe);
        close_program (&fixture);

        open_program (&fixture);
        item = ov_run_collection_find (fixture.collection, id);
        g_assert_cmpstr (ov_run_item_get_name (item), ==, "Mine");
        g_assert_true (ov_recipe_equal (ov_run_item_get_recipe (item), &recipe));
        g_assert_cmpuint (ov_run_item_get_facts (item)->n_epochs, ==, N_MORE);
        g_assert_cmpint (ov_run_item_get_facts (item)->outcome, ==, OV_OUTCOME_FINISHED);
        tear_down (&fixture);
      }
}

/* Resuming and stopping at once changes nothing. */
static void
test_resume_in_vain (void)
{
  Fixture fixture;
  OvRecipe recipe;
  OvRunItem *item;
  OvRun *run;

  init_recipe (&recipe, "linear", TRUE);
  set_up (&fixture);
  item = run_first (&fixture, &recipe);
  run = ov_run_item_get_run (item);
  recipe.epochs = N_MORE;
  g_object_set (fixture.session, "pace", 1e-3, NULL);
  go_on (&fixture, &recipe, item, G_MAXUINT, FALSE);
  recipe.epochs = N_EPOCHS;
  recipe.learning_rate = 2e-4;
  ov_session_set_recipe (fixture.session, &recipe);
  wait_in_context (NULL, count (&fixture) == 2);
  if (ov_run_item_get_facts (item)->n_epochs == N_FIRST)
    {
      g_assert_true (ov_run_item_get_run (item) == run);
      g_assert_cmpuint (ov_run_item_get_recipe (item)->epochs, ==, N_EPOCHS);
    }
  g_assert_cmpint (ov_run_item_get_facts (item)->outcome, ==, OV_OUTCOME_CANCELLED);

  recipe.learning_rate = 1e-4;
  g_object_set (fixture.session, "pace", 0.0, NULL);
  go_on (&fixture, &recipe, item, N_FIRST, FALSE);
  wait_for_end (&fixture);
  assert_same (&fixture, item, &recipe);
  tear_down (&fixture);
}

/* A branch is a run of its own, which neither repeats another nor is repeated, and has what its
 * parent had up to where it leaves it. */
static void
test_branch (void)
{
  Fixture fixture;
  OvRecipe recipe;
  OvRecipe other;
  OvRunItem *parent;
  OvRunItem *branch;
  g_autofree char *id = NULL;
  g_autofree char *parent_id = NULL;
  const OvEpoch *epoch;
  guint n_epochs;

  init_recipe (&recipe, "two-layer-sgd", TRUE);
  set_up (&fixture);
  begin (&fixture, &recipe);
  wait_for_end (&fixture);
  parent = get_item (&fixture, 0);
  other = recipe;
  other.learning_rate *= 3.0;
  other.epochs = N_MORE;
  go_on (&fixture, &other, parent, N_FIRST, TRUE);
  wait_for_end (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 2);
  branch = get_item (&fixture, 0);
  id = g_strdup (ov_run_item_get_id (branch));
  parent_id = g_strdup (ov_run_item_get_id (parent));
  assert_same_epochs (ov_run_get_history (ov_run_item_get_run (branch)),
                      ov_run_get_history (ov_run_item_get_run (parent)), N_FIRST);
  epoch = ov_history_get_epoch (ov_run_get_history (ov_run_item_get_run (branch)), N_EPOCHS - 1);
  g_assert_cmpfloat_with_epsilon (
    epoch->learning_rate,
    3.0 * ov_history_get_last (ov_run_get_history (ov_run_item_get_run (parent)))->learning_rate,
    1e-12);

  /* The same recipe from the beginning, and its first run again. */
  ov_session_set_recipe (fixture.session, &recipe);
  wait_for_end (&fixture);
  g_assert_true (ov_run_collection_get_current (fixture.collection) == parent);
  ov_session_set_recipe (fixture.session, &other);
  wait_for_end (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 3);
  close_program (&fixture);

  open_program (&fixture);
  g_assert_cmpuint (count (&fixture), ==, 3);
  branch = ov_run_collection_find (fixture.collection, id);
  g_assert_cmpstr (ov_run_item_get_parent (branch, &n_epochs), ==, parent_id);
  g_assert_cmpuint (n_epochs, ==, N_FIRST);
  for (guint n = 1; n <= N_MORE; n++)
    {
      g_autoptr (OvRunOrigin) origin = find_origin (&fixture, branch, n, TRUE);

      g_assert_cmpuint (origin->n_epochs, ==, n);
    }
  tear_down (&fixture);
}

/* A parent that is run again, and gets further, is the same run, with the branches that it had. */
static void
test_parent_again (void)
{
  Fixture fixture;
  OvRecipe recipe;
  OvRecipe other;
  OvRunItem *parent;
  OvRunItem *branch;
  g_autofree char *id = NULL;
  g_autofree char *branch_id = NULL;

  init_recipe (&recipe, "linear", TRUE);
  set_up (&fixture);
  parent = run_first (&fixture, &recipe);
  id = g_strdup (ov_run_item_get_id (parent));
  other = recipe;
  other.learning_rate *= 2.0;
  go_on (&fixture, &other, parent, 2, TRUE);
  wait_for_end (&fixture);
  branch = ov_run_collection_get_current (fixture.collection);
  branch_id = g_strdup (ov_run_item_get_id (branch));
  ov_session_set_recipe (fixture.session, &recipe);
  wait_for_end (&fixture);
  g_assert_cmpstr (ov_run_item_get_id (parent), ==, id);
  g_assert_cmpstr (ov_run_item_get_parent (branch, NULL), ==, id);
  close_program (&fixture);

  open_program (&fixture);
  branch = ov_run_collection_find (fixture.collection, branch_id);
  g_assert_cmpstr (ov_run_item_get_parent (branch, NULL), ==, id);
  tear_down (&fixture);
}

/* A file of somebody else may say of two runs that each has branched off from the other. */
static void
test_circle (void)
{
  Fixture fixture;
  g_autoptr (OvRunOrigin) origin = NULL;
  OvRunItem *first;
  OvRunItem *second;
  OvRecipe recipe;
  OvRecipe other;

  init_recipe (&recipe, "linear", TRUE);
  set_up (&fixture);
  first = run_first (&fixture, &recipe);
  other = recipe;
  other.learning_rate *= 2.0;
  go_on (&fixture, &other, first, 2, TRUE);
  wait_for_end (&fixture);
  second = ov_run_collection_get_current (fixture.collection);
  ov_run_item_set_parent (second, ov_run_item_get_id (first), N_FIRST);
  ov_run_item_set_parent (first, ov_run_item_get_id (second), N_FIRST);
  origin = find_origin (&fixture, first, 2, TRUE);
  g_assert_nonnull (origin);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  witness_start (&argc, &argv);

  g_test_add_func ("/run/continue/resume", test_resume);
  g_test_add_func ("/run/continue/resume-in-vain", test_resume_in_vain);
  g_test_add_func ("/run/continue/branch", test_branch);
  g_test_add_func ("/run/continue/parent-again", test_parent_again);
  g_test_add_func ("/run/continue/circle", test_circle);

  return witness_finish ();
}

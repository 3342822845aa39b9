/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "epoch-fixture.h"
#include "error.h"
#include "quadratic-fixture.h"
#include "run-witness.h"

/* Runs that tell their states, and those that go on from one. */

#define N_EPOCHS 11
#define INTERVAL 4

static OvQuadratic *quadratic;

static void
init_recipe (OvRecipe *recipe,
             gboolean  is_exact)
{
  witness_init_recipe (recipe, N_EPOCHS);
  recipe->momentum = 0.6;
  recipe->learning_rate = 0.001;
  recipe->batch_size = is_exact ? 0 : 90;
  recipe->shuffle = !is_exact;
}

static void
checkpoint_taken_cb (OvRun        *run,
                     OvCheckpoint *checkpoint,
                     GPtrArray    *checkpoints)
{
  const guint n_epochs = ov_checkpoint_get_n_epochs (checkpoint);

  g_assert_true (ov_run_get_checkpoint (run) == checkpoint);
  g_assert_cmpuint (n_epochs, <=, ov_history_get_n_epochs (ov_run_get_history (run)));
  if (checkpoints->len > 0)
    g_assert_cmpuint (n_epochs, >,
                      ov_checkpoint_get_n_epochs (checkpoints->pdata[checkpoints->len - 1]));
  g_ptr_array_add (checkpoints, ov_checkpoint_ref (checkpoint));
}

/* A run that tells its states, and an array of them. */
static OvRun *
make_run (Witness        *witness,
          const OvRecipe *recipe,
          OvQuadratic    *form,
          GPtrArray      *checkpoints)
{
  OvRun *run = witness_run_new (witness, recipe);

  ov_run_set_quadratic (run, form);
  ov_run_set_checkpoint_interval (run, INTERVAL);
  g_signal_connect (run, "checkpoint-taken", G_CALLBACK (checkpoint_taken_cb), checkpoints);

  return run;
}

static GPtrArray *
make_array (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);
}

static void
go_on (Witness      *witness,
       OvCheckpoint *checkpoint,
       OvRun        *parent)
{
  g_autoptr (OvRunOrigin) origin =
    ov_run_origin_new (NULL, FALSE, checkpoint, ov_run_get_record (parent));

  ov_run_set_origin (witness->run, origin);
  witness->n_epochs = ov_checkpoint_get_n_epochs (checkpoint);
  ov_run_start (witness->run);
}

static void
assert_same_epochs (OvRun *run,
                    OvRun *expected,
                    guint  n_epochs)
{
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (run)), >=, n_epochs);
  for (guint i = 0; i < n_epochs; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (run), i);

      fixture_assert_same_epochs (epoch, ov_history_get_epoch (ov_run_get_history (expected), i),
                                  1);
    }
}

static void
assert_same_state (OvCheckpoint *checkpoint,
                   OvCheckpoint *expected)
{
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (checkpoint);
  g_autoptr (GBytes) expected_bytes = ov_checkpoint_to_bytes (expected);

  g_assert_true (g_bytes_equal (bytes, expected_bytes));
}

/* At each interval, at the end, and the best of those between. */
static void
test_told (void)
{
  g_autoptr (GPtrArray) checkpoints = make_array ();
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  const OvEpoch *best;
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, FALSE);
  run = make_run (&witness, &recipe, NULL, checkpoints);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);

  for (guint i = 0; i < checkpoints->len; i++)
    g_hash_table_add (told,
                      GUINT_TO_POINTER (ov_checkpoint_get_n_epochs (checkpoints->pdata[i])));
  best = ov_history_get_best (ov_run_get_history (run), OV_EPOCH_TEST_ACCURACY);
  g_assert_true (g_hash_table_contains (told, GUINT_TO_POINTER (4)));
  g_assert_true (g_hash_table_contains (told, GUINT_TO_POINTER (8)));
  g_assert_true (g_hash_table_contains (told, GUINT_TO_POINTER (N_EPOCHS)));
  g_assert_true (g_hash_table_contains (told, GUINT_TO_POINTER (best->index + 1)));
  ov_run_drop_checkpoint (run);
  g_assert_null (ov_run_get_checkpoint (run));
  witness_clear (&witness);
}

/* Wherever it was cancelled, in an epoch or between two. */
static void
test_going_on (void)
{
  for (guint is_exact = 0; is_exact < 2; is_exact++)
    {
      g_autoptr (GPtrArray) all = make_array ();
      OvQuadratic *form = is_exact ? quadratic : NULL;
      Witness whole;
      OvRecipe recipe;

      init_recipe (&recipe, is_exact != 0);
      make_run (&whole, &recipe, form, all);
      ov_run_start (whole.run);
      witness_wait_for_outcome (&whole, OV_OUTCOME_FINISHED);

      for (guint n_before = 0; n_before < 6; n_before += 2)
        {
          g_autoptr (GPtrArray) first_states = make_array ();
          g_autoptr (GPtrArray) states = make_array ();
          OvCheckpoint *checkpoint;
          Witness first;
          Witness rest;

          make_run (&first, &recipe, form, first_states);
          ov_run_set_pace (first.run, n_before < 4 ? 1e-3 : 0.0);
          for (guint i = 0; i <= n_before; i++)
            {
              ov_run_step (first.run);
              witness_wait_for_state (&first, OV_RUN_PAUSED);
            }
          if (n_before == 4)
            ov_run_resume (first.run);
          ov_run_cancel (first.run);
          witness_wait_for_state (&first, OV_RUN_ENDED);
          checkpoint = ov_run_get_checkpoint (first.run);
          g_assert_nonnull (checkpoint);
          g_assert_cmpuint (ov_checkpoint_get_n_epochs (checkpoint), ==, first.n_epochs);

          make_run (&rest, &recipe, form, states);
          go_on (&rest, checkpoint, first.run);
          assert_same_epochs (rest.run, whole.run, first.n_epochs);
          witness_wait_for_outcome (&rest, OV_OUTCOME_FINISHED);
          assert_same_epochs (rest.run, whole.run, N_EPOCHS);
          assert_same_state (ov_run_get_checkpoint (rest.run), ov_run_get_checkpoint (whole.run));
          g_assert_cmpuint (ov_run_get_record (rest.run)->exact_from, ==,
                            is_exact ? 0 : OV_EPOCH_NEVER);
          witness_clear (&first);
          witness_clear (&rest);
        }
      witness_clear (&whole);
    }
}

static void
test_branch (void)
{
  g_autoptr (GPtrArray) states = make_array ();
  g_autoptr (GPtrArray) other_states = make_array ();
  const OvEpoch *epoch;
  Witness parent;
  Witness branch;
  OvRecipe recipe;

  init_recipe (&recipe, FALSE);
  make_run (&parent, &recipe, NULL, states);
  ov_run_start (parent.run);
  witness_wait_for_outcome (&parent, OV_OUTCOME_FINISHED);

  recipe.learning_rate *= 0.5;
  recipe.epochs = N_EPOCHS + 2;
  make_run (&branch, &recipe, NULL, other_states);
  go_on (&branch, states->pdata[0], parent.run);
  witness_wait_for_outcome (&branch, OV_OUTCOME_FINISHED);
  g_assert_cmpuint (branch.n_epochs, ==, N_EPOCHS + 2);
  assert_same_epochs (branch.run, parent.run, ov_checkpoint_get_n_epochs (states->pdata[0]));
  epoch = ov_history_get_epoch (ov_run_get_history (branch.run), N_EPOCHS - 1);
  g_assert_cmpfloat_with_epsilon (
    epoch->learning_rate,
    0.5 * ov_history_get_last (ov_run_get_history (parent.run))->learning_rate, 1e-12);
  g_assert_cmpuint (ov_checkpoint_get_n_epochs (other_states->pdata[0]), >,
                    ov_checkpoint_get_n_epochs (states->pdata[0]));
  witness_clear (&parent);
  witness_clear (&branch);
}

static void
test_what_does_not_fit (void)
{
  g_autoptr (GPtrArray) states = make_array ();
  g_autoptr (GPtrArray) other_states = make_array ();
  Witness parent;
  Witness other;
  OvRecipe recipe;

  init_recipe (&recipe, FALSE);
  make_run (&parent, &recipe, NULL, states);
  ov_run_start (parent.run);
  witness_wait_for_outcome (&parent, OV_OUTCOME_FINISHED);

  recipe.seed++;
  make_run (&other, &recipe, NULL, other_states);
  go_on (&other, states->pdata[0], parent.run);
  witness_wait_for_outcome (&other, OV_OUTCOME_FAILED);
  g_assert_error (ov_run_get_record (other.run)->error, OV_ERROR, OV_ERROR_RECIPE);
  witness_clear (&parent);
  witness_clear (&other);
}

int
main (int    argc,
      char **argv)
{
  int status;

  witness_start (&argc, &argv);
  quadratic = fixture_make_quadratic (witness_get_dataset ());

  witness_add_test ("/run/checkpoint/told", test_told);
  witness_add_test ("/run/checkpoint/going-on", test_going_on);
  witness_add_test ("/run/checkpoint/branch", test_branch);
  witness_add_test ("/run/checkpoint/what-does-not-fit", test_what_does_not_fit);

  status = witness_finish ();
  ov_quadratic_unref (quadratic);

  return status;
}

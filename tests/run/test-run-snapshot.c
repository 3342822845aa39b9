/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "run.h"
#include "session.h"

#include <math.h>
#include <string.h>

#include "run-witness.h"

/* Weights that are handed from the worker to whoever asks, whatever the run is doing. */

/* What somebody who asked was told. */
typedef struct
{
  OvSnapshot *snapshot;
  GError     *error;
  guint       n_answers;
  GThread    *thread;
  OvRun      *drops; /* owned; let go of while the answer is given */
} Asker;

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asker *asker = user_data;

  g_assert_null (source);
  g_clear_pointer (&asker->snapshot, ov_snapshot_unref);
  g_clear_error (&asker->error);
  asker->snapshot = ov_run_take_snapshot_finish (result, &asker->error);
  g_assert_true ((asker->snapshot == NULL) == (asker->error != NULL));
  asker->thread = g_thread_self ();
  asker->n_answers++;
  g_clear_object (&asker->drops);
}

static void
asker_clear (Asker *asker)
{
  g_clear_pointer (&asker->snapshot, ov_snapshot_unref);
  g_clear_error (&asker->error);
}

static void
wait_for_answers (Asker *asker, guint n_answers)
{
  wait_in_context (NULL, asker->n_answers >= n_answers);
  g_assert_cmpuint (asker->n_answers, ==, n_answers);
  g_assert_true (asker->thread == g_thread_self ());
}

static void
ask (OvRun *run, Asker *asker)
{
  const guint n_before = asker->n_answers;

  ov_run_take_snapshot (run, NULL, answer_cb, asker);

  /* Never before the call returns. */
  g_assert_cmpuint (asker->n_answers, ==, n_before);
  wait_for_answers (asker, n_before + 1);
}

/* The weights that a recipe comes to after some epochs, trained here and now. */
static OvSnapshot *
train (const OvRecipe *recipe, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, witness_get_dataset (), 2, &error);
  OvEpoch epoch;

  g_assert_no_error (error);
  for (guint i = 0; i < n_epochs; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));

  return ov_trainer_take_snapshot (trainer);
}

static gboolean
is_same (OvSnapshot *snapshot, OvSnapshot *other)
{
  g_assert_cmpuint (snapshot->n_parameters, ==,
                    other->n_parameters);

  return memcmp (snapshot->parameters, other->parameters,
                 other->n_parameters * sizeof (float))
         == 0;
}

static void
assert_trained (OvSnapshot *snapshot, const OvRecipe *recipe, guint n_epochs)
{
  g_autoptr (OvSnapshot) expected = train (recipe, n_epochs);

  g_assert_nonnull (snapshot);
  g_assert_cmpuint (snapshot->n_epochs, ==, n_epochs);
  g_assert_true (is_same (snapshot, expected));
}

/* While it runs, the weights are those of the epoch that they say. The full batch has one update an
 * epoch, which is made before the epoch is at its end. */
static void
test_running (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_start (run);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (OvSnapshot) expected = NULL;
      guint n_epochs;

      witness_wait_for_epochs (&witness, 3 * i);
      ask (run, &asker);
      g_assert_nonnull (asker.snapshot);
      n_epochs = asker.snapshot->n_epochs;
      g_assert_cmpuint (n_epochs, >=, 3 * i);
      expected = train (ov_run_get_recipe (run),
                        n_epochs + (asker.snapshot->n_images > 0));
      g_assert_true (is_same (asker.snapshot, expected));
    }
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  asker_clear (&asker);
  witness_clear (&witness);
}

static void
test_paused (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRun *run = witness_endless_run_new (&witness);

  for (guint i = 1; i < 4; i++)
    {
      ov_run_step (run);
      witness_wait_for_state (&witness, OV_RUN_PAUSED);
      for (guint j = 0; j < 2; j++)
        {
          ask (run, &asker);
          assert_trained (asker.snapshot, ov_run_get_recipe (run), i);
        }
      g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
    }
  asker_clear (&asker);
  witness_clear (&witness);
}

/* Those who ask at once are answered alike, and once each. */
static void
test_many (void)
{
  Witness witness;
  Asker askers[4] = {{NULL}};
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_start (run);
  ov_run_pause (run);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    ov_run_take_snapshot (run, NULL, answer_cb, &askers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    wait_for_answers (&askers[i], 1);
  witness_drain (20);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      g_assert_cmpuint (askers[i].n_answers, ==, 1);
      g_assert_nonnull (askers[i].snapshot);
      asker_clear (&askers[i]);
    }
  witness_clear (&witness);
}

/* A slow pace does not keep anybody waiting. */
static void
test_pace (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_set_pace (run, 1e-6);
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 1);
  for (guint i = 0; i < 3; i++)
    {
      ask (run, &asker);
      assert_trained (asker.snapshot, ov_run_get_recipe (run), 1);
    }
  asker_clear (&asker);
  witness_clear (&witness);
}

static void
test_idle (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_take_snapshot (run, NULL, answer_cb, &asker);
  witness_drain (5);
  g_assert_cmpuint (asker.n_answers, ==, 0);
  ov_run_start (run);
  wait_for_answers (&asker, 1);
  g_assert_nonnull (asker.snapshot);
  asker_clear (&asker);
  witness_clear (&witness);

  /* One that is never started has nothing to give. */
  run = witness_endless_run_new (&witness);
  ov_run_take_snapshot (run, NULL, answer_cb, &asker);
  ov_run_cancel (run);
  wait_for_answers (&asker, 2);
  g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  asker_clear (&asker);
  witness_clear (&witness);
}

/* The last weights stay until they are dropped. */
static void
test_finished (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, 6);
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  for (guint i = 0; i < 2; i++)
    {
      ask (run, &asker);
      assert_trained (asker.snapshot, &recipe, 6);
    }
  ov_run_drop_snapshot (run);
  ask (run, &asker);
  g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  asker_clear (&asker);
  witness_clear (&witness);
}

static void
test_diverged (void)
{
  Witness witness;
  Asker asker = {NULL};
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_DIVERGED);
  ask (run, &asker);
  g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  asker_clear (&asker);
  witness_clear (&witness);
}

/* Between the request and the answer the run is told to end: the answer comes all the same. */
static void
test_cancelled_run (void)
{
  for (guint i = 0; i < 30; i++)
    {
      Witness witness;
      Asker asker = {NULL};
      OvRun *run = witness_endless_run_new (&witness);

      ov_run_start (run);
      if (i % 3 == 1)
        witness_wait_for_epochs (&witness, 1);
      if (i % 2 == 0)
        ov_run_pause (run);
      ov_run_take_snapshot (run, NULL, answer_cb, &asker);
      if (i % 5 == 0)
        witness_drain (1);
      ov_run_cancel (run);
      witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
      wait_for_answers (&asker, 1);
      if (asker.error != NULL)
        g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_FAILED);
      ask (run, &asker);
      g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_FAILED);
      asker_clear (&asker);
      witness_clear (&witness);
    }
}

/* Who waits does not keep the run, and is told that it is gone. */
static void
test_freed_run (void)
{
  for (guint i = 0; i < 30; i++)
    {
      Witness witness;
      Asker asker = {NULL};
      OvRun *run = witness_endless_run_new (&witness);

      if (i % 4 > 0)
        ov_run_start (run);
      if (i % 4 > 1)
        ov_run_pause (run);
      ov_run_take_snapshot (run, NULL, answer_cb, &asker);
      if (i % 4 == 3)
        g_usleep (500);
      witness_clear (&witness);
      wait_for_answers (&asker, 1);
      g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      witness_drain (1);
      g_assert_cmpuint (asker.n_answers, ==, 1);
      asker_clear (&asker);
    }
}

/* The owner loses interest while the answer is given. */
static void
test_drop_from_the_answer (void)
{
  Asker asker = {NULL};
  OvRecipe recipe;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  asker.drops = ov_run_new (&recipe, witness_get_dataset (), 2);
  ov_run_start (asker.drops);
  ov_run_take_snapshot (asker.drops, NULL, answer_cb, &asker);
  wait_for_answers (&asker, 1);
  g_assert_null (asker.drops);
  g_assert_nonnull (asker.snapshot);
  asker_clear (&asker);
}

static void
test_unwanted (void)
{
  Witness witness;
  Asker asker = {NULL};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_start (run);
  ov_run_take_snapshot (run, cancellable, answer_cb, &asker);
  g_cancellable_cancel (cancellable);
  wait_for_answers (&asker, 1);
  g_assert_error (asker.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  asker_clear (&asker);
  witness_clear (&witness);
}

/* Goes epoch by epoch, and asks for the weights in each and at the end of each. */
static void
ask_all_along (OvRun *run)
{
  Asker asker = {NULL};
  guint n_asked = 0;

  while (!ov_run_has_ended (run))
    {
      ov_run_step (run);
      ov_run_take_snapshot (run, NULL, answer_cb, &asker);
      wait_for_answers (&asker, ++n_asked);
      wait_in_context (NULL, ov_run_get_state (run) != OV_RUN_RUNNING);
      ov_run_take_snapshot (run, NULL, answer_cb, &asker);
      wait_for_answers (&asker, ++n_asked);
    }
  asker_clear (&asker);
}

/* The epochs of a run, of which the weights are asked for again and again, or never. */
static GArray *
run_through (const OvRecipe *recipe, gboolean is_asked)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));
  Witness witness;
  OvRun *run = witness_run_new (&witness, recipe);

  if (is_asked)
    ask_all_along (run);
  else
    ov_run_start (run);
  wait_in_context (NULL, ov_run_has_ended (run));
  for (guint i = 0; i < recipe->epochs; i++)
    {
      g_array_append_val (epochs, *ov_history_get_epoch (ov_run_get_history (run), i));
    }
  witness_clear (&witness);

  return epochs;
}

/* To the last bit, a run does not notice that somebody looks. */
static void
test_undisturbed (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd", "cnn"};

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (GArray) asked = NULL;
      g_autoptr (GArray) left_alone = NULL;
      OvRecipe recipe;

      g_assert_true (ov_recipe_init_preset (&recipe, presets[i], NULL));
      recipe.epochs = 4;
      recipe.hidden_units = 20;
      recipe.momentum = 0.5;
      recipe.batch_size = MIN (recipe.batch_size, 100);
      asked = run_through (&recipe, TRUE);
      left_alone = run_through (&recipe, FALSE);
      g_assert_cmpuint (asked->len, ==, left_alone->len);
      fixture_assert_same_epochs ((OvEpoch *) asked->data, (OvEpoch *) left_alone->data,
                                  asked->len);
    }
}

/* A session keeps the last weights of its current run only. */
static void
test_session (void)
{
  Asker asker = {NULL};
  OvSession *session = ov_session_new (2);
  g_autoptr (OvRun) first = NULL;
  OvRecipe recipe;

  witness_init_recipe (&recipe, 3);
  ov_session_set_recipe (session, &recipe);
  ov_session_set_dataset (session, witness_get_dataset ());
  first = g_object_ref (ov_session_get_run (session));
  wait_in_context (NULL, ov_run_has_ended (first));
  ask (first, &asker);
  g_assert_nonnull (asker.snapshot);

  ov_session_restart (session);
  g_assert_true (ov_session_get_run (session) != first);
  ask (first, &asker);
  g_assert_null (asker.snapshot);
  asker_clear (&asker);
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTask) task = NULL;

  witness_start (&argc, &argv);

  /* With a program's first task, GLib starts a thread of its own that stays. */
  task = g_task_new (NULL, NULL, NULL, NULL);

  witness_add_test ("/run-snapshot/running", test_running);
  witness_add_test ("/run-snapshot/paused", test_paused);
  witness_add_test ("/run-snapshot/many", test_many);
  witness_add_test ("/run-snapshot/pace", test_pace);
  witness_add_test ("/run-snapshot/idle", test_idle);
  witness_add_test ("/run-snapshot/finished", test_finished);
  witness_add_test ("/run-snapshot/diverged", test_diverged);
  witness_add_test ("/run-snapshot/cancelled-run", test_cancelled_run);
  witness_add_test ("/run-snapshot/freed-run", test_freed_run);
  witness_add_test ("/run-snapshot/drop-from-the-answer", test_drop_from_the_answer);
  witness_add_test ("/run-snapshot/unwanted", test_unwanted);
  witness_add_test ("/run-snapshot/undisturbed", test_undisturbed);
  witness_add_test ("/run-snapshot/session", test_session);

  return witness_finish ();
}

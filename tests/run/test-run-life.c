/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <math.h>

#include "error.h"
#include "run-witness.h"

/* How runs come to their ends, good and bad, and on which threads. */

static void
test_dispose (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Witness witness;
      OvRun *run = witness_endless_run_new (&witness);

      ov_run_start (run);
      if (i % 4 > 0)
        witness_drain (i % 4);
      if (i % 5 == 0)
        ov_run_pause (run);

      /* What has not been delivered is dropped. */
      witness_clear (&witness);
      witness_drain (2);
    }
}

static void
drop_cb (OvRun *run, guint n_added, gpointer user_data)
{
  OvRun **owned = user_data;

  g_clear_object (owned);
}

/* The owner loses interest while it is being told something. */
static void
test_drop_from_a_handler (void)
{
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  run = ov_run_new (&recipe, witness_get_dataset (), 2);
  g_object_add_weak_pointer (G_OBJECT (run), (gpointer *) &run);
  g_signal_connect (run, "epochs-added", G_CALLBACK (drop_cb), &run);
  ov_run_start (run);
  wait_in_context (NULL, run == NULL);
  witness_drain (5);
}

static void
test_divergence (void)
{
  Witness witness;
  OvRecipe recipe;
  const OvHistory *history;
  OvRun *run;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_DIVERGED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_ENDED);
  history = ov_run_get_history (run);
  g_assert_true (ov_history_has_diverged (history));
  g_assert_cmpuint (ov_history_get_n_epochs (history), >, 1);
  g_assert_cmpuint (ov_history_get_n_epochs (history), <, 30);
  g_assert_cmpuint (witness.n_templates, >, 0);
  g_assert_null (ov_run_get_record (run)->error);
  witness_clear (&witness);
}

/* When the losses of the very first epoch are not finite, it is reported all the same. */
static void
test_divergence_at_once (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  recipe.batch_size = 10;
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_DIVERGED);
  g_assert_cmpuint (witness.n_epochs, ==, 1);
  g_assert_false (ov_epoch_is_finite (ov_history_get_last (ov_run_get_history (run))));
  witness_clear (&witness);
}

static void
test_failure (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, 3);
  recipe.learning_rate = NAN;
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FAILED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_ENDED);
  g_assert_error (ov_run_get_record (run)->error, OV_ERROR, OV_ERROR_RECIPE);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  ov_run_step (run);
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_FAILED);
  witness_clear (&witness);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  g_main_context_push_thread_default (context);
  witness_init_recipe (&recipe, 10);
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  g_assert_cmpuint (witness.n_epochs, ==, 10);
  witness_clear (&witness);
  g_main_context_pop_thread_default (context);

  return NULL;
}

/* Several runs, each told on the thread that started it. */
static void
test_contexts_of_threads (void)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("starter", run_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* It is the context of the moment of the start that counts. */
static void
test_context_at_the_start (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, 3);
  run = witness_run_new (&witness, &recipe);
  g_main_context_push_thread_default (context);
  ov_run_start (run);
  g_main_context_pop_thread_default (context);

  witness_drain (50);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  wait_in_context (context, ov_run_has_ended (run));
  g_assert_cmpuint (witness.n_epochs, ==, 3);
  witness_clear (&witness);
}

static void
make_move (OvRun *run, guint move)
{
  switch (move)
    {
    case 0:
      if (ov_run_get_state (run) == OV_RUN_IDLE)
        ov_run_start (run);
      break;
    case 1:
      ov_run_pause (run);
      break;
    case 2:
      ov_run_resume (run);
      break;
    case 3:
      ov_run_step (run);
      break;
    case 4:
      ov_run_cancel (run);
      break;
    case 5:
      ov_run_set_pace (run, 500.0);
      break;
    case 6:
      ov_run_set_pace (run, 0.0);
      break;
    default:
      break;
    }
}

/* The witness sees to it that nothing is lost, doubled or out of order. */
static void
test_random_moves (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2009);
  Witness witness;
  OvRun *run = witness_endless_run_new (&witness);

  for (guint i = 0; i < 200; i++)
    {
      make_move (run, (guint) g_rand_int_range (rand, 0, 10));
      if (g_rand_boolean (rand))
        witness_drain ((guint) g_rand_int_range (rand, 0, 4));

      if (ov_run_has_ended (run) || g_rand_int_range (rand, 0, 12) == 0)
        {
          witness_clear (&witness);
          run = witness_endless_run_new (&witness);
          if (g_rand_boolean (rand))
            ov_run_start (run);
        }
    }
  witness_clear (&witness);
}

int
main (int argc, char *argv[])
{
  witness_start (&argc, &argv);

  witness_add_test ("/run-life/dispose", test_dispose);
  witness_add_test ("/run-life/drop-from-a-handler", test_drop_from_a_handler);
  witness_add_test ("/run-life/divergence", test_divergence);
  witness_add_test ("/run-life/divergence-at-once", test_divergence_at_once);
  witness_add_test ("/run-life/failure", test_failure);
  witness_add_test ("/run-life/contexts-of-threads", test_contexts_of_threads);
  witness_add_test ("/run-life/context-at-the-start", test_context_at_the_start);
  witness_add_test ("/run-life/random-moves", test_random_moves);

  return witness_finish ();
}

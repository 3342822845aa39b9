/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <math.h>

#include "error.h"
#include "naive.h"
#include "run-witness.h"

#define N_TRAIN 401
#define N_TEST  53

/* More epochs than any test waits for. */
#define ENDLESS 100000

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, guint epochs)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "linear", &error);
  g_assert_no_error (error);
  recipe->epochs = epochs;
}

/* An epoch of it takes some tenths of a second: time to do something in the middle. */
static void
init_slow_recipe (OvRecipe *recipe)
{
  init_recipe (recipe, ENDLESS);
  recipe->model = OV_MODEL_TWO_LAYER;
  recipe->preset = "two-layer-sgd";
  recipe->hidden_units = 200;
  recipe->batch_size = 1;
}

static OvRun *
make_run (const OvRecipe *recipe, Witness *witness)
{
  OvRun *run = ov_run_new (recipe, dataset, 2);

  witness_init (witness, run);

  return run;
}

static OvRun *
make_endless_run (Witness *witness)
{
  OvRecipe recipe;

  init_recipe (&recipe, ENDLESS);

  return make_run (&recipe, witness);
}

static void
test_idle (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, 3);
  run = make_run (&recipe, &witness);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_IDLE);
  g_assert_false (ov_run_has_ended (run));
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (run), &recipe));
  g_assert_true (ov_run_get_dataset (run) == dataset);
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (run)), ==, 0);
  g_assert_null (ov_run_get_templates (run));
  g_assert_null (ov_run_get_error (run));
  g_assert_cmpuint (ov_run_get_progress (run)->images_done, ==, 0);

  /* These are for runs that are under way. */
  ov_run_pause (run);
  ov_run_resume (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_IDLE);
  witness_assert_states (&witness, 0);
  witness_clear (&witness);
}

/* A run's epochs are a trainer's. */
static void
test_finish (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  OvTemplates templates;
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, 25);
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  witness_wait_for_state (&witness, OV_RUN_FINISHED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_FINISHED);
  g_assert_cmpuint (witness.n_epochs, ==, 25);
  g_assert_cmpuint (witness.n_templates, >, 0);

  trainer = ov_trainer_new (&recipe, dataset, 2, &error);
  for (guint i = 0; i < 25; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (run), i);
      OvEpoch expected;

      ov_trainer_run_epoch (trainer, &expected, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      expected.seconds = epoch->seconds;
      g_assert_cmpmem (epoch, sizeof *epoch, &expected, sizeof expected);
    }
  ov_trainer_get_templates (trainer, &templates);
  g_assert_cmpmem (ov_run_get_templates (run), sizeof templates, &templates, sizeof templates);

  /* After the end nothing changes any more. */
  ov_run_pause (run);
  ov_run_resume (run);
  ov_run_step (run);
  ov_run_cancel (run);
  ov_run_set_pace (run, 5.0);
  witness_drain (5);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_FINISHED);
  witness_clear (&witness);
}

static void
test_pause_within_an_epoch (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;
  guint images_done;

  init_slow_recipe (&recipe);
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  while (ov_run_get_progress (run)->images_done == 0)
    g_main_context_iteration (NULL, TRUE);

  ov_run_pause (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);

  /* A batch may still have been under way; after that the worker rests. */
  witness_drain (100);
  images_done = ov_run_get_progress (run)->images_done;
  witness_drain (200);
  g_assert_cmpuint (ov_run_get_progress (run)->images_done, <=, images_done + 1);
  g_assert_cmpuint (witness.n_epochs, ==, 0);

  images_done = ov_run_get_progress (run)->images_done;
  ov_run_resume (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  while (ov_run_get_progress (run)->images_done == images_done)
    g_main_context_iteration (NULL, TRUE);
  witness_assert_states (&witness, 3, OV_RUN_RUNNING, OV_RUN_PAUSED, OV_RUN_RUNNING);
  witness_clear (&witness);
}

/* An epoch that had ended when the pause came may still arrive, and no other. */
static void
test_pause_between_epochs (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  ov_run_start (run);
  for (guint i = 0; i < 10; i++)
    {
      guint n_epochs;

      witness_wait_for_epochs (&witness, witness.n_epochs + 3);
      ov_run_pause (run);
      witness_drain (20);
      n_epochs = witness.n_epochs;
      witness_drain (40);
      g_assert_cmpuint (witness.n_epochs, <=, n_epochs + 1);
      g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
      ov_run_resume (run);
    }
  witness_clear (&witness);
}

static void
test_step (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  for (guint i = 1; i <= 5; i++)
    {
      ov_run_step (run);
      g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
      witness_wait_for_state (&witness, OV_RUN_PAUSED);
      g_assert_cmpuint (witness.n_epochs, ==, i);
      g_assert_cmpuint (witness.n_templates, ==, i);
      g_assert_cmpuint (witness.states->len, ==, 2 * i);
    }
  witness_drain (20);
  g_assert_cmpuint (witness.n_epochs, ==, 5);

  /* From a pause to running on, and from running to the end of an epoch. */
  ov_run_resume (run);
  witness_wait_for_epochs (&witness, 10);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  g_assert_cmpuint (witness.n_epochs, >, 10);
  witness_clear (&witness);
}

static void
test_step_to_the_end (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, 2);
  run = make_run (&recipe, &witness);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_FINISHED);
  g_assert_cmpuint (witness.n_epochs, ==, 2);
  witness_clear (&witness);
}

/* The worker has come to rest after a step, but its mail has not been read when the run is told to
 * go on: that mail is out of date. */
static void
test_stale_rest (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  ov_run_step (run);
  g_usleep (200 * 1000);
  ov_run_pause (run);
  ov_run_resume (run);
  witness_wait_for_epochs (&witness, 5);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  witness_assert_states (&witness, 3, OV_RUN_RUNNING, OV_RUN_PAUSED, OV_RUN_RUNNING);
  witness_clear (&witness);
}

static void
step_again_cb (OvRun *run, guint n_added, gpointer user_data)
{
  guint *n_steps = user_data;

  if ((*n_steps)-- > 0)
    ov_run_step (run);
}

static void
test_step_from_a_handler (void)
{
  guint n_steps = 4;
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  g_signal_connect (run, "epochs-added", G_CALLBACK (step_again_cb), &n_steps);
  ov_run_step (run);
  witness_wait_for_epochs (&witness, 5);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  witness_drain (30);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_PAUSED);
  g_assert_cmpuint (witness.n_epochs, ==, 5);
  witness_clear (&witness);
}

static void
resume_cb (OvRun *run, guint n_added, gpointer user_data)
{
  ov_run_resume (run);
}

/* When a step's epoch is told, the run rests already and can be resumed. */
static void
test_resume_from_a_handler (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  g_signal_connect (run, "epochs-added", G_CALLBACK (resume_cb), NULL);
  ov_run_step (run);
  witness_wait_for_epochs (&witness, 20);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  witness_clear (&witness);
}

/* Four waits of 20 ms lie between five epochs. */
static void
test_pace (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;
  gint64 start;

  init_recipe (&recipe, 5);
  run = make_run (&recipe, &witness);
  ov_run_set_pace (run, 50.0);
  start = g_get_monotonic_time ();
  ov_run_start (run);
  witness_wait_for_state (&witness, OV_RUN_FINISHED);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 80 * 1000);
  witness_clear (&witness);
}

/* While it waits for hours until the next epoch is due, a run hears everything else. */
static void
test_change_of_pace (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  ov_run_set_pace (run, 1e-4);
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 1);
  witness_drain (30);
  g_assert_cmpuint (witness.n_epochs, ==, 1);

  ov_run_set_pace (run, 0.0);
  witness_wait_for_epochs (&witness, 20);

  ov_run_set_pace (run, 1e-4);
  witness_drain (10);
  ov_run_pause (run);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);

  ov_run_resume (run);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_CANCELLED);
  witness_clear (&witness);
}

static void
test_extreme_paces (void)
{
  static const double paces[] = {G_MINDOUBLE, 1e-13, 1e12, G_MAXDOUBLE};

  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    {
      const gboolean is_slow = paces[i] < 1.0;
      Witness witness;
      OvRun *run = make_endless_run (&witness);

      ov_run_set_pace (run, paces[i]);
      ov_run_start (run);
      witness_wait_for_epochs (&witness, is_slow ? 1 : 20);
      if (is_slow)
        witness_drain (20);
      g_assert_cmpint (witness.n_epochs == 1, ==, is_slow);
      witness_clear (&witness);
    }
}

static void
test_cancel (void)
{
  Witness witness;
  OvRun *run = make_endless_run (&witness);

  ov_run_cancel (run);
  witness_assert_states (&witness, 1, OV_RUN_CANCELLED);
  ov_run_cancel (run);
  ov_run_step (run);
  witness_assert_states (&witness, 1, OV_RUN_CANCELLED);
  witness_clear (&witness);

  /* Told at once, known when the worker has said so. */
  run = make_endless_run (&witness);
  ov_run_start (run);
  ov_run_cancel (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_CANCELLED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_CANCELLED);
  witness_clear (&witness);

  run = make_endless_run (&witness);
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 2);
  ov_run_pause (run);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_CANCELLED);
  witness_assert_states (&witness, 3, OV_RUN_RUNNING, OV_RUN_PAUSED, OV_RUN_CANCELLED);
  g_assert_nonnull (ov_run_get_templates (run));
  witness_clear (&witness);

  run = make_endless_run (&witness);
  ov_run_step (run);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_CANCELLED);
  witness_clear (&witness);
}

/* In the middle of a long epoch as well: the epoch is not waited for. */
static void
test_cancel_within_an_epoch (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_slow_recipe (&recipe);
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  while (ov_run_get_progress (run)->images_done == 0)
    g_main_context_iteration (NULL, TRUE);
  ov_run_cancel (run);
  witness_wait_for_state (&witness, OV_RUN_CANCELLED);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  g_assert_null (ov_run_get_templates (run));
  witness_clear (&witness);
}

static void
test_dispose (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Witness witness;
      OvRun *run = make_endless_run (&witness);

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

  init_recipe (&recipe, ENDLESS);
  run = ov_run_new (&recipe, dataset, 2);
  g_object_add_weak_pointer (G_OBJECT (run), (gpointer *) &run);
  g_signal_connect (run, "epochs-added", G_CALLBACK (drop_cb), &run);
  ov_run_start (run);
  while (run != NULL)
    g_main_context_iteration (NULL, TRUE);
  witness_drain (5);
}

static void
test_divergence (void)
{
  Witness witness;
  OvRecipe recipe;
  const OvHistory *history;
  OvRun *run;

  init_recipe (&recipe, ENDLESS);
  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  witness_wait_for_state (&witness, OV_RUN_DIVERGED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_DIVERGED);
  history = ov_run_get_history (run);
  g_assert_true (ov_history_has_diverged (history));
  g_assert_cmpuint (ov_history_get_n_epochs (history), >, 1);
  g_assert_cmpuint (ov_history_get_n_epochs (history), <, 30);
  g_assert_cmpuint (witness.n_templates, >, 0);
  g_assert_null (ov_run_get_error (run));
  witness_clear (&witness);
}

/* When the very first batch leads to no number, there are no templates, and the epoch is told. */
static void
test_divergence_at_once (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, ENDLESS);
  recipe.learning_rate = 100.0;
  recipe.pixel_scale = 255.0;
  recipe.batch_size = 10;
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  witness_wait_for_state (&witness, OV_RUN_DIVERGED);
  g_assert_cmpuint (witness.n_epochs, ==, 1);
  g_assert_false (ov_epoch_is_finite (ov_history_get_last (ov_run_get_history (run))));
  g_assert_null (ov_run_get_templates (run));
  witness_clear (&witness);
}

static void
test_failure (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, 3);
  recipe.learning_rate = NAN;
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  witness_wait_for_state (&witness, OV_RUN_FAILED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_FAILED);
  g_assert_error (ov_run_get_error (run), OV_ERROR, OV_ERROR_RECIPE);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  ov_run_step (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_FAILED);
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
  init_recipe (&recipe, 10);
  run = make_run (&recipe, &witness);
  ov_run_start (run);
  witness_wait_for_state (&witness, OV_RUN_FINISHED);
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

  init_recipe (&recipe, 3);
  run = make_run (&recipe, &witness);
  g_main_context_push_thread_default (context);
  ov_run_start (run);
  g_main_context_pop_thread_default (context);

  witness_drain (50);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  while (!ov_run_has_ended (run))
    g_main_context_iteration (context, TRUE);
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
  OvRun *run = make_endless_run (&witness);

  for (guint i = 0; i < 200; i++)
    {
      make_move (run, (guint) g_rand_int_range (rand, 0, 10));
      if (g_rand_boolean (rand))
        witness_drain ((guint) g_rand_int_range (rand, 0, 4));

      if (ov_run_has_ended (run) || g_rand_int_range (rand, 0, 12) == 0)
        {
          witness_clear (&witness);
          run = make_endless_run (&witness);
          if (g_rand_boolean (rand))
            ov_run_start (run);
        }
    }
  witness_clear (&witness);
}

static gpointer
do_nothing (gpointer data)
{
  return NULL;
}

static void
run_and_count (gconstpointer data)
{
  void (*test) (void) = (void (*) (void)) data;
  const guint n_threads = witness_count_threads ();

  test ();
  witness_assert_threads (n_threads);
}

/* Every test ends with the threads that it began with. */
static void
add (const char *path, void (*test) (void))
{
  g_test_add_data_func (path, (gconstpointer) test, run_and_count);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  /* With the first thread of a program, ThreadSanitizer starts one of its own that stays. */
  g_thread_join (g_thread_new ("first", do_nothing, NULL));

  add ("/run/idle", test_idle);
  add ("/run/finish", test_finish);
  add ("/run/pause-within-an-epoch", test_pause_within_an_epoch);
  add ("/run/pause-between-epochs", test_pause_between_epochs);
  add ("/run/step", test_step);
  add ("/run/step-to-the-end", test_step_to_the_end);
  add ("/run/stale-rest", test_stale_rest);
  add ("/run/step-from-a-handler", test_step_from_a_handler);
  add ("/run/resume-from-a-handler", test_resume_from_a_handler);
  add ("/run/pace", test_pace);
  add ("/run/change-of-pace", test_change_of_pace);
  add ("/run/extreme-paces", test_extreme_paces);
  add ("/run/cancel", test_cancel);
  add ("/run/cancel-within-an-epoch", test_cancel_within_an_epoch);
  add ("/run/dispose", test_dispose);
  add ("/run/drop-from-a-handler", test_drop_from_a_handler);
  add ("/run/divergence", test_divergence);
  add ("/run/divergence-at-once", test_divergence_at_once);
  add ("/run/failure", test_failure);
  add ("/run/contexts-of-threads", test_contexts_of_threads);
  add ("/run/context-at-the-start", test_context_at_the_start);
  add ("/run/random-moves", test_random_moves);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

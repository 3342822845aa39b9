/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "run.h"

#include "model.h"
#include "run-witness.h"

/* An epoch of it takes some tenths of a second: time to do something in the middle. */
static void
init_slow_recipe (OvRecipe *recipe)
{
  witness_init_recipe (recipe, WITNESS_ENDLESS);
  recipe->model = ov_model_find ("two-layer");
  recipe->preset = "two-layer-sgd";
  recipe->hidden_units = 200;
  recipe->batch_size = 1;
}

static void
test_idle (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, 3);
  run = witness_run_new (&witness, &recipe);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_IDLE);
  g_assert_false (ov_run_has_ended (run));
  g_assert_true (ov_recipe_equal (ov_run_get_recipe (run), &recipe));
  g_assert_true (ov_run_get_dataset (run) == witness_get_dataset ());
  g_assert_cmpuint (ov_history_get_n_epochs (ov_run_get_history (run)), ==, 0);
  g_assert_null (ov_run_get_templates (run));
  g_assert_null (ov_run_get_record (run)->error);
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

  witness_init_recipe (&recipe, 25);
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_ENDED);
  g_assert_cmpuint (witness.n_epochs, ==, 25);
  g_assert_cmpuint (witness.n_templates, >, 0);

  trainer = ov_trainer_new (&recipe, witness_get_dataset (), 2, &error);
  for (guint i = 0; i < 25; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (run), i);
      OvEpoch expected;

      ov_trainer_run_epoch (trainer, &expected, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      fixture_assert_same_epochs (epoch, &expected, 1);
    }
  ov_trainer_get_templates (trainer, &templates, NULL);
  g_assert_cmpmem (ov_run_get_templates (run), sizeof templates, &templates, sizeof templates);

  /* After the end nothing changes any more. */
  ov_run_pause (run);
  ov_run_resume (run);
  ov_run_step (run);
  ov_run_cancel (run);
  ov_run_set_pace (run, 5.0);
  witness_drain (5);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_ENDED);
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
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  wait_in_context (NULL, ov_run_get_progress (run)->images_done != 0);

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
  wait_in_context (NULL, ov_run_get_progress (run)->images_done != images_done);
  witness_assert_states (&witness, 3, OV_RUN_RUNNING, OV_RUN_PAUSED, OV_RUN_RUNNING);
  witness_clear (&witness);
}

/* An epoch that had ended when the pause came may still arrive, and no other. */
static void
test_pause_between_epochs (void)
{
  Witness witness;
  OvRun *run = witness_endless_run_new (&witness);

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
  OvRun *run = witness_endless_run_new (&witness);

  for (guint i = 1; i <= 5; i++)
    {
      const guint n_templates = witness.n_templates;

      ov_run_step (run);
      g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
      witness_wait_for_state (&witness, OV_RUN_PAUSED);
      g_assert_cmpuint (witness.n_epochs, ==, i);
      g_assert_cmpuint (witness.n_templates, >, n_templates);
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

  witness_init_recipe (&recipe, 2);
  run = witness_run_new (&witness, &recipe);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  ov_run_step (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  g_assert_cmpuint (witness.n_epochs, ==, 2);
  witness_clear (&witness);
}

/* The worker has come to rest after a step, but its update has not been read when the run is told
 * to go on: that update is out of date. */
static void
test_stale_rest (void)
{
  Witness witness;
  OvRun *run = witness_endless_run_new (&witness);

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
  OvRun *run = witness_endless_run_new (&witness);

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
  OvRun *run = witness_endless_run_new (&witness);

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

  witness_init_recipe (&recipe, 5);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_pace (run, 50.0);
  start = g_get_monotonic_time ();
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 80 * 1000);
  witness_clear (&witness);
}

/* While it waits for hours until the next epoch is due, a run hears everything else. */
static void
test_change_of_pace (void)
{
  Witness witness;
  OvRun *run = witness_endless_run_new (&witness);

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
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
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
      OvRun *run = witness_endless_run_new (&witness);

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
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_cancel (run);
  witness_assert_states (&witness, 1, OV_RUN_ENDED);
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_CANCELLED);
  ov_run_cancel (run);
  ov_run_step (run);
  witness_assert_states (&witness, 1, OV_RUN_ENDED);
  g_assert_cmpint (ov_run_get_outcome (run), ==, OV_OUTCOME_CANCELLED);
  witness_clear (&witness);

  /* Told at once, known when the worker has said so. */
  run = witness_endless_run_new (&witness);
  ov_run_start (run);
  ov_run_cancel (run);
  g_assert_cmpint (ov_run_get_state (run), ==, OV_RUN_RUNNING);
  ov_run_cancel (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
  witness_assert_states (&witness, 2, OV_RUN_RUNNING, OV_RUN_ENDED);
  witness_clear (&witness);

  run = witness_endless_run_new (&witness);
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 2);
  ov_run_pause (run);
  ov_run_cancel (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
  witness_assert_states (&witness, 3, OV_RUN_RUNNING, OV_RUN_PAUSED, OV_RUN_ENDED);
  g_assert_nonnull (ov_run_get_templates (run));
  witness_clear (&witness);

  run = witness_endless_run_new (&witness);
  ov_run_step (run);
  ov_run_cancel (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
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
  run = witness_run_new (&witness, &recipe);
  ov_run_start (run);
  wait_in_context (NULL, ov_run_get_progress (run)->images_done != 0);
  ov_run_cancel (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  witness_clear (&witness);
}

int
main (int argc, char *argv[])
{
  witness_start (&argc, &argv);

  witness_add_test ("/run/idle", test_idle);
  witness_add_test ("/run/finish", test_finish);
  witness_add_test ("/run/pause-within-an-epoch", test_pause_within_an_epoch);
  witness_add_test ("/run/pause-between-epochs", test_pause_between_epochs);
  witness_add_test ("/run/step", test_step);
  witness_add_test ("/run/step-to-the-end", test_step_to_the_end);
  witness_add_test ("/run/stale-rest", test_stale_rest);
  witness_add_test ("/run/step-from-a-handler", test_step_from_a_handler);
  witness_add_test ("/run/resume-from-a-handler", test_resume_from_a_handler);
  witness_add_test ("/run/pace", test_pace);
  witness_add_test ("/run/change-of-pace", test_change_of_pace);
  witness_add_test ("/run/extreme-paces", test_extreme_paces);
  witness_add_test ("/run/cancel", test_cancel);
  witness_add_test ("/run/cancel-within-an-epoch", test_cancel_within_an_epoch);

  return witness_finish ();
}

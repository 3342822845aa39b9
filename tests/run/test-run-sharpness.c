/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <time.h>

#include "epoch-fixture.h"
#include "run-witness.h"
#include "sharpness.h"
#include "update-rule.h"

/* The sharpness in the course of a run: when it is measured, and that nothing else is any other. */

#define N_EPOCHS 11

/* How much a run may still compute, on two processors, when it is to end or to rest in the middle
 * of a measurement: 400 ms of each, in microseconds. Processor time, since a busy machine may let
 * the threads wait for long; and the sanitizers make every step many times as long. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define SOON (2 * 1000 * 1000)
#else
#define SOON (2 * 400 * 1000)
#endif

/* How long nothing is computed by a run that rests, in microseconds. */
#define REST (300 * 1000)

static void
init_recipe (OvRecipe *recipe, guint epochs)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, "two-layer-gd", &error);
  g_assert_no_error (error);
  recipe->hidden_units = 5;
  recipe->pixel_scale = 1.0;
  recipe->weight_std = 0.1;
  recipe->epochs = epochs;
}

static void
use_adam (OvRecipe *recipe)
{
  while (!g_str_equal (ov_update_rule_names[recipe->update_rule], "adam"))
    recipe->update_rule++;
}

/* A network whose sharpness takes seconds to measure. */
static void
init_slow_recipe (OvRecipe *recipe)
{
  init_recipe (recipe, WITNESS_ENDLESS);
  recipe->hidden_units = 1000;
}

static OvRun *
run_to_the_end (Witness *witness, const OvRecipe *recipe, guint interval)
{
  OvRun *run = witness_run_new (witness, recipe);

  ov_run_set_sharpness_interval (run, interval);
  ov_run_start (run);
  witness_wait_for_outcome (witness, OV_OUTCOME_FINISHED);

  return run;
}

static void
assert_epochs (OvRun *run, guint n, const guint *expected)
{
  const OvSharpnessHistory *history = ov_run_get_record (run)->sharpness;

  g_assert_cmpuint (history->points->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (ov_sharpness_history_get_point (history, i)->epoch, ==, expected[i]);
      g_assert_cmpfloat (ov_sharpness_history_get_point (history, i)->value, >, 0.0);
    }
}

static void
test_epochs (void)
{
  static const guint all[N_EPOCHS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  static const guint fifth[] = {0, 5, 10};
  static const guint first[] = {0};
  Witness witness;
  const OvRunRecord *record;
  OvRecipe recipe;

  init_recipe (&recipe, N_EPOCHS);
  assert_epochs (run_to_the_end (&witness, &recipe, 1), N_EPOCHS, all);
  record = ov_run_get_record (witness.run);
  g_assert_cmpfloat (record->sharpness->seconds, >, 0.0);
  g_assert_false (ov_run_is_measuring (witness.run));
  witness_clear (&witness);

  assert_epochs (run_to_the_end (&witness, &recipe, 5), 3, fifth);
  witness_clear (&witness);
  assert_epochs (run_to_the_end (&witness, &recipe, 100), 1, first);
  witness_clear (&witness);
  assert_epochs (run_to_the_end (&witness, &recipe, 0), 0, NULL);
  witness_clear (&witness);
}

/* What divides by a running square has a sharpness once there is one. */
static void
test_preconditioned (void)
{
  static const guint later[] = {1, 2};
  Witness witness;
  OvRecipe recipe;

  init_recipe (&recipe, 3);
  use_adam (&recipe);
  assert_epochs (run_to_the_end (&witness, &recipe, 1), G_N_ELEMENTS (later), later);
  witness_clear (&witness);
}

/* What is measured before the first epoch is what the first weights have. */
static void
test_value (void)
{
  Witness witness;
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  OvSharpness expected;
  const OvSharpnessHistory *history;
  OvRun *run;

  init_recipe (&recipe, 1);
  run = run_to_the_end (&witness, &recipe, 1);
  trainer = ov_trainer_new (&recipe, witness_get_dataset (), 2, NULL);
  ov_trainer_measure_sharpness (trainer, OV_SHARPNESS_IMAGES, OV_SHARPNESS_ITERATIONS,
                                OV_SHARPNESS_TOLERANCE, &expected, NULL, NULL);
  history = ov_run_get_record (run)->sharpness;
  g_assert_cmpfloat_with_epsilon (ov_sharpness_history_get_point (history, 0)->value,
                                  expected.value, 1e-3 * expected.value);
  witness_clear (&witness);
}

static void
assert_same_course (const OvRecipe *recipe)
{
  Witness plain;
  Witness measured;
  OvRun *first = run_to_the_end (&plain, recipe, 0);
  OvRun *second = run_to_the_end (&measured, recipe, 2);

  for (guint i = 0; i < recipe->epochs; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (second), i);

      fixture_assert_same_epochs (epoch, ov_history_get_epoch (ov_run_get_history (first), i), 1);
    }
  g_assert_cmpmem (ov_run_get_templates (first), sizeof (OvTemplates),
                   ov_run_get_templates (second), sizeof (OvTemplates));
  witness_clear (&plain);
  witness_clear (&measured);
}

/* To the last bit, with whole batches as well as with shuffled mini-batches and momentum. */
static void
test_changes_nothing (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, 6);
  assert_same_course (&recipe);
  recipe.batch_size = 40;
  recipe.momentum = 0.5;
  recipe.shuffle = TRUE;
  assert_same_course (&recipe);
  use_adam (&recipe);
  assert_same_course (&recipe);
}

/* Another interval holds from the next epoch on; none stops the measuring. */
static void
test_change_in_the_middle (void)
{
  Witness witness;
  OvRecipe recipe;
  const OvSharpnessHistory *history;
  double first;
  OvRun *run;

  init_recipe (&recipe, WITNESS_ENDLESS);
  run = witness_run_new (&witness, &recipe);
  history = ov_run_get_record (run)->sharpness;
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 3);
  g_assert_cmpuint (history->points->len, ==, 0);

  ov_run_set_sharpness_interval (run, 4);
  wait_in_context (NULL, history->points->len >= 3);
  first = ov_sharpness_history_get_point (history, 0)->epoch;
  g_assert_cmpfloat (first, >=, 3.0);
  g_assert_cmpfloat (ov_sharpness_history_get_point (history, 1)->epoch, ==, first + 4.0);
  g_assert_cmpfloat (ov_sharpness_history_get_point (history, 2)->epoch, ==, first + 8.0);

  ov_run_set_sharpness_interval (run, 0);

  /* The epoch that was under way may still have been measured. */
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  first = ov_sharpness_history_get_last (history)->epoch;
  ov_run_resume (run);
  witness_wait_for_epochs (&witness, witness.n_epochs + 12);
  g_assert_cmpfloat (ov_sharpness_history_get_last (history)->epoch, ==, first);
  witness_clear (&witness);
}

static void
wait_for_measuring (OvRun *run)
{
  wait_in_context (NULL, ov_run_is_measuring (run));
}

/* Processor time of all threads, in microseconds. */
static gint64
get_processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_cancel (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;
  gint64 start;

  init_slow_recipe (&recipe);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  wait_for_measuring (run);
  start = get_processor_time ();
  ov_run_cancel (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_CANCELLED);
  g_test_message ("ended after %.1f ms", (double) (get_processor_time () - start) / 1000.0);
  g_assert_cmpint (get_processor_time () - start, <, SOON);
  g_assert_cmpuint (ov_run_get_record (run)->sharpness->points->len, ==, 0);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  g_assert_false (ov_run_is_measuring (run));
  witness_clear (&witness);
}

/* A pause does not wait for the measurement: the threads rest. */
static void
test_pause (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;
  gint64 start;
  gint64 before;

  init_slow_recipe (&recipe);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  wait_for_measuring (run);
  ov_run_pause (run);
  g_assert_false (ov_run_is_measuring (run));
  start = get_processor_time ();
  do
    {
      before = get_processor_time ();
      g_usleep (REST);
      g_assert_cmpint (get_processor_time () - start, <, SOON);
    }
  while (get_processor_time () - before > REST / 10);
  witness_drain (5);
  g_assert_cmpuint (ov_run_get_record (run)->sharpness->points->len, ==, 0);
  witness_clear (&witness);
}

/* What a pause has given up is measured when the run continues. */
static void
test_resume (void)
{
  Witness witness;
  OvRecipe recipe;
  const OvSharpnessHistory *history;
  OvRun *run;

  init_recipe (&recipe, WITNESS_ENDLESS);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  for (guint i = 0; i < 5; i++)
    {
      wait_for_measuring (run);
      ov_run_pause (run);
      witness_drain (5);
      ov_run_resume (run);
    }
  witness_wait_for_epochs (&witness, witness.n_epochs + 1);
  history = ov_run_get_record (run)->sharpness;
  for (guint i = 0; i < witness.n_epochs; i++)
    g_assert_cmpfloat (ov_sharpness_history_get_point (history, i)->epoch, ==, i);
  witness_clear (&witness);
}

/* One step measures, trains and rests. */
static void
test_step (void)
{
  static const guint expected[] = {0, 1};
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, WITNESS_ENDLESS);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  for (guint i = 0; i < 2; i++)
    {
      ov_run_step (run);
      witness_wait_for_state (&witness, OV_RUN_PAUSED);
      witness_drain (20);
      g_assert_cmpuint (witness.n_epochs, ==, i + 1);
      assert_epochs (run, i + 1, expected);
    }
  witness_clear (&witness);
}

static void
snapshot_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OvSnapshot **snapshot = user_data;
  g_autoptr (GError) error = NULL;

  *snapshot = ov_run_take_snapshot_finish (result, &error);
  g_assert_no_error (error);
}

/* Nor does who asks for the weights, which are those of the run and not those of a measurement. */
static void
test_snapshot (void)
{
  Witness witness;
  OvRecipe recipe;
  OvSnapshot *snapshot = NULL;
  OvRun *run;
  gint64 start;

  init_slow_recipe (&recipe);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  wait_for_measuring (run);
  start = get_processor_time ();
  ov_run_take_snapshot (run, NULL, snapshot_cb, &snapshot);
  wait_in_context (NULL, snapshot != NULL);
  g_assert_cmpint (get_processor_time () - start, <, SOON);
  g_assert_cmpuint (witness.n_epochs, ==, 0);
  ov_snapshot_unref (snapshot);

  /* It is made again. */
  wait_in_context (NULL, ov_run_get_record (run)->sharpness->points->len != 0);
  witness_clear (&witness);
}

/* Turning it off does not wait for the measurement either. */
static void
test_turn_off_in_the_middle (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_slow_recipe (&recipe);
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  wait_for_measuring (run);
  ov_run_set_sharpness_interval (run, 0);
  wait_in_context (NULL, witness.n_progress != 0);
  g_assert_false (ov_run_is_measuring (run));
  g_assert_cmpuint (ov_run_get_record (run)->sharpness->points->len, ==, 0);
  witness_clear (&witness);
}

/* The linear classifier's is known beforehand. */
static void
test_linear (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  witness_init_recipe (&recipe, 3);
  run = run_to_the_end (&witness, &recipe, 1);
  g_assert_cmpuint (ov_run_get_sharpness_interval (run), ==, 0);
  assert_epochs (run, 0, NULL);
  witness_clear (&witness);
}

/* A run that diverges ends as such. */
static void
test_divergence (void)
{
  Witness witness;
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe, WITNESS_ENDLESS);
  recipe.learning_rate = 10.0;
  recipe.regularisation = 1.0;
  run = witness_run_new (&witness, &recipe);
  ov_run_set_sharpness_interval (run, 1);
  ov_run_start (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_DIVERGED);
  g_assert_cmpuint (ov_run_get_record (run)->sharpness->points->len, ==,
                    witness.n_epochs);
  witness_clear (&witness);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTask) task = NULL;

  witness_start (&argc, &argv);

  /* With a program's first task, GLib starts a thread of its own that stays. */
  task = g_task_new (NULL, NULL, NULL, NULL);

  witness_add_test ("/run-sharpness/epochs", test_epochs);
  witness_add_test ("/run-sharpness/preconditioned", test_preconditioned);
  witness_add_test ("/run-sharpness/value", test_value);
  witness_add_test ("/run-sharpness/changes-nothing", test_changes_nothing);
  witness_add_test ("/run-sharpness/change-in-the-middle", test_change_in_the_middle);
  witness_add_test ("/run-sharpness/cancel", test_cancel);
  witness_add_test ("/run-sharpness/pause", test_pause);
  witness_add_test ("/run-sharpness/resume", test_resume);
  witness_add_test ("/run-sharpness/step", test_step);
  witness_add_test ("/run-sharpness/turn-off-in-the-middle", test_turn_off_in_the_middle);
  witness_add_test ("/run-sharpness/snapshot", test_snapshot);
  witness_add_test ("/run-sharpness/linear", test_linear);
  witness_add_test ("/run-sharpness/divergence", test_divergence);

  return witness_finish ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "instrument.h"
#include "run-witness.h"
#include "trainer-step.h"

/* The instruments in the course of a run, and the loss along its steps: when they are read, and
 * that nothing else is any other. */

#define N_EPOCHS 11

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 5;
  recipe->pixel_scale = 1.0;
  recipe->weight_std = 0.1;
  recipe->epochs = N_EPOCHS;
}

static OvRun *
run_to_the_end (Witness *witness, const OvRecipe *recipe, guint instruments)
{
  OvRun *run = witness_run_new (witness, recipe);

  ov_run_set_instruments (run, instruments);
  ov_run_set_measures_steps (run, instruments != 0);
  g_assert_cmpuint (ov_run_get_instruments (run), ==, instruments);
  ov_run_start (run);
  witness_wait_for_outcome (witness, OV_OUTCOME_FINISHED);

  return run;
}

/* Each instrument is read after each epoch of batches, and after every fifth that is one step. */
static void
check_readings (OvRun *run, guint interval)
{
  const OvRunRecord *record = ov_run_get_record (run);

  for (guint i = 0; ov_instruments[i] != NULL; i++)
    for (guint epoch = 0; epoch < N_EPOCHS; epoch++)
      {
        const OvInstrumentReading *reading = ov_readings_find (record->readings, epoch, i);

        g_assert_cmpint (reading != NULL, ==, epoch % interval == 0);
        if (reading != NULL)
          g_assert_cmpuint (reading->n_values, ==,
                            ov_instrument_count_values (ov_instruments[i], record->recipe.model));
      }
}

/* To the last bit, but for how long it took. */
static void
assert_same_line (const OvStepLine *line,
                  const OvStepLine *expected)
{
  const gsize size = sizeof line->losses;

  g_assert_cmpuint (line->epoch, ==, expected->epoch);
  g_assert_cmpfloat (line->learning_rate, ==, expected->learning_rate);
  g_assert_cmpfloat (line->landed, ==, expected->landed);
  g_assert_cmpmem (line->lengths, size, expected->lengths, size);
  g_assert_cmpmem (line->losses, size, expected->losses, size);
  g_assert_cmpmem (&line->model, sizeof line->model, &expected->model, sizeof expected->model);
  g_assert_cmpuint (line->n_steps, ==, expected->n_steps);
  g_assert_cmpmem (line->low, size, expected->low, size);
  g_assert_cmpmem (line->high, size, expected->high, size);
  g_assert_cmpuint (line->n_images, ==, expected->n_images);
}

/* However seldom steps are measured, the last one is, and is the trainer's own. */
static void
check_step (OvRun *run)
{
  const OvRecipe *recipe = ov_run_get_recipe (run);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, witness_get_dataset (), 1, &error);
  const OvStepLine *step = ov_run_get_step (run);
  OvStepLine line;

  g_assert_no_error (error);
  g_assert_nonnull (step);
  g_assert_cmpuint (step->epoch, ==, N_EPOCHS - 1);
  g_assert_cmpuint (step->n_steps, ==, recipe->batch_size > 0 ? OV_STEP_LINES : 1);
  ov_trainer_set_kept_steps (trainer, OV_STEP_LINES);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;

      g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));
    }
  g_assert_true (ov_trainer_measure_step (trainer, OV_STEP_IMAGES, &line, NULL, &error));
  assert_same_line (step, &line);
}

static void
check_course (const OvRecipe *recipe, guint interval)
{
  Witness plain;
  Witness watched;
  OvRun *first = run_to_the_end (&plain, recipe, 0);
  OvRun *second = run_to_the_end (&watched, recipe, ov_instrument_get_all ());

  g_assert_cmpuint (ov_run_get_record (first)->readings->points->len, ==, 0);
  g_assert_null (ov_run_get_step (first));
  check_readings (second, interval);
  check_step (second);
  for (guint i = 0; i < recipe->epochs; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (ov_run_get_history (second), i);

      fixture_assert_same_epochs (epoch, ov_history_get_epoch (ov_run_get_history (first), i), 1);
    }
  g_assert_cmpmem (ov_run_get_templates (first), sizeof (OvTemplates),
                   ov_run_get_templates (second), sizeof (OvTemplates));
  witness_clear (&plain);
  witness_clear (&watched);
}

static void
test_changes_nothing (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-gd");
  check_course (&recipe, 5);
  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 40;
  recipe.momentum = 0.5;
  recipe.shuffle = TRUE;
  check_course (&recipe, 1);
}

/* What is switched on in the middle is read from the next epoch on, and no longer when it is
 * switched off. */
static void
test_change_in_the_middle (void)
{
  Witness witness;
  const OvRunRecord *record;
  OvRecipe recipe;
  guint distance;
  guint first;
  guint last;
  OvRun *run;

  g_assert_true (ov_instrument_find ("distance", &distance));
  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 40;
  recipe.epochs = WITNESS_ENDLESS;
  run = witness_run_new (&witness, &recipe);
  record = ov_run_get_record (run);
  ov_run_start (run);
  witness_wait_for_epochs (&witness, 3);
  g_assert_cmpuint (record->readings->points->len, ==, 0);

  ov_run_set_instruments (run, 1u << distance);
  wait_in_context (NULL, record->readings->points->len >= 3);
  first = ov_readings_get (record->readings, 0)->epoch;
  g_assert_cmpuint (ov_readings_get (record->readings, 2)->epoch, ==, first + 2);
  g_assert_cmpuint (ov_readings_get (record->readings, 2)->instrument, ==, distance);

  ov_run_set_instruments (run, 0);

  /* The epoch that was under way may still have been read. */
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  last = ov_readings_get_last (record->readings, distance)->epoch;
  ov_run_resume (run);
  witness_wait_for_epochs (&witness, ov_history_get_n_epochs (record->history) + 3);
  g_assert_cmpuint (ov_readings_get_last (record->readings, distance)->epoch, ==, last);
  witness_clear (&witness);
}

int
main (int argc, char **argv)
{
  witness_start (&argc, &argv);

  witness_add_test ("/run-instruments/changes-nothing", test_changes_nothing);
  witness_add_test ("/run-instruments/change-in-the-middle", test_change_in_the_middle);

  return witness_finish ();
}

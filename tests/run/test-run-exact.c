/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "quadratic-fixture.h"
#include "run-witness.h"
#include "session.h"

/* Runs that make exact steps on the data's quadratic form, from their start or from later on. */

#define N_EPOCHS 12
#define TOLERANCE 1e-5

static OvQuadratic *quadratic;

static void
init_recipe (OvRecipe *recipe)
{
  witness_init_recipe (recipe, N_EPOCHS);
  recipe->momentum = 0.6;
  recipe->learning_rate = 0.001;
}

/* Runs to the end, resting before the epoch at which the form comes; NULL for none at all. */
static OvRun *
run_to_end (Witness *witness, OvQuadratic *form, guint form_at)
{
  OvRecipe recipe;
  OvRun *run;

  init_recipe (&recipe);
  run = witness_run_new (witness, &recipe);
  g_assert_cmpuint (ov_run_get_record (run)->exact_from, ==, OV_EPOCH_NEVER);
  for (guint i = 0; i < form_at; i++)
    {
      ov_run_step (run);
      witness_wait_for_state (witness, OV_RUN_PAUSED);
    }
  ov_run_set_quadratic (run, form);
  if (form_at > 0)
    ov_run_resume (run);
  else
    ov_run_start (run);
  witness_wait_for_outcome (witness, OV_OUTCOME_FINISHED);

  return run;
}

static void
compare (OvRun *run, OvRun *expected, double tolerance)
{
  const OvHistory *history = ov_run_get_history (run);

  g_assert_cmpuint (ov_history_get_n_epochs (history), ==, N_EPOCHS);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, i);
      const OvEpoch *other = ov_history_get_epoch (ov_run_get_history (expected), i);

      g_assert_cmpfloat_with_epsilon (epoch->learning_rate, other->learning_rate, 1e-15);
      g_assert_cmpfloat_with_epsilon (epoch->train_loss, other->train_loss, tolerance);
      g_assert_cmpfloat_with_epsilon (epoch->test_loss, other->test_loss, tolerance);
    }
}

/* A form that is there at the start serves from the first epoch, and gives the same each time. */
static void
test_from_the_start (void)
{
  Witness plain;
  Witness first;
  Witness second;

  run_to_end (&plain, NULL, 0);
  run_to_end (&first, quadratic, 0);
  run_to_end (&second, quadratic, 0);
  g_assert_cmpuint (ov_run_get_record (plain.run)->exact_from, ==, OV_EPOCH_NEVER);
  g_assert_cmpuint (ov_run_get_record (first.run)->exact_from, ==, 0);
  compare (first.run, plain.run, TOLERANCE);
  compare (second.run, first.run, 1e-300);
  witness_clear (&plain);
  witness_clear (&first);
  witness_clear (&second);
}

/* One that comes later serves from the next epoch on. The course is that of the plain run, and the
 * momentum does not break off. */
static void
test_from_later_on (void)
{
  Witness plain;
  Witness late;

  run_to_end (&plain, NULL, 0);
  run_to_end (&late, quadratic, 4);
  g_assert_cmpuint (ov_run_get_record (late.run)->exact_from, ==, 4);
  compare (late.run, plain.run, TOLERANCE);
  witness_clear (&plain);
  witness_clear (&late);
}

/* In the middle of an epoch of a running run: at which one is chance. */
static void
test_while_running (void)
{
  Witness witness;
  OvRun *run = witness_endless_run_new (&witness);

  ov_run_start (run);
  witness_wait_for_epochs (&witness, 2);
  ov_run_set_quadratic (run, quadratic);
  wait_in_context (NULL, ov_run_get_record (run)->exact_from != OV_EPOCH_NEVER);
  g_assert_cmpuint (ov_run_get_record (run)->exact_from, >=, 2);
  ov_run_set_quadratic (run, quadratic);
  ov_run_set_quadratic (run, NULL);
  witness_wait_for_epochs (&witness, ov_run_get_record (run)->exact_from + 5);
  witness_clear (&witness);
}

/* A recipe that the form does not suit continues as it was. */
static void
test_unsuited (void)
{
  OvRecipe recipe;
  Witness witness;
  OvRun *run;

  init_recipe (&recipe);
  recipe.batch_size = 50;
  run = witness_run_new (&witness, &recipe);
  ov_run_step (run);
  witness_wait_for_state (&witness, OV_RUN_PAUSED);
  ov_run_set_quadratic (run, quadratic);
  ov_run_resume (run);
  witness_wait_for_outcome (&witness, OV_OUTCOME_FINISHED);
  g_assert_cmpuint (ov_run_get_record (run)->exact_from, ==, OV_EPOCH_NEVER);
  witness_clear (&witness);
}

/* A session lets its run have what it is given, and keeps a run that is held from starting. */
static void
test_session (void)
{
  OvSession *session = ov_session_new (2);
  OvRecipe recipe;

  witness_init_recipe (&recipe, WITNESS_ENDLESS);
  ov_session_set_recipe (session, &recipe);
  ov_session_set_held (session, TRUE);
  ov_session_set_dataset (session, witness_get_dataset ());
  witness_drain (3);
  g_assert_null (ov_session_get_run (session));
  ov_session_set_held (session, FALSE);
  g_assert_nonnull (ov_session_get_run (session));

  ov_session_set_quadratic (session, quadratic);
  wait_in_context (NULL, ov_run_get_record (ov_session_get_run (session))->exact_from
                           != OV_EPOCH_NEVER);

  ov_session_stop (session);
  wait_in_context (NULL, ov_run_has_ended (ov_session_get_run (session)));
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  int status;

  witness_start (&argc, &argv);
  quadratic = fixture_make_quadratic (witness_get_dataset ());

  witness_add_test ("/run-exact/from-the-start", test_from_the_start);
  witness_add_test ("/run-exact/from-later-on", test_from_later_on);
  witness_add_test ("/run-exact/while-running", test_while_running);
  witness_add_test ("/run-exact/unsuited", test_unsuited);
  witness_add_test ("/run-exact/session", test_session);

  status = witness_finish ();
  ov_quadratic_unref (quadratic);

  return status;
}

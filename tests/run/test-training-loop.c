/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training-loop.h"

#include "naive.h"

/* What the loop calls, in order: B, P and E for the three functions, P only once an epoch. */
typedef struct
{
  GString      *calls;
  GCancellable *cancellable;
  guint         cancel_in; /* the epoch in which the run is cancelled */
  guint         fail_in;   /* the epoch after which end_epoch fails */
} Fixture;

static gboolean
begin_epoch_cb (guint    epoch,
                gpointer user_data,
                GError **error)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->calls, "B%u", epoch);
  if (epoch == fixture->cancel_in)
    g_cancellable_cancel (fixture->cancellable);

  return TRUE;
}

static gboolean
progress_cb (const OvProgress *progress,
             gpointer          user_data)
{
  Fixture *fixture = user_data;

  if (fixture->calls->str[fixture->calls->len - 1] != 'P')
    g_string_append_c (fixture->calls, 'P');

  return TRUE;
}

static gboolean
end_epoch_cb (const OvEpoch *epoch,
              gpointer       user_data,
              GError       **error)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->calls, "E%u ", epoch->index);
  if (epoch->index == fixture->fail_in)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");

  return epoch->index != fixture->fail_in;
}

/* Runs three epochs, and asserts what was called. */
static OvOutcome
run (Fixture    *fixture,
     double      learning_rate,
     const char *expected,
     GError    **error)
{
  const OvTrainingLoop loop = {begin_epoch_cb, progress_cb, end_epoch_cb, fixture};
  g_autoptr (OvDataset) dataset = naive_dataset_new (50, 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) calls = g_string_new (NULL);
  g_autoptr (OvTrainer) trainer = NULL;
  OvOutcome outcome;
  OvRecipe recipe;

  g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
  recipe.learning_rate = learning_rate;
  trainer = ov_trainer_new (&recipe, dataset, 1, NULL);
  fixture->calls = calls;
  fixture->cancellable = cancellable;
  outcome = ov_training_loop_run (&loop, trainer, NULL, 3, cancellable, error);
  g_assert_cmpstr (calls->str, ==, expected);

  return outcome;
}

static void
test_finished (void)
{
  Fixture fixture = {.cancel_in = 9, .fail_in = 9};
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (&fixture, 1e-3, "B0PE0 B1PE1 B2PE2 ", &error), ==, OV_OUTCOME_FINISHED);
  g_assert_no_error (error);
}

static void
test_diverged (void)
{
  Fixture fixture = {.cancel_in = 9, .fail_in = 9};
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (&fixture, 100.0, "B0PE0 B1PE1 ", &error), ==, OV_OUTCOME_DIVERGED);
  g_assert_no_error (error);
}

/* A cancellation is no error. */
static void
test_cancelled (void)
{
  Fixture fixture = {.cancel_in = 1, .fail_in = 9};
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (&fixture, 1e-3, "B0PE0 B1", &error), ==, OV_OUTCOME_CANCELLED);
  g_assert_no_error (error);
}

static void
test_failed (void)
{
  Fixture fixture = {.cancel_in = 9, .fail_in = 1};
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (&fixture, 1e-3, "B0PE0 B1PE1 ", &error), ==, OV_OUTCOME_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

/* The epochs that are left, of which the divergence is told by the very first. */
static void
test_going_on (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Fixture fixture = {.cancel_in = 9, .fail_in = 9};
      const OvTrainingLoop loop = {begin_epoch_cb, progress_cb, end_epoch_cb, &fixture};
      g_autoptr (OvDataset) dataset = naive_dataset_new (50, 10);
      g_autoptr (GString) calls = g_string_new (NULL);
      g_autoptr (OvCheckpoint) checkpoint = NULL;
      g_autoptr (OvTrainer) trainer = NULL;
      g_autoptr (OvTrainer) other = NULL;
      OvRecipe recipe;
      OvEpoch first;

      g_assert_true (ov_recipe_init_preset (&recipe, "linear", NULL));
      recipe.learning_rate = 1e-3;
      trainer = ov_trainer_new (&recipe, dataset, 1, NULL);
      g_assert_true (ov_trainer_run_epoch (trainer, &first, NULL, NULL, NULL, NULL));
      checkpoint = ov_trainer_take_checkpoint (trainer);
      other = ov_trainer_new (&recipe, dataset, 1, NULL);
      g_assert_true (ov_trainer_restore_checkpoint (other, checkpoint, NULL));
      if (i == 1)
        first.train_loss *= 1e-5;

      fixture.calls = calls;
      g_assert_cmpint (ov_training_loop_run (&loop, other, &first, 3, NULL, NULL), ==,
                       i == 0 ? OV_OUTCOME_FINISHED : OV_OUTCOME_DIVERGED);
      g_assert_cmpstr (calls->str, ==, i == 0 ? "B1PE1 B2PE2 " : "B1PE1 ");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run/training-loop/finished", test_finished);
  g_test_add_func ("/run/training-loop/diverged", test_diverged);
  g_test_add_func ("/run/training-loop/cancelled", test_cancelled);
  g_test_add_func ("/run/training-loop/failed", test_failed);
  g_test_add_func ("/run/training-loop/going-on", test_going_on);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exact steps that go on from a checkpoint; test-checkpoint.c has the other ways of training. */

#include "checkpoint.h"

#include <string.h>

#include "epoch-fixture.h"
#include "quadratic-fixture.h"

/* No multiple of anything. */
#define N_TRAIN 401
#define N_TEST 97

#define N_PARAMETERS ((gsize) OV_N_CLASSES * (OV_IMAGE_SIZE + 1))

/* Batches of 1, 3, 7 and 13. */
#define N_EPOCHS 24

static OvDataset   *dataset;
static OvQuadratic *quadratic;

/* The epochs of a run, and its checkpoints before each and at the end. */
typedef struct
{
  OvEpoch       epochs[N_EPOCHS];
  OvCheckpoint *checkpoints[N_EPOCHS + 1];
} Course;

static void
run_course (Course *course, const OvRecipe *recipe)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, quadratic);

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      course->checkpoints[i] = ov_trainer_take_checkpoint (trainer);
      fixture_run_epoch (trainer, &course->epochs[i]);
    }
  course->checkpoints[N_EPOCHS] = ov_trainer_take_checkpoint (trainer);
}

static void
course_clear (Course *course)
{
  for (guint i = 0; i <= N_EPOCHS; i++)
    ov_checkpoint_unref (course->checkpoints[i]);
}

static OvTrainer *
resume (OvCheckpoint *checkpoint, const OvRecipe *recipe, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (checkpoint);
  g_autoptr (OvCheckpoint) read = ov_checkpoint_from_bytes (bytes, &error);
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, n_threads, NULL);

  g_assert_no_error (error);
  g_assert_true (ov_trainer_set_quadratic (trainer, quadratic));
  ov_trainer_restore_checkpoint (trainer, read, &error);
  g_assert_no_error (error);

  return trainer;
}

static void
assert_same_checkpoint (OvTrainer *trainer, OvCheckpoint *expected)
{
  g_autoptr (OvCheckpoint) checkpoint = ov_trainer_take_checkpoint (trainer);
  g_autoptr (GBytes) bytes = ov_checkpoint_to_bytes (checkpoint);
  g_autoptr (GBytes) expected_bytes = ov_checkpoint_to_bytes (expected);

  g_assert_true (g_bytes_equal (bytes, expected_bytes));
}

static void
run_on (OvTrainer *trainer, const Course *course, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    {
      OvEpoch epoch;

      fixture_run_epoch (trainer, &epoch);
      fixture_assert_same_epochs (&epoch, &course->epochs[i], 1);
    }
}

/* Wherever in a batch the run is left, and when it was given up while a batch was computed. */
static void
test_resume (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  for (guint i = 0; i < 2; i++)
    {
      Course course;

      recipe.momentum = i * 0.9;
      recipe.learning_rate = 0.002;
      run_course (&course, &recipe);
      for (guint first = 0; first <= N_EPOCHS; first += 1 + first / 3)
        {
          g_autoptr (OvTrainer) trainer =
            resume (course.checkpoints[first], &recipe, 1 + first % 3);

          assert_same_checkpoint (trainer, course.checkpoints[first]);
          g_assert_cmpuint (ov_trainer_get_exact_from (trainer), ==, 0);
          run_on (trainer, &course, first, N_EPOCHS);
          assert_same_checkpoint (trainer, course.checkpoints[N_EPOCHS]);
        }
      course_clear (&course);
    }
}

static gboolean
give_up_cb (const OvProgress *progress, gpointer user_data)
{
  guint *n_left = user_data;

  return (*n_left)-- > 0;
}

static void
test_given_up (void)
{
  Course course;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = N_EPOCHS;
  recipe.momentum = 0.5;
  run_course (&course, &recipe);
  for (guint n_calls = 0; n_calls < 6; n_calls++)
    {
      g_autoptr (OvTrainer) trainer = resume (course.checkpoints[3], &recipe, 2);
      g_autoptr (OvCheckpoint) checkpoint = NULL;
      g_autoptr (OvTrainer) other = NULL;
      guint n_left = n_calls;
      OvEpoch epoch;
      guint i = 3;

      while (ov_trainer_run_epoch (trainer, &epoch, give_up_cb, &n_left, NULL, NULL))
        i++;
      checkpoint = ov_trainer_take_checkpoint (trainer);
      g_assert_cmpuint (ov_checkpoint_get_n_epochs (checkpoint), ==, i);
      other = resume (checkpoint, &recipe, 2);
      run_on (other, &course, i, N_EPOCHS);
      assert_same_checkpoint (other, course.checkpoints[N_EPOCHS]);
    }
  course_clear (&course);
}

/* For more epochs the weights are the same; figures of epochs that were computed with others may
 * differ by rounding. A branch has the rate of its own recipe, and the parent's speed. */
static void
test_longer_and_branched (void)
{
  g_autoptr (OvTrainer) longer = NULL;
  g_autoptr (OvTrainer) exact = NULL;
  g_autoptr (OvTrainer) plain = NULL;
  Course course;
  Course first;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.momentum = 0.9;
  recipe.learning_rate = 0.002;
  recipe.epochs = N_EPOCHS;
  run_course (&course, &recipe);
  recipe.epochs = 14;
  run_course (&first, &recipe);
  recipe.epochs = N_EPOCHS;
  longer = resume (first.checkpoints[14], &recipe, 2);
  run_on (longer, &course, 14, N_EPOCHS);
  assert_same_checkpoint (longer, course.checkpoints[N_EPOCHS]);

  recipe.momentum = 0.8;
  recipe.learning_rate = 0.003;
  exact = resume (course.checkpoints[9], &recipe, 2);
  g_assert_cmpuint (ov_trainer_get_exact_from (exact), ==, 9);
  plain = fixture_make_trainer (&recipe, dataset, NULL);
  g_assert_true (ov_trainer_restore_checkpoint (plain, course.checkpoints[9], NULL));
  for (guint i = 9; i < 20; i++)
    {
      const float *after = ov_trainer_get_network (plain)->parameters;
      g_autofree float *before = g_memdup2 (after, N_PARAMETERS * sizeof (float));
      OvEpoch expected;
      OvEpoch epoch;

      fixture_run_epoch (plain, &expected);
      fixture_run_epoch (exact, &epoch);
      g_assert_cmpuint (epoch.index, ==, i);
      fixture_compare_epochs (dataset, before, after, &epoch, &expected, 1e-5);
    }
  course_clear (&course);
  course_clear (&first);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/quadratic-checkpoint/resume", test_resume);
  g_test_add_func ("/quadratic-checkpoint/given-up", test_given_up);
  g_test_add_func ("/quadratic-checkpoint/longer-and-branched", test_longer_and_branched);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A trainer that goes on from a checkpoint makes the epochs that it would have made anyway, to the
 * last bit. Exact steps have their tests in test-quadratic-descent.c. */

#include "checkpoint.h"

#include <math.h>
#include <string.h>

#include "data-fixture.h"
#include "epoch-fixture.h"
#include "error.h"
#include "naive.h"
#include "recipe-fixture.h"
#include "sharpness.h"
#include "trainer.h"

/* No multiple of anything. */
#define N_TRAIN 211
#define N_TEST 53

#define N_EPOCHS 5

typedef struct
{
  const char *name;
  const char *preset;
  guint       hidden_units;
  guint       batch_size;
  gboolean    shuffle;
  double      momentum;
  double      learning_rate;
  guint       sharpness; /* epochs between two measurements, or 0 */
  const char *schedule;  /* or NULL for exponential decay */
  const char *optimiser; /* or NULL for gradient descent */
} Case;

static const Case cases[] = {
  {"linear", "linear", 0, 0, FALSE, 0.0, 1e-3, 0},
  {"linear-shuffle-momentum", "linear", 0, 50, TRUE, 0.9, 1e-4, 0},
  {"two-layer-gd", "two-layer-gd", 200, 0, FALSE, 0.0, 1e-2, 0},
  {"two-layer-gd-momentum", "two-layer-gd", 23, 0, FALSE, 0.9, 1e-2, 2},
  {"two-layer-sgd", "two-layer-sgd", 200, 50, FALSE, 0.0, 1e-4, 0},
  {"two-layer-sgd-shuffle-momentum", "two-layer-sgd", 31, 29, TRUE, 0.5, 1e-4, 0},
  {"cnn", "cnn", 0, 50, TRUE, 0.1, 1e-3, 0},
  {"one-cycle", "two-layer-sgd", 13, 50, FALSE, 0.9, 1e-4, 0, "one-cycle"},
  {"nesterov", "two-layer-sgd", 13, 50, FALSE, 0.9, 1e-4, 0, NULL, "nesterov"},
  {"rmsprop-momentum", "two-layer-sgd", 13, 50, FALSE, 0.9, 1e-4, 0, NULL, "rmsprop"},
  {"adam", "two-layer-sgd", 13, 50, TRUE, 0.0, 1e-3, 0, NULL, "adam"},
  {"adamw", "two-layer-gd", 13, 0, FALSE, 0.0, 1e-3, 0, "one-cycle", "adamw"},
};

static OvDataset *dataset;

/* A run of a case without a break. */
typedef struct
{
  OvEpoch epochs[N_EPOCHS];
  double  sharpness[N_EPOCHS];
  GBytes *checkpoints[N_EPOCHS + 1]; /* before each epoch, and at the end */
} Course;

/* Those that a test has asked for. */
static Course courses[G_N_ELEMENTS (cases)];

static void
init_recipe (const Case *test,
             OvRecipe   *recipe)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, test->preset, &error);
  g_assert_no_error (error);
  if (test->hidden_units > 0)
    recipe->hidden_units = test->hidden_units;
  recipe->batch_size = test->batch_size;
  recipe->shuffle = test->shuffle;
  recipe->momentum = test->momentum;
  recipe->learning_rate = test->learning_rate;
  recipe->decay = 0.97;
  recipe->regularisation = 1e-3;
  recipe->epochs = N_EPOCHS;
  if (test->schedule != NULL)
    {
      fixture_set_value (recipe, "schedule", test->schedule);
      recipe->warm_up = 1;
    }
  if (test->optimiser != NULL)
    fixture_set_value (recipe, "optimiser", test->optimiser);
}

static OvTrainer *
make_trainer (const OvRecipe *recipe,
              guint           n_threads)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, n_threads, &error);

  g_assert_no_error (error);

  return trainer;
}

/* One epoch, with the measurement that comes before it. */
static void
run_epoch (OvTrainer  *trainer,
           const Case *test,
           guint       index,
           OvEpoch    *epoch,
           double     *sharpness)
{
  g_autoptr (GError) error = NULL;
  OvSharpness measured = {0};

  if (test->sharpness > 0 && index % test->sharpness == 0)
    ov_trainer_measure_sharpness (trainer, 100, 3, 1e-3, &measured, NULL, &error);
  g_assert_no_error (error);
  *sharpness = measured.value;

  ov_trainer_run_epoch (trainer, epoch, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (epoch->index, ==, index);
  g_assert_true (ov_epoch_is_finite (epoch));
}

static GBytes *
take_bytes (OvTrainer *trainer)
{
  g_autoptr (OvCheckpoint) checkpoint = ov_trainer_take_checkpoint (trainer);

  g_assert_nonnull (checkpoint);

  return ov_checkpoint_to_bytes (checkpoint);
}

static void
restore_bytes (OvTrainer *trainer,
               GBytes    *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvCheckpoint) checkpoint = ov_checkpoint_from_bytes (bytes, &error);

  g_assert_no_error (error);
  ov_trainer_restore_checkpoint (trainer, checkpoint, &error);
  g_assert_no_error (error);
}

static void
clear_courses (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (courses); c++)
    for (guint i = 0; i <= N_EPOCHS; i++)
      g_clear_pointer (&courses[c].checkpoints[i], g_bytes_unref);
}

static void
run_course (const Case *test,
            Course     *course)
{
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvTrainer) undisturbed = NULL;
  g_autoptr (GBytes) end = NULL;
  OvRecipe recipe;

  init_recipe (test, &recipe);
  trainer = make_trainer (&recipe, 2);
  undisturbed = make_trainer (&recipe, 2);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;
      double sharpness;

      course->checkpoints[i] = take_bytes (trainer);
      run_epoch (trainer, test, i, &course->epochs[i], &course->sharpness[i]);
      run_epoch (undisturbed, test, i, &epoch, &sharpness);
      fixture_assert_same_epochs (&course->epochs[i], &epoch, 1);
      g_assert_cmpfloat (course->sharpness[i], ==, sharpness);
    }
  course->checkpoints[N_EPOCHS] = take_bytes (trainer);
  end = take_bytes (undisturbed);
  g_assert_true (g_bytes_equal (course->checkpoints[N_EPOCHS], end));
}

static const Course *
get_course (const Case *test)
{
  Course *course = &courses[test - cases];

  if (course->checkpoints[N_EPOCHS] == NULL)
    run_course (test, course);

  return course;
}

/* From every checkpoint to the next, and from one to the end. A checkpoint is all that the rest
 * depends on, so that a run which comes to the same one ends the same way. */
static void
test_resume (gconstpointer data)
{
  static const guint thread_counts[] = {1, 2, 3, 5};
  const Case *test = data;
  const Course *course = get_course (test);
  OvRecipe recipe;

  init_recipe (test, &recipe);
  for (guint first = 0; first <= N_EPOCHS; first++)
    {
      const guint end = first == 1 ? N_EPOCHS : MIN (first + 1, N_EPOCHS);
      g_autoptr (OvTrainer) trainer =
        make_trainer (&recipe, thread_counts[first % G_N_ELEMENTS (thread_counts)]);

      /* A checkpoint of a checkpoint is the same one. */
      g_autoptr (GBytes) again = NULL;

      restore_bytes (trainer, course->checkpoints[first]);
      again = take_bytes (trainer);
      g_assert_true (g_bytes_equal (again, course->checkpoints[first]));

      for (guint i = first; i < end; i++)
        {
          OvEpoch epoch;
          double sharpness;

          run_epoch (trainer, test, i, &epoch, &sharpness);
          fixture_assert_same_epochs (&epoch, &course->epochs[i], 1);
          g_assert_cmpfloat (sharpness, ==, course->sharpness[i]);
        }
      g_clear_pointer (&again, g_bytes_unref);
      again = take_bytes (trainer);
      g_assert_true (g_bytes_equal (again, course->checkpoints[end]));
    }
}

typedef struct
{
  guint n_calls;
  guint stop_at;
} Stop;

static gboolean
stop_cb (const OvProgress *progress,
         gpointer          user_data)
{
  Stop *stop = user_data;

  return ++stop->n_calls < stop->stop_at;
}

/* Of an epoch that was given up, wherever, the checkpoint knows nothing; and the same trainer can
 * go on from it. */
static void
test_given_up (gconstpointer data)
{
  const Case *test = data;
  const Course *course = get_course (test);
  guint n_given_up = 0;
  OvRecipe recipe;

  init_recipe (test, &recipe);
  for (guint stop_at = 1; stop_at <= 4; stop_at++)
    {
      g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
      g_autoptr (GBytes) bytes = NULL;
      Stop stop = {0, stop_at};
      OvEpoch epoch;
      double sharpness;

      restore_bytes (trainer, course->checkpoints[1]);
      run_epoch (trainer, test, 1, &epoch, &sharpness);
      if (ov_trainer_run_epoch (trainer, &epoch, stop_cb, &stop, NULL, NULL))
        continue;

      n_given_up++;
      bytes = take_bytes (trainer);
      if (test->sharpness == 0)
        g_assert_true (g_bytes_equal (bytes, course->checkpoints[2]));
      restore_bytes (trainer, bytes);
      g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, NULL));
      fixture_assert_same_epochs (&epoch, &course->epochs[2], 1);
    }
  g_assert_cmpuint (n_given_up, >, 0);
}

/* What may change does, from there on; the branch is the same whenever it is made. */
static void
test_branch (void)
{
  const Case *test = &cases[G_N_ELEMENTS (cases) - 2];
  const Course *course = get_course (test);
  OvEpoch epochs[2][2];
  OvRecipe recipe;

  init_recipe (test, &recipe);
  recipe.learning_rate = 2e-4;
  recipe.decay = 0.5;
  recipe.regularisation = 0.1;
  recipe.momentum = 0.8;
  recipe.epochs = 7;
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 1 + i);
      double sharpness;

      restore_bytes (trainer, course->checkpoints[3]);
      run_epoch (trainer, test, 3, &epochs[i][0], &sharpness);
      run_epoch (trainer, test, 4, &epochs[i][1], &sharpness);
    }
  fixture_assert_same_epochs (epochs[0], epochs[1], G_N_ELEMENTS (epochs[0]));
  g_assert_cmpfloat_with_epsilon (epochs[0][0].learning_rate, 2e-4 / 8, 1e-15);
  g_assert_cmpfloat (epochs[0][0].train_loss, !=, course->epochs[3].train_loss);
}

/* Momentum that is switched on begins without speed, and is forgotten when it is switched off. */
static void
test_branch_of_momentum (void)
{
  for (guint i = 0; i < 2; i++)
    {
      const Case *with = &cases[3];
      const Case *without = &cases[2];
      const Case *test = i == 0 ? with : without;
      const Course *course = get_course (test);
      g_autoptr (OvTrainer) trainer = NULL;
      OvRecipe recipe;
      OvEpoch epoch;
      double sharpness;

      init_recipe (test, &recipe);
      recipe.momentum = i == 0 ? without->momentum : with->momentum;
      trainer = make_trainer (&recipe, 2);
      restore_bytes (trainer, course->checkpoints[2]);
      run_epoch (trainer, test, 2, &epoch, &sharpness);
      g_assert_cmpfloat (epoch.batch_loss, ==, course->epochs[2].batch_loss);
      run_epoch (trainer, test, 3, &epoch, &sharpness);
      run_epoch (trainer, test, 4, &epoch, &sharpness);
      g_assert_cmpfloat (epoch.batch_loss, !=, course->epochs[4].batch_loss);
    }
}

static void
check_refusal (const OvRecipe *recipe,
               OvCheckpoint   *checkpoint,
               const char     *part)
{
  g_autoptr (OvTrainer) trainer = make_trainer (recipe, 1);
  g_autoptr (GBytes) before = take_bytes (trainer);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_trainer_restore_checkpoint (trainer, checkpoint, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_RECIPE, part);
  after = take_bytes (trainer);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_what_does_not_fit (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvCheckpoint) checkpoint = NULL;
  OvRecipe recipe;
  OvRecipe other;

  init_recipe (&cases[5], &recipe);
  trainer = make_trainer (&recipe, 1);
  checkpoint = ov_trainer_take_checkpoint (trainer);
  g_assert_true (ov_recipe_equal (ov_checkpoint_get_recipe (checkpoint), &recipe));
  g_assert_cmpuint (ov_checkpoint_get_n_epochs (checkpoint), ==, 0);

  init_recipe (&cases[0], &other);
  check_refusal (&other, checkpoint, "another network");
  other = recipe;
  other.hidden_units = 30;
  check_refusal (&other, checkpoint, "Set it to 31");
  other = recipe;
  other.seed++;
  check_refusal (&other, checkpoint, "Seed");
  other = recipe;
  other.pixel_scale = 1.0;
  check_refusal (&other, checkpoint, "Set it to 255");
}

static void
test_diverged (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;
  OvEpoch epoch;
  guint n = 0;

  init_recipe (&cases[0], &recipe);
  recipe.learning_rate = 100.0;
  trainer = make_trainer (&recipe, 1);
  do
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, NULL));
  while (ov_epoch_is_finite (&epoch) && ++n < 100);
  g_assert_cmpuint (n, <, 100);
  g_assert_null (ov_trainer_take_checkpoint (trainer));
}

static GBytes *
make_small (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;

  init_recipe (&cases[1], &recipe);
  trainer = make_trainer (&recipe, 1);

  return take_bytes (trainer);
}

static void
check_refused_bytes (gconstpointer data,
                     gsize         size,
                     const char   *part)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (ov_checkpoint_from_bytes (bytes, &error));
  fixture_assert_error (error, OV_ERROR, OV_ERROR_FILE, part);
}

/* Replaces text of the header by other text of the same length. */
static void
check_refused_text (const char *text,
                    const char *other,
                    const char *part)
{
  g_autoptr (GBytes) bytes = make_small ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_memdup2 (data, size);
  char *place = g_strstr_len (copy + 8, 4000, text);

  g_assert_nonnull (place);
  g_assert_cmpuint (strlen (text), ==, strlen (other));
  memcpy (place, other, strlen (other));
  check_refused_bytes (copy, size, part);
}

static void
test_damaged_bytes (void)
{
  static const gsize sizes[] = {0, 1, 7, 8, 9, 500, 2000, 200000};
  g_autoptr (GBytes) bytes = make_small ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_malloc0 (size + 4);
  const float infinite = INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_refused_bytes (data, sizes[i], "The checkpoint cannot be used: ");
  check_refused_bytes (data, size - 1, "its length");
  memcpy (copy, data, size);
  check_refused_bytes (copy, size + 4, "its length");
  memcpy (copy + size - sizeof infinite, &infinite, sizeof infinite);
  check_refused_bytes (copy, size, "not finite");

  check_refused_text ("\"checkpoint\":\"1\"", "\"checkpoint\":\"2\"", "kind");
  check_refused_text ("\"epochs\":\"0\"", "\"epochs\":\"x\"", "epochs");
  check_refused_text ("\"steps\":\"0\"", "\"stepz\":\"0\"", "epochs");
  check_refused_text ("optimiser.0.", "optimiser.1.", "optimiser.0.");
  check_refused_text ("\\\"momentum\\\":0.9", "\\\"momentum\\\":0.0", "more than");
  check_refused_text ("\\\"momentum\\\":0.9", "\\\"momentum\\\":9.0", "recipe");
  check_refused_text ("__metadata__", "__metadate__", "nothing says");
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *resume = g_strconcat ("/checkpoint/resume/", cases[i].name, NULL);
      g_autofree char *given_up = g_strconcat ("/checkpoint/given-up/", cases[i].name, NULL);

      g_test_add_data_func (resume, &cases[i], test_resume);
      g_test_add_data_func (given_up, &cases[i], test_given_up);
    }
  g_test_add_func ("/checkpoint/branch", test_branch);
  g_test_add_func ("/checkpoint/branch-of-momentum", test_branch_of_momentum);
  g_test_add_func ("/checkpoint/what-does-not-fit", test_what_does_not_fit);
  g_test_add_func ("/checkpoint/diverged", test_diverged);
  g_test_add_func ("/checkpoint/damaged-bytes", test_damaged_bytes);

  status = g_test_run ();
  clear_courses ();
  ov_dataset_unref (dataset);

  return status;
}

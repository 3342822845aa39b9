/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "quadratic-trainer.h"

#include <math.h>
#include <string.h>

#include "basis.h"
#include "data-fixture.h"
#include "multi-scorer.h"
#include "naive.h"
#include "quadratic-fixture.h"
#include "recipe-fixture.h"

/* More than a slice of two threads, and no multiple of anything. */
#define N_TRAIN 2311
#define N_TEST 401

#define N_WEIGHTS ((gsize) OV_N_CLASSES * OV_IMAGE_SIZE)
#define N_PARAMETERS (N_WEIGHTS + OV_N_CLASSES)

static OvDataset   *dataset;
static OvQuadratic *quadratic;

static void
compare_runs (const OvRecipe *recipe, guint n_epochs, double tolerance)
{
  g_autoptr (OvTrainer) plain = fixture_make_trainer (recipe, dataset, NULL);
  g_autoptr (OvTrainer) exact = fixture_make_trainer (recipe, dataset, quadratic);
  const float *after = ov_trainer_get_network (plain)->parameters;

  for (guint i = 0; i < n_epochs; i++)
    {
      g_autofree float *before = g_memdup2 (after, N_PARAMETERS * sizeof (float));
      OvEpoch expected;
      OvEpoch epoch;

      fixture_run_epoch (plain, &expected);
      fixture_run_epoch (exact, &epoch);
      g_test_message ("%u: %.9g %.9g, expected %.9g %.9g", i, epoch.train_loss, epoch.test_loss,
                      expected.train_loss, expected.test_loss);
      fixture_compare_epochs (dataset, recipe->measure_train ? after : before, after, &epoch,
                              &expected, tolerance);
      g_assert_cmpfloat (epoch.seconds, >, 0.0);
    }
}

/* The run of the exercise, and one just below the limit. */
static void
test_plain_run (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  compare_runs (&recipe, 300, 1e-5);

  recipe.learning_rate = 0.98 * 2.0 / ov_quadratic_get_sharpness (quadratic, recipe.regularisation);
  recipe.decay = 1.0;
  compare_runs (&recipe, 100, 1e-5);
}

/* Whatever else a recipe can say; the epochs go on past the recipe's end. */
static void
test_other_recipes (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.learning_rate = 0.004;
  recipe.momentum = 0.9;
  recipe.regularisation = 0.3;
  recipe.weight_std = 0.02;
  recipe.epochs = 20;
  compare_runs (&recipe, 40, 1e-5);

  fixture_set_value (&recipe, "optimiser", "nesterov");
  compare_runs (&recipe, 40, 1e-5);

  recipe.measure_train = TRUE;
  recipe.momentum = 0.0;
  recipe.decay = 0.97;
  recipe.decays_per_epoch = 3;
  recipe.batch_size = N_TRAIN;
  recipe.shuffle = TRUE;
  recipe.weight_std = 0.0;
  compare_runs (&recipe, 20, 1e-5);
}

/* With a warm-up, and past the recipe's end. */
static void
test_schedule (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = 10;
  recipe.warm_up = 2;
  fixture_set_value (&recipe, "schedule", "one-cycle");
  compare_runs (&recipe, 12, 1e-5);
}

/* Although the trainer works ahead, the templates are those of the epoch handed out last. */
static void
test_templates (void)
{
  g_autoptr (OvTrainer) plain = NULL;
  g_autoptr (OvTrainer) exact = NULL;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  plain = fixture_make_trainer (&recipe, dataset, NULL);
  exact = fixture_make_trainer (&recipe, dataset, quadratic);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (OvTemplates) expected = g_new0 (OvTemplates, 1);
      g_autoptr (OvTemplates) templates = g_new0 (OvTemplates, 1);
      g_autofree double *values = NULL;
      OvEpoch epoch;

      ov_trainer_get_templates (plain, expected, NULL);
      ov_trainer_get_templates (exact, templates, NULL);
      values = naive_copy (&expected->values[0][0], N_WEIGHTS);
      g_assert_cmpfloat (naive_distance (&templates->values[0][0], values, N_WEIGHTS), <, 1e-5);
      fixture_run_epoch (plain, &epoch);
      fixture_run_epoch (exact, &epoch);
    }
}

/* Weights that are loaded in the middle of a batch are where it continues from. */
static void
test_loaded_weights (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "weights", NULL);
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvEpoch first;
  OvEpoch epoch;

  fixture_init_linear (&recipe);
  recipe.decay = 1.0;
  trainer = fixture_make_trainer (&recipe, dataset, quadratic);
  g_assert_true (ov_trainer_save_weights (trainer, file, &error));
  g_assert_no_error (error);
  fixture_run_epoch (trainer, &first);
  for (guint i = 0; i < 5; i++)
    fixture_run_epoch (trainer, &epoch);
  g_assert_cmpfloat (epoch.train_loss, <, first.train_loss - 1e-3);

  g_assert_true (ov_trainer_load_weights (trainer, file, &error));
  g_assert_no_error (error);
  fixture_run_epoch (trainer, &epoch);
  g_assert_cmpfloat_with_epsilon (epoch.train_loss, first.train_loss, 1e-12);
  g_assert_cmpfloat_with_epsilon (epoch.test_loss, first.test_loss, 1e-12);
  fixture_remove (folder);
}

static void
test_same_bits (void)
{
  OvEpoch epochs[2][20];
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (OvTrainer) trainer = fixture_make_trainer (&recipe, dataset, quadratic);

      for (guint i = 0; i < 20; i++)
        fixture_run_epoch (trainer, &epochs[run][i]);
    }
  fixture_assert_same_epochs (epochs[0], epochs[1], G_N_ELEMENTS (epochs[0]));
}

typedef struct
{
  guint         n_calls;
  guint         stop_at; /* the call that ends the epoch, from 1 */
  GCancellable *cancellable;
  OvProgress    last;
} Witness;

static gboolean
witness_cb (const OvProgress *progress, gpointer user_data)
{
  Witness *witness = user_data;

  witness->n_calls++;
  g_assert_cmpuint (progress->images_total, ==, N_TRAIN);
  g_assert_cmpuint (progress->images_done, <=, N_TRAIN);
  if (progress->epoch == witness->last.epoch)
    g_assert_cmpuint (progress->images_done, >=, witness->last.images_done);
  g_assert_cmpfloat (progress->loss, >, 0.0);
  witness->last = *progress;

  if (witness->n_calls != witness->stop_at)
    return TRUE;
  if (witness->cancellable == NULL)
    return FALSE;
  g_cancellable_cancel (witness->cancellable);

  return TRUE;
}

/* Every epoch is reported, also one that was ready, and ends as its record says. */
static void
test_progress (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.regularisation = 0.0;
  trainer = fixture_make_trainer (&recipe, dataset, quadratic);
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (GError) error = NULL;
      Witness witness = {.last.epoch = i};
      OvEpoch epoch;

      g_assert_true (ov_trainer_run_epoch (trainer, &epoch, witness_cb, &witness, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (witness.n_calls, >=, 1);
      g_assert_cmpuint (witness.last.epoch, ==, i);
      g_assert_cmpuint (witness.last.images_done, ==, N_TRAIN);
      g_assert_cmpfloat_with_epsilon (witness.last.loss, epoch.train_loss, 1e-12);
    }
}

static gboolean
run_to_end (OvTrainer *trainer, Witness *witness, GError **error)
{
  for (guint i = 0; i < 6; i++)
    {
      OvEpoch epoch;

      if (!ov_trainer_run_epoch (trainer, &epoch, witness_cb, witness, witness->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Given up at every call of some epochs, in either way: no call comes after it. */
static void
test_give_up (void)
{
  g_autoptr (OvTrainer) whole = NULL;
  Witness all = {0};
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  whole = fixture_make_trainer (&recipe, dataset, quadratic);
  g_assert_true (run_to_end (whole, &all, NULL));
  g_assert_cmpuint (all.n_calls, >=, 6 + 3 * 3);

  for (guint i = 1; i <= all.n_calls; i++)
    for (guint how = 0; how < 2; how++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (OvTrainer) trainer = fixture_make_trainer (&recipe, dataset, quadratic);
        Witness witness = {.stop_at = i, .cancellable = how == 0 ? cancellable : NULL};

        g_assert_false (run_to_end (trainer, &witness, &error));
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_assert_cmpuint (witness.n_calls, ==, i);
      }
}

static gboolean
block_cb (const OvProgress *progress, gpointer user_data)
{
  guint *n_calls = user_data;

  if ((*n_calls)++ == 0)
    g_usleep (G_USEC_PER_SEC / 5);

  return TRUE;
}

/* A pause does not count as time that the epoch took. */
static void
test_blocked_time (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  const gint64 start = g_get_monotonic_time ();
  guint n_calls = 0;
  OvRecipe recipe;
  OvEpoch epoch;

  fixture_init_linear (&recipe);
  trainer = fixture_make_trainer (&recipe, dataset, quadratic);
  g_assert_true (ov_trainer_run_epoch (trainer, &epoch, block_cb, &n_calls, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (epoch.seconds, >, 0.0);
  g_assert_cmpfloat (epoch.seconds, <=,
                     (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC - 0.2);
}

/* A run that grows beyond all numbers: records as the plain trainer's as long as they are numbers,
 * and none afterwards. */
static void
test_no_number (void)
{
  g_autoptr (OvTrainer) plain = NULL;
  g_autoptr (OvTrainer) exact = NULL;
  guint n_finite = 0;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.learning_rate = 1.0;
  recipe.decay = 1.0;
  plain = fixture_make_trainer (&recipe, dataset, NULL);
  exact = fixture_make_trainer (&recipe, dataset, quadratic);
  for (guint i = 0; i < 60; i++)
    {
      OvEpoch expected;
      OvEpoch epoch;

      fixture_run_epoch (plain, &expected);
      fixture_run_epoch (exact, &epoch);
      g_assert_cmpuint (epoch.index, ==, i);
      g_assert_false (epoch.train_accuracy < 0.0 || epoch.train_accuracy > 100.0);
      g_assert_false (epoch.test_accuracy < 0.0 || epoch.test_accuracy > 100.0);
      if (expected.train_loss < 1e12)
        {
          n_finite++;
          g_assert_cmpfloat_with_epsilon (epoch.train_loss, expected.train_loss,
                                          1e-3 * expected.train_loss);
        }
      if (i >= 50)
        g_assert_false (ov_epoch_is_finite (&epoch));
    }
  g_assert_cmpuint (n_finite, >, 2);
}

/* A trainer of something else continues as it was. */
static void
test_unsuited (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;
  OvEpoch epoch;

  fixture_init_linear (&recipe);
  recipe.batch_size = 500;
  trainer = ov_trainer_new (&recipe, dataset, 1, &error);
  g_assert_no_error (error);
  g_assert_false (ov_trainer_set_quadratic (trainer, quadratic));
  fixture_run_epoch (trainer, &epoch);
  g_assert_cmpfloat (epoch.batch_loss, <, epoch.train_loss);
}

/* Sums of three vectors, one of them tiny: three are found, and give all of them back. */
static void
test_basis (void)
{
  enum
  {
    N_VECTORS = 11,
    SIZE = 500,
    STRIDE = 512,
  };
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
  g_autofree float *vectors = g_new0 (float, N_VECTORS *STRIDE);
  g_autofree float *residuals = g_new (float, N_VECTORS *SIZE);
  g_autofree float *basis = g_new (float, N_VECTORS *SIZE);
  float parts[3][SIZE];
  float coefficients[N_VECTORS * N_VECTORS];
  guint rank;

  for (guint j = 0; j < 3; j++)
    naive_fill_random (parts[j], SIZE, 1.0, j + 1);
  for (gsize i = 1; i < N_VECTORS; i++)
    for (gsize j = 0; j < SIZE; j++)
      vectors[i * STRIDE + j] = (float) (pow (-3.0, (double) i)
                                         * ((double) parts[0][j]
                                            + 0.1 * i * (double) parts[1][j]
                                            + 1e-3 * (i % 3) * (double) parts[2][j]));

  rank = ov_basis_find (pool, vectors, STRIDE, N_VECTORS, SIZE, 1e-6, residuals, basis,
                        coefficients);
  g_assert_cmpuint (rank, ==, 3);
  for (gsize i = 0; i < N_VECTORS; i++)
    {
      g_autofree double *expected = naive_copy (vectors + i * STRIDE, SIZE);
      float sum[SIZE] = {0};

      for (guint r = 0; r < rank; r++)
        for (gsize j = 0; j < SIZE; j++)
          sum[j] += coefficients[r * N_VECTORS + i] * basis[r * SIZE + j];
      g_assert_cmpfloat (naive_distance (sum, expected, SIZE), <, 3e-6);
    }

  /* Vectors that have nothing in common need as many; a tolerance of nothing is never met. */
  naive_fill_random (vectors, N_VECTORS * STRIDE, 1.0, 9);
  rank = ov_basis_find (pool, vectors, STRIDE, N_VECTORS, SIZE, 1e-6, residuals, basis,
                        coefficients);
  g_assert_cmpuint (rank, ==, N_VECTORS);
}

/* Unlike classifiers, scored at once, against one at a time in plain loops. */
static void
test_ensemble (void)
{
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (2);
  g_autoptr (OvMultiScorer) scorer = ov_multi_scorer_new (dataset, pool);
  g_autofree float *classifiers = g_new (float, 3 * N_PARAMETERS);
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TEST, 1.0);
  const guint8 *labels = dataset->labels[OV_SPLIT_TEST];
  OvMultiScore score = {0};
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  naive_fill_random (classifiers, 3 * N_PARAMETERS, 0.1, 4);

  /* One without weights, whose scores are all the same: the first class wins. */
  memset (classifiers + N_PARAMETERS, 0, N_PARAMETERS * sizeof (float));

  ov_multi_scorer_set (scorer, classifiers, 3);
  g_assert_cmpuint (ov_multi_scorer_get_rank (scorer), ==, 2);
  ov_multi_scorer_score (scorer, OV_SPLIT_TEST, 0, 300, &score);
  ov_multi_scorer_score (scorer, OV_SPLIT_TEST, 300, N_TEST - 300, &score);
  for (gsize i = 0; i < 3; i++)
    {
      g_autofree double *parameters = naive_copy (classifiers + i * N_PARAMETERS, N_PARAMETERS);
      guint n_correct = 0;
      const double loss = naive_measure (&recipe, parameters, images, labels, N_TEST, NULL,
                                         &n_correct);

      g_assert_cmpfloat_with_epsilon (score.squares[i] / N_TEST, loss, 1e-6 * loss);
      g_assert_cmpuint (score.n_correct[i], ==, n_correct);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/quadratic-trainer/plain-run", test_plain_run);
  g_test_add_func ("/quadratic-trainer/schedule", test_schedule);
  g_test_add_func ("/quadratic-trainer/other-recipes", test_other_recipes);
  g_test_add_func ("/quadratic-trainer/templates", test_templates);
  g_test_add_func ("/quadratic-trainer/loaded-weights", test_loaded_weights);
  g_test_add_func ("/quadratic-trainer/same-bits", test_same_bits);
  g_test_add_func ("/quadratic-trainer/progress", test_progress);
  g_test_add_func ("/quadratic-trainer/give-up", test_give_up);
  g_test_add_func ("/quadratic-trainer/blocked-time", test_blocked_time);
  g_test_add_func ("/quadratic-trainer/no-number", test_no_number);
  g_test_add_func ("/quadratic-trainer/unsuited", test_unsuited);
  g_test_add_func ("/quadratic-trainer/basis", test_basis);
  g_test_add_func ("/quadratic-trainer/ensemble", test_ensemble);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

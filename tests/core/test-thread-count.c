/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "epoch-fixture.h"
#include "instruction-fixture.h"
#include "naive.h"
#include "quadratic-private.h"
#include "range-test.h"
#include "sharpness.h"
#include "trainer.h"

/*
 * Whatever is computed is the same to the last bit for any number of threads. Meson runs these
 * tests once more where the first layer is computed from floats.
 */

/* More than a group of the two-layer networks, and no multiple of anything. */
#define N_TRAIN 2601
#define N_TEST 1301
#define N_EPOCHS 2

/* Images of the runs that are slow: more than a group of the convolutional network, which runs for
 * one epoch. With fewer images it does all the rest. */
#define N_FEW_TRAIN 1301
#define N_FEW_TEST 211

/* Where a batch is a small part of a group, more batches say nothing new. */
#define N_FEWEST_TRAIN 311

static const guint thread_counts[] = {1, 2, 3, 8};

/* Enough for what is slow. */
static const guint few_thread_counts[] = {1, 3, 8};

typedef struct
{
  const char *preset;
  guint       hidden_units;
  guint       batch_size;
  gboolean    shuffle;
  double      momentum;
  double      learning_rate;
  guint       n_train; /* 0 for as many images and threads as there are */
  gboolean    precise;
} Case;

static const Case cases[] = {
  {"linear", 0, 0, FALSE, 0.0, 1e-3, 0, FALSE},
  {"linear", 0, 170, TRUE, 0.5, 1e-4, 0, FALSE},
  {"two-layer-gd", 200, 0, FALSE, 0.0, 1e-2, 0, FALSE},
  {"two-layer-gd", 70, 0, FALSE, 0.9, 1e-2, 0, TRUE},
  {"two-layer-sgd", 200, 500, TRUE, 0.0, 1e-4, 0, FALSE},
  {"two-layer-sgd", 31, 97, FALSE, 0.0, 1e-4, 0, FALSE},
  {"cnn", 0, 50, TRUE, 0.1, 1e-3, N_FEWEST_TRAIN, FALSE},
  {"cnn", 0, 0, FALSE, 0.0, 1e-3, N_FEW_TRAIN, FALSE},
};

typedef struct
{
  OvEpoch     epochs[N_EPOCHS];
  OvSharpness sharpness;
  OvTemplates templates;
  gsize       n_parameters;
  float      *parameters;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->parameters, g_free);
}

/* How much of a run is made. */
typedef enum
{
  RUN_ONE_EPOCH,
  RUN_EPOCHS,
  RUN_EPOCHS_AND_SHARPNESS,
} Extent;

static void
check_same (const Outcome *outcome, const Outcome *expected)
{
  fixture_assert_same_epochs (outcome->epochs, expected->epochs, N_EPOCHS);
  g_assert_cmpmem (&outcome->templates, sizeof outcome->templates, &expected->templates,
                   sizeof expected->templates);
  g_assert_cmpmem (outcome->parameters, outcome->n_parameters * sizeof (float),
                   expected->parameters, expected->n_parameters * sizeof (float));
  g_assert_cmpfloat (outcome->sharpness.value, ==, expected->sharpness.value);
  g_assert_cmpfloat (outcome->sharpness.residual, ==, expected->sharpness.residual);
}

static void
keep_parameters (OvTrainer *trainer, Outcome *outcome)
{
  g_autoptr (OvSnapshot) snapshot = ov_trainer_take_snapshot (trainer);

  outcome->n_parameters = snapshot->n_parameters;
  outcome->parameters = g_memdup2 (snapshot->parameters,
                                   outcome->n_parameters * sizeof (float));
}

static void
run (const OvRecipe *recipe,
     OvDataset      *dataset,
     OvQuadratic    *quadratic,
     guint           n_threads,
     Extent          extent,
     Outcome        *outcome)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, dataset, n_threads, &error);

  g_assert_no_error (error);
  memset (outcome, 0, sizeof *outcome);
  if (quadratic != NULL)
    g_assert_true (ov_trainer_set_quadratic (trainer, quadratic));
  for (guint i = 0; i < (extent == RUN_ONE_EPOCH ? 1 : N_EPOCHS); i++)
    {
      ov_trainer_run_epoch (trainer, &outcome->epochs[i], NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (isfinite (outcome->epochs[i].train_loss));
    }
  ov_trainer_get_templates (trainer, &outcome->templates, NULL);
  keep_parameters (trainer, outcome);
  if (extent == RUN_EPOCHS_AND_SHARPNESS)
    {
      ov_trainer_measure_sharpness (trainer, 1000, 2, 1e-3, &outcome->sharpness, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_run (gconstpointer data)
{
  const Case *what = data;
  g_autoptr (GError) error = NULL;
  const gboolean is_slow = what->n_train > 0;
  const Extent extent = what->n_train == N_FEW_TRAIN ? RUN_ONE_EPOCH : RUN_EPOCHS_AND_SHARPNESS;
  OvDataset *dataset = is_slow ? naive_dataset_new (what->n_train, N_FEW_TEST)
                               : naive_dataset_new (N_TRAIN, N_TEST);
  Outcome expected;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, what->preset, &error);
  g_assert_no_error (error);
  if (what->hidden_units > 0)
    recipe.hidden_units = what->hidden_units;
  recipe.batch_size = what->batch_size;
  recipe.shuffle = what->shuffle;
  recipe.momentum = what->momentum;
  recipe.learning_rate = what->learning_rate;
  if (what->precise)
    recipe.reduced_precision = FALSE;

  run (&recipe, dataset, NULL, 1, extent, &expected);
  for (guint i = 1; i < (is_slow ? G_N_ELEMENTS (few_thread_counts) : G_N_ELEMENTS (thread_counts));
       i++)
    {
      Outcome outcome;

      run (&recipe, dataset, NULL, is_slow ? few_thread_counts[i] : thread_counts[i], extent,
           &outcome);
      check_same (&outcome, &expected);
      outcome_clear (&outcome);
    }
  outcome_clear (&expected);
  ov_dataset_unref (dataset);
}

/* Its form takes seconds to build, and 3 threads, whose shares differ, say more than 8. */
#define N_EVEN_THREADS 8

/* The quadratic form itself, and the steps on it. */
static void
test_exact_steps (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvQuadratic) quadratic = NULL;
  OvDataset *dataset = naive_dataset_new (N_FEW_TRAIN, N_FEW_TEST);
  Outcome expected;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "linear", &error);
  g_assert_no_error (error);
  quadratic = ov_quadratic_new (dataset, 1, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  run (&recipe, dataset, quadratic, 1, RUN_EPOCHS, &expected);

  for (guint i = 1; i < G_N_ELEMENTS (few_thread_counts); i++)
    {
      g_autoptr (OvQuadratic) other = NULL;
      Outcome outcome;

      run (&recipe, dataset, quadratic, few_thread_counts[i], RUN_EPOCHS, &outcome);
      check_same (&outcome, &expected);
      outcome_clear (&outcome);
      if (few_thread_counts[i] == N_EVEN_THREADS)
        continue;

      other = ov_quadratic_new (dataset, few_thread_counts[i], NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (memcmp (other->values, quadratic->values, sizeof *quadratic->values), ==, 0);
      g_assert_cmpint (
        memcmp (other->frequencies, quadratic->frequencies, sizeof quadratic->frequencies), ==, 0);
    }
  outcome_clear (&expected);
  ov_dataset_unref (dataset);
}

static void
test_finder (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd"};
  const OvRangeTestOptions options = {
    .minimum = 1e-8,
    .maximum = 1e-2,
    .n_steps = 12,
    .smoothing = 0.8,
    .n_images = 301,
  };
  OvDataset *dataset = naive_dataset_new (N_FEW_TRAIN, N_FEW_TEST);

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvFinding) expected = NULL;
      OvRecipe recipe;

      ov_recipe_init_preset (&recipe, presets[p], &error);
      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (thread_counts); i++)
        {
          g_autoptr (OvTrainer) trainer =
            ov_trainer_new (&recipe, dataset, thread_counts[i], &error);
          g_autoptr (OvFinding) finding =
            ov_trainer_test_range (trainer, &options, NULL, NULL, NULL, &error);

          g_assert_no_error (error);
          if (expected == NULL)
            expected = g_steal_pointer (&finding);
          else
            g_assert_cmpmem (finding->losses, finding->n_points * sizeof (double),
                             expected->losses, expected->n_points * sizeof (double));
        }
    }
  ov_dataset_unref (dataset);
}

/* The linear classifier on black images of one class learns its biases alone, in closed form:
 * each goes 1 − 2 lr of the way that it was from its target. All images pull the same way, which is
 * where sums of floats lose most. More images than a group has. */
static void
test_one_class (void)
{
  enum
  {
    N_IMAGES = 30000
  };
  static const char *const names[OV_N_CLASSES] = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
  };
  g_autoptr (GError) error = NULL;
  const gsize n_all = N_IMAGES + 1;
  guint8 *pixels = g_malloc0 (n_all * OV_IMAGE_SIZE);
  guint8 *labels = g_malloc0 (n_all);
  OvDataset *dataset = ov_dataset_new ("Black", names, N_IMAGES, 1, pixels, labels, &error);
  double losses[5];
  OvRecipe recipe;

  g_assert_no_error (error);
  ov_recipe_init_preset (&recipe, "linear", &error);
  g_assert_no_error (error);
  recipe.regularisation = 0.0;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (OvTrainer) trainer = ov_trainer_new (&recipe, dataset, thread_counts[i], &error);
      double learning_rate = recipe.learning_rate;
      double distance = 1.0;

      g_assert_no_error (error);
      for (guint e = 0; e < G_N_ELEMENTS (losses); e++)
        {
          OvEpoch epoch;

          ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpfloat_with_epsilon (epoch.train_loss, distance * distance, 2e-7);
          distance *= 1.0 - 2.0 * learning_rate;
          learning_rate *= recipe.decay;
          g_assert_cmpfloat_with_epsilon (epoch.test_loss, distance * distance, 2e-7);
          if (i == 0)
            losses[e] = epoch.train_loss;
          g_assert_cmpfloat (epoch.train_loss, ==, losses[e]);
        }
    }
  ov_dataset_unref (dataset);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-count/instructions", fixture_test_instructions);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/thread-count/%s-%u-%u", cases[i].preset,
                                               cases[i].hidden_units, cases[i].batch_size);

      g_test_add_data_func (path, &cases[i], test_run);
    }
  g_test_add_func ("/thread-count/exact-steps", test_exact_steps);
  g_test_add_func ("/thread-count/finder", test_finder);
  g_test_add_func ("/thread-count/one-class", test_one_class);

  return g_test_run ();
}

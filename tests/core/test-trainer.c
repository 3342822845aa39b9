/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "trainer.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "model.h"
#include "naive.h"
#include "sensitivity.h"

/* No multiple of anything. */
#define N_TRAIN 701
#define N_TEST 101

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 9;
}

static OvTrainer *
make_trainer (const OvRecipe *recipe, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, n_threads, &error);

  g_assert_no_error (error);

  return trainer;
}

static void
run_epoch (OvTrainer *trainer, OvEpoch *epoch)
{
  g_autoptr (GError) error = NULL;
  const gboolean done = ov_trainer_run_epoch (trainer, epoch, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
check_epoch (const OvEpoch *epoch, const OvEpoch *expected, double relative)
{
  const double tolerance = relative * fmax (1.0, expected->train_loss);

  /* One image in a thousand may lie on an edge. */
  const double one_image = 100.0 / N_TRAIN + 1e-9;

  g_test_message ("%u: %.9g %.9g %.9g, expected %.9g %.9g %.9g", epoch->index, epoch->train_loss,
                  epoch->test_loss, epoch->batch_loss, expected->train_loss, expected->test_loss,
                  expected->batch_loss);
  g_assert_cmpuint (epoch->index, ==, expected->index);
  g_assert_cmpfloat_with_epsilon (epoch->learning_rate, expected->learning_rate, 1e-15);
  g_assert_cmpfloat_with_epsilon (epoch->train_loss, expected->train_loss, tolerance);
  g_assert_cmpfloat_with_epsilon (epoch->test_loss, expected->test_loss, tolerance);
  g_assert_cmpfloat_with_epsilon (epoch->batch_loss, expected->batch_loss, tolerance);
  g_assert_cmpfloat_with_epsilon (epoch->train_accuracy, expected->train_accuracy, one_image);
  g_assert_cmpfloat_with_epsilon (epoch->test_accuracy, expected->test_accuracy,
                                  100.0 / N_TEST + 1e-9);
  g_assert_cmpfloat (epoch->seconds, >=, 0.0);
}

/* Some epochs against the same in double precision and plain loops. */
static void
check_against_naive (const OvRecipe *recipe, guint n_threads, guint n_epochs, double relative)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = make_trainer (recipe, n_threads);
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  const gsize n_parameters = network->n_parameters;
  g_autofree double *velocity = g_new0 (double, n_parameters);
  g_autofree double *parameters = NULL;
  OvEpoch expected = {.learning_rate = recipe->learning_rate};

  ov_network_init_weights (network, recipe->seed, recipe->weight_std);
  parameters = naive_copy (network->parameters, n_parameters);

  for (guint i = 0; i < n_epochs; i++)
    {
      OvEpoch epoch;

      expected.index = i;
      naive_run_epoch (recipe, dataset, parameters, velocity, &expected);
      run_epoch (trainer, &epoch);
      check_epoch (&epoch, &expected, relative);
      expected.learning_rate *= recipe->decay;
    }
}

static void
test_linear (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.decay = 0.9;
  recipe.regularisation = 0.01;
  recipe.weight_std = 0.01;
  check_against_naive (&recipe, 1, 3, 3e-6);
  check_against_naive (&recipe, 3, 2, 3e-6);
}

static void
test_remainder_batches (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.batch_size = 100;
  recipe.learning_rate = 0.002;
  recipe.momentum = 0.5;
  recipe.regularisation = 0.02;
  recipe.measure_train = TRUE;
  check_against_naive (&recipe, 2, 3, 3e-6);

  /* More than there are is all of them. */
  recipe.batch_size = N_TRAIN + 1;
  recipe.measure_train = FALSE;
  check_against_naive (&recipe, 2, 2, 3e-6);
}

static void
test_two_layers (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 150;
  recipe.pixel_scale = 1.0;
  recipe.weight_std = 0.05;
  recipe.learning_rate = 0.05;
  recipe.regularisation = 0.001;
  check_against_naive (&recipe, 2, 2, 1e-5);
  recipe.measure_train = FALSE;
  check_against_naive (&recipe, 1, 2, 1e-5);

  init_recipe (&recipe, "two-layer-gd");
  check_against_naive (&recipe, 2, 2, 1e-5);
}

static void
test_same_bits (void)
{
  OvRecipe recipe;
  OvTemplates templates[3];
  OvEpoch epochs[3];

  init_recipe (&recipe, "linear");
  recipe.batch_size = 60;
  recipe.shuffle = TRUE;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (OvTrainer) trainer = make_trainer (&recipe, i + 1);

      for (guint j = 0; j < 3; j++)
        run_epoch (trainer, &epochs[i]);
      ov_trainer_get_templates (trainer, &templates[i], NULL);
    }

  for (guint i = 1; i < 3; i++)
    {
      fixture_assert_same_epochs (&epochs[0], &epochs[i], 1);
      g_assert_cmpmem (&templates[0], sizeof templates[0], &templates[i], sizeof templates[i]);
    }
}

typedef struct
{
  guint         n_calls;
  guint         stop_at; /* the call that ends the epoch, from 1 */
  GCancellable *cancellable;
  OvProgress    last;
  guint         largest_step;
} Witness;

static gboolean
witness_cb (const OvProgress *progress, gpointer user_data)
{
  Witness *witness = user_data;

  witness->n_calls++;
  g_assert_cmpuint (progress->images_total, ==, N_TRAIN);
  g_assert_cmpuint (progress->images_done, >=, witness->last.images_done);
  g_assert_cmpuint (progress->images_done, <=, N_TRAIN);
  g_assert_cmpfloat (progress->loss, >, 0.0);
  witness->largest_step = MAX (witness->largest_step,
                               progress->images_done - witness->last.images_done);
  witness->last = *progress;

  if (witness->n_calls != witness->stop_at)
    return TRUE;
  if (witness->cancellable == NULL)
    return FALSE;

  g_cancellable_cancel (witness->cancellable);

  return TRUE;
}

static void
test_progress (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.regularisation = 0.0;
  recipe.batch_size = 300;
  trainer = make_trainer (&recipe, 1);

  for (guint i = 0; i < 3; i++)
    {
      Witness witness = {0};
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, witness_cb, &witness, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (witness.n_calls, >=, 2);
      g_assert_cmpuint (witness.largest_step, <, N_TRAIN);
      g_assert_cmpuint (witness.last.epoch, ==, i);
      g_assert_cmpuint (witness.last.images_done, ==, N_TRAIN);
      g_assert_cmpfloat_with_epsilon (witness.last.loss, epoch.train_loss, 1e-12);
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

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe, 2);
  ov_trainer_run_epoch (trainer, &epoch, block_cb, &n_calls, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (epoch.seconds, >, 0.0);
  g_assert_cmpfloat (epoch.seconds, <=,
                     (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC - 0.2);
}

static guint
count_calls (const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = make_trainer (recipe, 2);
  Witness witness = {0};
  OvEpoch epoch;

  ov_trainer_run_epoch (trainer, &epoch, witness_cb, &witness, NULL, &error);
  g_assert_no_error (error);

  return witness.n_calls;
}

/* At every call, the last ones being those of the evaluation: none comes after it. */
static void
test_give_up (void)
{
  OvRecipe recipe;
  guint n_calls;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 100;
  n_calls = count_calls (&recipe);
  g_assert_cmpuint (n_calls, >=, 8 + 2);

  for (guint i = 0; i <= n_calls; i++)
    for (guint how = 0; how < 2; how++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
        Witness witness = {.stop_at = i, .cancellable = how == 0 ? cancellable : NULL};
        OvEpoch epoch;

        if (i == 0)
          g_cancellable_cancel (cancellable);
        g_assert_false (
          ov_trainer_run_epoch (trainer, &epoch, witness_cb, &witness, cancellable, &error));
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_assert_cmpuint (witness.n_calls, ==, i);
      }
}

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);

  return NULL;
}

/* From another thread, at any moment: the record is whole or there is an error. */
static void
test_cancel_from_elsewhere (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
      GThread *thread = g_thread_new ("canceller", cancel_thread, cancellable);
      gboolean done = TRUE;

      while (done)
        {
          g_autoptr (GError) error = NULL;
          OvEpoch epoch;

          done = ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, cancellable, &error);
          if (done)
            g_assert_cmpfloat (epoch.test_loss, >, 0.0);
          else
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      g_thread_join (thread);
    }
}

/* A loss that is not finite is in the record, and is not an error. */
static void
test_no_number (void)
{
  static const guint batch_sizes[] = {0, 100};

  for (guint b = 0; b < G_N_ELEMENTS (batch_sizes); b++)
    {
      g_autoptr (OvTrainer) trainer = NULL;
      OvRecipe recipe;
      OvEpoch epoch;
      guint n_epochs = 0;

      init_recipe (&recipe, "linear");
      recipe.batch_size = batch_sizes[b];
      recipe.learning_rate = 100.0;
      recipe.pixel_scale = 255.0;
      trainer = make_trainer (&recipe, 2);
      do
        run_epoch (trainer, &epoch);
      while (ov_epoch_is_finite (&epoch) && ++n_epochs < 50);

      g_assert_cmpuint (n_epochs, <, 50);
      run_epoch (trainer, &epoch);
      g_assert_false (isfinite (epoch.train_loss));
      g_assert_false (isfinite (epoch.test_loss));
      g_assert_false (isfinite (epoch.batch_loss));
    }
}

/* With a rate of next to nothing, an epoch in any order finds the same sums: each image was used
 * once. The last batch tells the orders apart. */
static void
test_shuffle (void)
{
  g_autoptr (OvTrainer) plain = NULL;
  g_autoptr (OvTrainer) shuffled = NULL;
  OvRecipe recipe;
  OvEpoch expected;
  double batch_losses[4];

  init_recipe (&recipe, "linear");
  recipe.weight_std = 0.01;
  recipe.learning_rate = 1e-9;
  recipe.batch_size = 10;
  plain = make_trainer (&recipe, 2);
  run_epoch (plain, &expected);

  recipe.shuffle = TRUE;
  shuffled = make_trainer (&recipe, 2);
  batch_losses[0] = expected.batch_loss;
  for (guint i = 1; i < G_N_ELEMENTS (batch_losses); i++)
    {
      OvEpoch epoch;

      run_epoch (shuffled, &epoch);
      g_assert_cmpfloat_with_epsilon (epoch.train_loss, expected.train_loss, 1e-6);
      g_assert_cmpfloat_with_epsilon (epoch.train_accuracy, expected.train_accuracy, 1e-9);
      batch_losses[i] = epoch.batch_loss;
      for (guint j = 0; j < i; j++)
        g_assert_cmpfloat (fabs (batch_losses[i] - batch_losses[j]), >, 1e-5);
    }
}

static void
test_invalid_recipe (void)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.learning_rate = NAN;
  g_assert_null (ov_trainer_new (&recipe, dataset, 2, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_RECIPE);
}

/* The gradient of a class's score at the mean image: for the linear network its row of weights. */
/* The mean slope of a hidden unit's sigmoid over the test images that templates are taken from;
 * the biases are zero. */
static double
naive_mean_slope (const OvRecipe *recipe, const float *weights)
{
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TEST, recipe->pixel_scale);
  const guint n_images = ov_sensitivity_get_n_images (dataset);
  double sum = 0.0;

  for (guint i = 0; i < n_images; i++)
    {
      double in = 0.0;
      double out;

      for (guint j = 0; j < OV_IMAGE_SIZE; j++)
        in += images[(gsize) i * OV_IMAGE_SIZE + j] * (double) weights[j];
      out = 1.0 / (1.0 + exp (-in));
      sum += out * (1.0 - out);
    }

  return sum / n_images;
}

static void
test_templates (void)
{
  g_autoptr (GError) error = NULL;
  OvTemplates templates;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  {
    g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
    g_autoptr (OvNetwork) network = ov_model_build_network (&recipe);

    ov_network_init_weights (network, recipe.seed, recipe.weight_std);
    ov_trainer_get_templates (trainer, &templates, NULL);
    g_assert_cmpmem (templates.values, sizeof templates.values, network->parameters,
                     sizeof templates.values);
  }

  init_recipe (&recipe, "two-layer-gd");
  {
    g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
    g_autoptr (OvNetwork) network = ov_model_build_network (&recipe);
    const float *hidden = network->parameters;
    const float *output = hidden + recipe.hidden_units * (OV_IMAGE_SIZE + 1);
    g_autofree double *expected = g_new0 (double, OV_N_CLASSES *OV_IMAGE_SIZE);

    ov_network_init_weights (network, recipe.seed, recipe.weight_std);
    for (guint h = 0; h < recipe.hidden_units; h++)
      {
        const double slope = naive_mean_slope (&recipe, hidden + h * OV_IMAGE_SIZE);

        for (guint k = 0; k < OV_N_CLASSES; k++)
          for (guint j = 0; j < OV_IMAGE_SIZE; j++)
            expected[k * OV_IMAGE_SIZE + j] += slope
                                               * (double) output[k * recipe.hidden_units + h]
                                               * (double) hidden[h * OV_IMAGE_SIZE + j];
      }
    ov_trainer_get_templates (trainer, &templates, NULL);
    g_assert_cmpfloat (
      naive_distance (&templates.values[0][0], expected, OV_N_CLASSES * OV_IMAGE_SIZE), <, 1e-5);
  }
}

/* Looking at the templates between two epochs changes nothing. */
static void
test_templates_between_epochs (void)
{
  OvRecipe recipe;
  OvEpoch epochs[2];

  init_recipe (&recipe, "linear");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OvTrainer) trainer = make_trainer (&recipe, 2);
      OvTemplates templates;

      for (guint j = 0; j < 3; j++)
        {
          run_epoch (trainer, &epochs[i]);
          if (i == 1)
            ov_trainer_get_templates (trainer, &templates, NULL);
        }
    }
  fixture_assert_same_epochs (&epochs[0], &epochs[1], 1);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  g_test_add_func ("/trainer/linear", test_linear);
  g_test_add_func ("/trainer/remainder-batches", test_remainder_batches);
  g_test_add_func ("/trainer/two-layers", test_two_layers);
  g_test_add_func ("/trainer/same-bits", test_same_bits);
  g_test_add_func ("/trainer/progress", test_progress);
  g_test_add_func ("/trainer/blocked-time", test_blocked_time);
  g_test_add_func ("/trainer/give-up", test_give_up);
  g_test_add_func ("/trainer/cancel-from-elsewhere", test_cancel_from_elsewhere);
  g_test_add_func ("/trainer/no-number", test_no_number);
  g_test_add_func ("/trainer/shuffle", test_shuffle);
  g_test_add_func ("/trainer/invalid-recipe", test_invalid_recipe);
  g_test_add_func ("/trainer/templates", test_templates);
  g_test_add_func ("/trainer/templates-between-epochs", test_templates_between_epochs);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

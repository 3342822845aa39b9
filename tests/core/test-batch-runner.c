/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch-runner.h"

#include <string.h>

#include "image-cut.h"
#include "instruction-fixture.h"
#include "model.h"
#include "naive.h"

/* Not a multiple of a tile or of a share. */
#define N_TRAIN 307
#define N_TEST 41
#define MAX_MEMBERS 3

typedef struct
{
  OvRecipe       recipe;
  OvDataset     *dataset;
  OvNetwork     *network;
  OvThreadPool  *pool;
  OvBatchRunner *runner;
  double        *parameters;
  gsize          n_parameters;
} Fixture;

static void
fixture_init (Fixture *self, const char *preset, guint n_members)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (&self->recipe, preset, &error);
  g_assert_no_error (error);
  self->recipe.pixel_scale = 1.0;
  self->recipe.hidden_units = 70;
  self->dataset = naive_dataset_new (N_TRAIN, N_TEST);
  self->network = ov_model_build_network (&self->recipe);
  self->pool = ov_thread_pool_new (n_members);
  self->runner = ov_batch_runner_new (self->network, self->dataset, self->pool, 1.0);
  self->n_parameters = self->network->n_parameters;
  naive_fill_random (self->network->parameters, self->n_parameters, 0.05, 3);
  self->parameters = naive_copy (self->network->parameters, self->n_parameters);
}

static void
fixture_clear (Fixture *self)
{
  ov_batch_runner_free (self->runner);
  ov_thread_pool_free (self->pool);
  ov_network_free (self->network);
  ov_dataset_unref (self->dataset);
  g_free (self->parameters);
}

static void
check_score (const OvScore *score, double mean, guint n_correct, guint n_images)
{
  g_assert_cmpuint (score->n_images, ==, n_images);
  g_assert_cmpuint (score->n_correct, ==, n_correct);
  g_assert_cmpfloat_with_epsilon (ov_score_mean (score), mean, 1e-5 * mean);
}

static void
test_score (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd"};
  static const guint ranges[][2] = {{0, N_TEST}, {3, 1}, {5, 33}};

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
      {
        g_autofree double *images = NULL;
        Fixture f;

        fixture_init (&f, presets[p], n_members);
        images = naive_get_images (f.dataset, OV_SPLIT_TEST, 1.0);
        for (guint r = 0; r < G_N_ELEMENTS (ranges); r++)
          {
            const guint first = ranges[r][0];
            guint n_correct = 0;
            const double mean = naive_measure (
              &f.recipe, f.parameters, images + first * OV_IMAGE_SIZE,
              f.dataset->labels[OV_SPLIT_TEST] + first, ranges[r][1], NULL,
              &n_correct);
            OvScore score = {0};

            g_assert_true (ov_batch_runner_score (f.runner, OV_SPLIT_TEST, first, ranges[r][1],
                                                  NULL, NULL, NULL, &score, NULL));
            check_score (&score, mean, n_correct, ranges[r][1]);
          }
        fixture_clear (&f);
      }
}

static float *
train (Fixture *self, const guint *order, guint first, guint n_images, OvScore *score)
{
  g_autoptr (GError) error = NULL;
  float *gradient = g_new (float, self->n_parameters);

  *score = (OvScore) {0};
  ov_batch_runner_train (self->runner, order, first, n_images, NULL, NULL, NULL, score, &error);
  g_assert_no_error (error);
  ov_gradient_read (ov_batch_runner_get_gradient (self->runner), 0, self->n_parameters, gradient);

  return gradient;
}

static void
test_train (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd"};
  const guint n_images = N_TRAIN - 10;

  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
      {
        g_autofree double *images = NULL;
        g_autofree double *expected = NULL;
        g_autofree float *gradient = NULL;
        OvScore score;
        guint n_correct = 0;
        double mean;
        Fixture f;

        fixture_init (&f, presets[p], n_members);
        images = naive_get_images (f.dataset, OV_SPLIT_TRAIN, 1.0);
        expected = g_new0 (double, f.n_parameters);
        mean = naive_measure (&f.recipe, f.parameters, images + 10 * OV_IMAGE_SIZE,
                              f.dataset->labels[OV_SPLIT_TRAIN] + 10, n_images,
                              expected, &n_correct);

        gradient = train (&f, NULL, 10, n_images, &score);
        check_score (&score, mean, n_correct, n_images);
        g_assert_cmpfloat (naive_distance (gradient, expected, f.n_parameters), <, 1e-5);
        fixture_clear (&f);
      }
}

/* The places from 7 on, in an order that counts backwards, are the first images of the file. */
static void
test_order (void)
{
  g_autofree float *forwards = NULL;
  g_autofree float *backwards = NULL;
  g_autofree double *expected = NULL;
  guint order[N_TRAIN];
  OvScore score;
  OvScore reversed;
  Fixture f;

  for (guint i = 0; i < N_TRAIN; i++)
    order[i] = N_TRAIN - 1 - i;

  fixture_init (&f, "linear", 2);
  forwards = train (&f, NULL, 0, N_TRAIN - 7, &score);
  backwards = train (&f, order, 7, N_TRAIN - 7, &reversed);

  check_score (&reversed, ov_score_mean (&score), score.n_correct, N_TRAIN - 7);
  expected = naive_copy (forwards, f.n_parameters);
  g_assert_cmpfloat (naive_distance (backwards, expected, f.n_parameters), <, 1e-5);
  fixture_clear (&f);
}

/* Whatever the threads do, the same pool finds the same bits. */
static void
test_same_bits (void)
{
  g_autofree float *first = NULL;
  Fixture f;

  fixture_init (&f, "two-layer-sgd", MAX_MEMBERS);
  for (guint round = 0; round < 5; round++)
    {
      g_autofree float *gradient = NULL;
      OvScore score;

      gradient = train (&f, NULL, 0, N_TRAIN, &score);
      if (first == NULL)
        first = g_steal_pointer (&gradient);
      else
        g_assert_cmpmem (gradient, f.n_parameters * sizeof (float), first,
                         f.n_parameters * sizeof (float));
    }
  fixture_clear (&f);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  OvScore score = {0};
  Fixture f;

  fixture_init (&f, "linear", 2);
  g_cancellable_cancel (cancellable);
  g_assert_false (
    ov_batch_runner_train (f.runner, NULL, 0, N_TRAIN, NULL, NULL, cancellable, &score, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (ov_batch_runner_score (f.runner, OV_SPLIT_TEST, 0, N_TEST, NULL, NULL,
                                         cancellable, &score, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (score.n_images, ==, 0);
  fixture_clear (&f);
}

/* A group is what a run waits for when it is paused: some tens of milliseconds of work. */
static void
test_sizes (void)
{
  OvImageCut cut;
  Fixture f;

  fixture_init (&f, "two-layer-sgd", 1);
  ov_image_cut_init (&cut, f.network, TRUE, G_MAXUINT);
  g_assert_cmpuint (cut.group, >=, 8 * OV_N_CLASSES);
  g_assert_cmpuint (cut.group, <=, 2048);
  g_assert_cmpuint (cut.tile, >=, OV_N_CLASSES);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/batch-runner/instructions", fixture_test_instructions);
  g_test_add_func ("/batch-runner/score", test_score);
  g_test_add_func ("/batch-runner/train", test_train);
  g_test_add_func ("/batch-runner/order", test_order);
  g_test_add_func ("/batch-runner/same-bits", test_same_bits);
  g_test_add_func ("/batch-runner/cancelled", test_cancelled);
  g_test_add_func ("/batch-runner/sizes", test_sizes);

  return g_test_run ();
}

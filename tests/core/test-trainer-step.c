/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-step.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "quadratic-fixture.h"
#include "trainer-private.h"

#define N_TRAIN 230
#define N_TEST 20
#define N_IMAGES 100

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 9;
  recipe->regularisation = 1e-3;
}

static void
measure (OvTrainer *trainer, OvStepLine *line)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_trainer_has_step (trainer));
  g_assert_true (ov_trainer_measure_step (trainer, N_IMAGES, line, NULL, &error));
  g_assert_no_error (error);
}

/* The mean loss of the first images, by passes of its own, and the penalty in double precision. */
static double
measure_loss (const OvRecipe *recipe, const float *begin, const float *end, double share)
{
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
  g_autoptr (OvBatchRunner) runner = ov_batch_runner_new (network, dataset, pool,
                                                          recipe->pixel_scale);
  g_autoptr (GError) error = NULL;
  OvScore score = {0};
  double squares = 0.0;

  for (guint t = 0; t < network->n_tensors; t++)
    for (gsize i = network->tensors[t].offset;
         i < network->tensors[t].offset + network->tensors[t].size; i++)
      {
        const double value =
          (double) begin[i] + share * ((double) end[i] - (double) begin[i]);

        network->parameters[i] = (float) value;
        if (network->tensors[t].is_weight)
          squares += value * value;
      }
  ov_batch_runner_score (runner, OV_SPLIT_TRAIN, 0, N_IMAGES, NULL, NULL, NULL, &score, &error);
  g_assert_no_error (error);

  return ov_score_mean (&score) + recipe->regularisation * squares;
}

/* The line is the loss at the points that it names, starts where the step started, and its model
 * touches it there. */
static void
check_line (const OvRecipe *recipe, const OvStepLine *line, const float *begin, const float *end)
{
  const double share = 1e-2;
  const double near = share * line->learning_rate;
  double touched;

  for (guint i = 0; i < OV_STEP_LINE_POINTS; i += 6)
    {
      const double loss =
        measure_loss (recipe, begin, end, line->lengths[i] / line->learning_rate);

      g_assert_cmpfloat_with_epsilon (line->losses[i], loss, 1e-6 * fabs (loss));
    }
  g_assert_cmpfloat_with_epsilon (line->landed, measure_loss (recipe, begin, end, 1.0),
                                  1e-6 * line->landed);
  g_assert_cmpfloat (line->lengths[0], ==, 0.0);
  g_assert_cmpfloat (line->lengths[OV_STEP_LINE_POINTS - 1], >=, 1.5 * line->learning_rate);
  g_assert_cmpfloat_with_epsilon (line->losses[0], line->model.loss, 1e-6 * line->model.loss);

  touched = measure_loss (recipe, begin, end, share);
  g_assert_cmpfloat_with_epsilon (ov_step_parabola_get_loss (&line->model, near), touched,
                                  2e-6 * touched);
}

/* The band has the lines of all steps of the epoch, each from the height of the last one. */
static void
check_band (const OvRecipe *recipe, const OvStepLine *line, float *const *begins, const float *end)
{
  for (guint i = 0; i < OV_STEP_LINE_POINTS; i += 12)
    {
      const double share = line->lengths[i] / line->learning_rate;
      double low = INFINITY;
      double high = -INFINITY;

      for (guint k = 0; k < line->n_steps; k++)
        {
          const float *to = k == 0 ? end : begins[k - 1];
          const double loss = line->losses[0] + measure_loss (recipe, begins[k], to, share)
                              - measure_loss (recipe, begins[k], to, 0.0);

          low = MIN (low, loss);
          high = MAX (high, loss);
        }
      g_assert_cmpfloat_with_epsilon (line->low[i], low, 1e-6 * fabs (low));
      g_assert_cmpfloat_with_epsilon (line->high[i], high, 1e-6 * fabs (high));
    }
}

/* Measures after each of some epochs, and trains the same without: neither the records nor the
 * weights differ in a bit. */
static void
check_recipe (const OvRecipe *recipe)
{
  g_autoptr (OvTrainer) plain = fixture_make_trainer (recipe, dataset, NULL);
  g_autoptr (OvTrainer) watched = fixture_make_trainer (recipe, dataset, NULL);
  const OvNetwork *network = ov_trainer_get_network (watched);
  g_autofree float *before = g_new (float, network->n_parameters);
  const gsize size = network->n_parameters * sizeof (float);
  const guint n_batches =
    recipe->batch_size > 0 ? (N_TRAIN + recipe->batch_size - 1) / recipe->batch_size : 1;

  g_assert_false (ov_trainer_has_step (watched));
  ov_trainer_set_kept_steps (watched, 1);
  g_assert_false (ov_trainer_has_step (watched));

  for (guint i = 0; i < 3; i++)
    {
      const guint n_steps = i == 1 ? MIN (n_batches, OV_STEP_LINES) : 1;
      OvEpoch expected;
      OvEpoch epoch;
      OvStepLine line;

      fixture_run_epoch (plain, &expected);
      memcpy (before, network->parameters, size);
      ov_trainer_set_kept_steps (watched, n_steps);
      fixture_run_epoch (watched, &epoch);
      g_assert_cmpfloat (epoch.train_loss, ==, expected.train_loss);
      g_assert_cmpfloat (epoch.test_loss, ==, expected.test_loss);
      g_assert_false (ov_trainer_has_step (plain));
      measure (watched, &line);
      g_assert_cmpfloat (line.learning_rate, ==, epoch.learning_rate);
      g_assert_cmpuint (line.n_images, ==, N_IMAGES);
      g_assert_cmpuint (line.n_steps, ==, n_steps);
      if (n_batches == n_steps)
        g_assert_cmpmem (watched->step_begins[n_batches - 1], size, before, size);
      g_test_message ("alpha %g, lowest at %g steps, model %g", ov_step_line_get_alpha (&line),
                      ov_step_line_get_lowest (&line) / line.learning_rate,
                      ov_step_parabola_get_lowest (&line.model) / line.learning_rate);
      if (i == 1)
        {
          check_line (recipe, &line, watched->step_begins[0], network->parameters);
          check_band (recipe, &line, watched->step_begins, network->parameters);
        }
      g_assert_cmpmem (network->parameters, size, ov_trainer_get_network (plain)->parameters,
                       size);
    }

  ov_trainer_set_kept_steps (watched, 0);
  g_assert_false (ov_trainer_has_step (watched));
}

static void
test_two_layer (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 50;
  recipe.weight_std = 0.01;
  check_recipe (&recipe);
  recipe.momentum = 0.9;
  recipe.batch_size = 0;
  check_recipe (&recipe);
}

static void
test_cnn (void)
{
  OvRecipe recipe;

  init_recipe (&recipe, "cnn");
  recipe.learning_rate = 0.02;
  check_recipe (&recipe);
}

static gboolean
want_steps_cb (const OvProgress *progress, gpointer user_data)
{
  if (progress->images_done > N_TRAIN / 2 && progress->images_done < N_TRAIN / 2 + 50)
    ov_trainer_set_kept_steps (user_data, OV_STEP_LINES);

  return TRUE;
}

/* Steps that are first wanted within an epoch are those that are made from then on. */
static void
test_late (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  OvStepLine line;
  OvRecipe recipe;
  OvEpoch epoch;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 50;
  trainer = fixture_make_trainer (&recipe, dataset, NULL);
  g_assert_true (ov_trainer_run_epoch (trainer, &epoch, want_steps_cb, trainer, NULL, &error));
  g_assert_no_error (error);
  measure (trainer, &line);
  g_assert_cmpuint (line.n_steps, ==, 3);
}

/* A measurement that is given up leaves the weights as they were. */
static void
test_cancelled (void)
{
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree float *before = NULL;
  OvStepLine line;
  OvRecipe recipe;
  OvEpoch epoch;
  gsize size;

  init_recipe (&recipe, "two-layer-sgd");
  trainer = fixture_make_trainer (&recipe, dataset, NULL);
  ov_trainer_set_kept_steps (trainer, 1);
  fixture_run_epoch (trainer, &epoch);
  size = ov_trainer_get_network (trainer)->n_parameters * sizeof (float);
  before = g_memdup2 (ov_trainer_get_network (trainer)->parameters, size);

  g_cancellable_cancel (cancellable);
  g_assert_false (ov_trainer_measure_step (trainer, N_IMAGES, &line, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpmem (ov_trainer_get_network (trainer)->parameters, size, before, size);

  /* Weights that someone else sets are the end of no step. */
  g_assert_true (ov_trainer_has_step (trainer));
  ov_trainer_set_parameters (trainer, before, ov_trainer_get_network (trainer)->n_parameters);
  g_assert_false (ov_trainer_has_step (trainer));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);

  g_test_add_func ("/trainer-step/two-layer", test_two_layer);
  g_test_add_func ("/trainer-step/cnn", test_cnn);
  g_test_add_func ("/trainer-step/late", test_late);
  g_test_add_func ("/trainer-step/cancelled", test_cancelled);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

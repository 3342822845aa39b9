/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "epoch-fixture.h"
#include "range-test.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive.h"

#define N_TRAIN 230
#define N_TEST 20

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->hidden_units = 9;
  recipe->pixel_scale = 1.0;
}

static OvTrainer *
make_trainer (const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, 2, &error);

  g_assert_no_error (error);

  return trainer;
}

static OvFinding *
find (OvTrainer *trainer, const OvRangeTestOptions *options)
{
  g_autoptr (GError) error = NULL;
  OvFinding *finding = ov_trainer_test_range (trainer, options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (finding);
  g_test_message ("%u points, end %d, best %g, steepest %g, tenth %g", finding->n_points,
                  finding->end, finding->learning_rates[finding->best], finding->steepest,
                  finding->tenth);

  return finding;
}

/* The ramp rises by the same factor from end to end, and stops at four times the best. */
static void
test_ramp (void)
{
  const OvRangeTestOptions defaults = OV_RANGE_TEST_OPTIONS_INIT;
  const double factor = pow (10.0, 9.0 / (defaults.n_steps - 1));
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvFinding) finding = NULL;
  guint last;

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe);
  finding = find (trainer, NULL);
  last = finding->n_points - 1;

  g_assert_cmpfloat_with_epsilon (finding->learning_rates[0], 1e-8, 1e-20);
  for (guint i = 1; i <= last; i++)
    g_assert_cmpfloat_with_epsilon (finding->learning_rates[i] / finding->learning_rates[i - 1],
                                    factor, 1e-9);

  g_assert_cmpint (finding->end, ==, OV_RANGE_TEST_END_ROSE);
  g_assert_cmpuint (finding->n_points, <, defaults.n_steps);
  g_assert_cmpfloat (finding->smoothed[last], >, 4.0 * finding->smoothed[finding->best]);
  g_assert_cmpfloat (finding->smoothed[last - 1], <=, 4.0 * finding->smoothed[finding->best]);
  g_assert_true (finding->has_suggestions);
  g_assert_cmpfloat (finding->steepest, <, finding->learning_rates[last]);
  g_assert_cmpfloat_with_epsilon (finding->tenth, finding->learning_rates[finding->best] / 10.0,
                                  1e-15);
}

/* The losses of a full-batch recipe are those of training on the same images at those rates. */
static void
test_losses (void)
{
  const OvRangeTestOptions options = {1e-4, 1e-3, 4, N_TRAIN, 0.5};
  g_autofree double *images = naive_get_images (dataset, OV_SPLIT_TRAIN, 1.0);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvFinding) finding = NULL;
  g_autoptr (OvNetwork) network = NULL;
  g_autofree double *parameters = NULL;
  g_autofree double *velocity = NULL;
  double running = 0.0;
  OvRecipe recipe;

  init_recipe (&recipe, "linear");
  recipe.weight_std = 0.01;
  recipe.regularisation = 0.1;
  recipe.momentum = 0.5;
  trainer = make_trainer (&recipe);
  finding = find (trainer, &options);
  g_assert_cmpuint (finding->n_points, ==, options.n_steps);
  g_assert_cmpint (finding->end, ==, OV_RANGE_TEST_END_RAMP);

  network = ov_model_build_network (&recipe);
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);
  parameters = naive_copy (network->parameters,
                           network->n_parameters);
  velocity = g_new0 (double, network->n_parameters);
  for (guint i = 0; i < finding->n_points; i++)
    {
      OvEpoch expected = {.index = i, .learning_rate = finding->learning_rates[i]};

      naive_run_epoch (&recipe, dataset, parameters, velocity, &expected);
      running = 0.5 * running + 0.5 * expected.train_loss;
      g_assert_cmpfloat_with_epsilon (finding->losses[i], expected.train_loss, 1e-5);
      g_assert_cmpfloat_with_epsilon (finding->smoothed[i], running / (1.0 - pow (0.5, i + 1)),
                                      1e-5);
    }
}

static void
test_no_number (void)
{
  /* So wild that the first step leaves the range of single precision. */
  const OvRangeTestOptions options = {1e25, 1e30, 3, 0, 0.8};
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvFinding) finding = NULL;

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe);
  finding = find (trainer, &options);
  g_assert_cmpint (finding->end, ==, OV_RANGE_TEST_END_NOT_FINITE);
  g_assert_cmpuint (finding->n_points, ==, 1);
  g_assert_true (isfinite (finding->losses[0]));
  g_assert_false (finding->has_suggestions);
}

static gboolean
stop_cb (const OvFinding *finding, guint n_steps, gpointer user_data)
{
  guint *n_calls = user_data;

  g_assert_cmpuint (finding->n_points, ==, ++*n_calls);
  g_assert_cmpuint (n_steps, ==, 271);

  return *n_calls < 7;
}

static gboolean
cancel_cb (const OvFinding *finding, guint n_steps, gpointer user_data)
{
  if (finding->n_points == 5)
    g_cancellable_cancel (user_data);
  g_assert_cmpuint (finding->n_points, <=, 5);

  return TRUE;
}

/* A ramp of any end leaves no trace in the training, momentum included. */
static void
test_restores (void)
{
  static const char *const presets[] = {"linear", "two-layer-sgd", "cnn"};
  OvRangeTestOptions coarse = OV_RANGE_TEST_OPTIONS_INIT;

  coarse.n_steps = 41;
  for (guint p = 0; p < G_N_ELEMENTS (presets); p++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      OvEpoch epochs[2][3];
      OvRecipe recipe;

      init_recipe (&recipe, presets[p]);
      recipe.momentum = 0.5;
      recipe.batch_size = 60;
      recipe.regularisation = 0.01;
      for (guint searched = 0; searched < 2; searched++)
        {
          g_autoptr (OvTrainer) trainer = make_trainer (&recipe);
          guint n_calls = 0;

          for (guint i = 0; i < 3; i++)
            {
              ov_trainer_run_epoch (trainer, &epochs[searched][i], NULL, NULL, NULL, &error);
              g_assert_no_error (error);
              if (searched == 0 || i == 2)
                continue;
              if (i == 0)
                {
                  ov_finding_free (find (trainer, &coarse));
                  continue;
                }

              g_assert_null (ov_trainer_test_range (trainer, NULL, stop_cb, &n_calls, NULL,
                                                    &error));
              g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
              g_assert_cmpuint (n_calls, ==, 7);
              g_clear_error (&error);
              g_assert_null (ov_trainer_test_range (trainer, NULL, cancel_cb, cancellable,
                                                    cancellable, &error));
              g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
              g_clear_error (&error);
            }
        }
      fixture_assert_same_epochs (epochs[0], epochs[1], 3);
    }
}

static void
test_same_bits (void)
{
  OvRecipe recipe;
  g_autoptr (OvFinding) first = NULL;
  g_autoptr (OvFinding) second = NULL;
  g_autoptr (OvFinding) other = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvTrainer) other_trainer = NULL;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.batch_size = 30;
  trainer = make_trainer (&recipe);
  first = find (trainer, NULL);
  second = find (trainer, NULL);
  recipe.seed = 1;
  other_trainer = make_trainer (&recipe);
  other = find (other_trainer, NULL);

  g_assert_cmpuint (first->n_points, ==, second->n_points);
  g_assert_cmpmem (first->losses, first->n_points * sizeof (double), second->losses,
                   second->n_points * sizeof (double));
  g_assert_cmpfloat (first->losses[20], !=, other->losses[20]);
}

/* Flat, then down, steepest at 1e-3, then up from 0.1 on. */
static OvFinding *
make_curve (double fall)
{
  const guint n = 241;
  OvFinding *finding = g_new0 (OvFinding, 1);

  finding->n_points = n;
  finding->learning_rates = g_new (double, n);
  finding->losses = g_new (double, n);
  finding->smoothed = g_new (double, n);
  for (guint i = 0; i < n; i++)
    {
      const double x = -8.0 + i / 30.0;

      finding->learning_rates[i] = pow (10.0, x);
      finding->losses[i] = 1.0 - fall / (1.0 + exp (-4.0 * (x + 3.0)))
                           + (x > -1.0 ? 3.0 * (x + 1.0) : 0.0);
      finding->smoothed[i] = finding->losses[i];
    }

  return finding;
}

static void
test_suggestions (void)
{
  g_autoptr (OvFinding) curve = make_curve (0.4);
  g_autoptr (OvFinding) flat = make_curve (0.005);
  g_autoptr (OvFinding) copy = NULL;

  ov_finding_suggest (curve);
  g_assert_true (curve->has_suggestions);
  g_assert_cmpfloat_with_epsilon (log10 (curve->steepest), -3.0, 0.05);
  g_assert_cmpfloat_with_epsilon (log10 (curve->tenth), -2.0, 0.05);

  ov_finding_suggest (flat);
  g_assert_false (flat->has_suggestions);
  g_assert_true (isnan (flat->steepest) && isnan (flat->tenth));

  copy = ov_finding_copy (curve);
  g_assert_cmpfloat (copy->steepest, ==, curve->steepest);
  g_assert_true (copy->losses != curve->losses);
  g_assert_cmpmem (copy->losses, copy->n_points * sizeof (double), curve->losses,
                   curve->n_points * sizeof (double));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  g_test_add_func ("/range-test/ramp", test_ramp);
  g_test_add_func ("/range-test/losses", test_losses);
  g_test_add_func ("/range-test/no-number", test_no_number);
  g_test_add_func ("/range-test/restores", test_restores);
  g_test_add_func ("/range-test/same-bits", test_same_bits);
  g_test_add_func ("/range-test/suggestions", test_suggestions);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

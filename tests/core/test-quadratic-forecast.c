/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast.h"

#include <math.h>

#include "naive.h"
#include "quadratic-fixture.h"
#include "recipe-fixture.h"

#define N_TRAIN 401
#define N_TEST 97
#define N_EPOCHS 300

static OvDataset   *dataset;
static OvQuadratic *quadratic;

/* A whole run by the plain trainer against its forecast, training and test loss of every epoch.
 * Returns the trainer's training losses. */
static double *
check_run (const OvRecipe *recipe, double tolerance)
{
  g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  g_autofree double *train_loss = g_new (double, recipe->epochs);
  g_autofree double *test_loss = g_new (double, recipe->epochs);
  double *losses = g_new (double, recipe->epochs);
  g_autofree guint *epochs = g_new (guint, recipe->epochs);
  double largest[2] = {0.0, 0.0};

  g_assert_cmpuint (ov_forecast_choose_epochs (recipe->epochs, recipe->epochs, epochs), ==,
                    recipe->epochs);
  g_assert_true (ov_forecast_run (forecast, recipe, train_loss, epochs, recipe->epochs, test_loss));

  for (guint i = 0; i < recipe->epochs; i++)
    {
      OvEpoch epoch;

      fixture_run_epoch (trainer, &epoch);
      losses[i] = epoch.train_loss;
      largest[0] = fmax (largest[0], fabs (train_loss[i] - epoch.train_loss));
      largest[1] = fmax (largest[1], fabs (test_loss[i] - epoch.test_loss));
      g_assert_cmpfloat_with_epsilon (train_loss[i], epoch.train_loss,
                                      tolerance * fmax (1.0, epoch.train_loss));
      g_assert_cmpfloat_with_epsilon (test_loss[i], epoch.test_loss,
                                      tolerance * fmax (1.0, epoch.test_loss));
    }
  g_test_message ("rate %g: off by at most %g and %g", recipe->learning_rate, largest[0],
                  largest[1]);

  return losses;
}

static void
check (const OvRecipe *recipe, double tolerance)
{
  g_free (check_run (recipe, tolerance));
}

/* From hardly learning to just below the limit, with and without decay. */
static void
test_rates (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 5e-6);
  const struct
  {
    double rate;
    double decay;
  } cases[] = {{1e-4, 1.0}, {0.5 * limit, 0.99}, {0.98 * limit, 0.999}, {0.98 * limit, 1.0}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = N_EPOCHS;
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      check (&recipe, 1e-4);
    }
}

/* With Nesterov's momentum: as before, a little below its limit and a little above. */
static void
test_nesterov (void)
{
  static const double momenta[] = {0.0, 0.5, 0.9};

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    {
      OvRecipe recipe;
      g_autofree double *below = NULL;
      g_autofree double *above = NULL;
      double growth;
      double limit;

      fixture_init_linear (&recipe);
      fixture_set_value (&recipe, "optimiser", "nesterov");
      recipe.epochs = N_EPOCHS;
      recipe.decay = 1.0;
      recipe.momentum = momenta[m];
      recipe.weight_std = 0.01;
      limit = ov_quadratic_get_limit (quadratic, &recipe);

      recipe.learning_rate = 0.98 * limit;
      below = check_run (&recipe, 1e-4);
      g_assert_cmpfloat (below[N_EPOCHS - 1], <, below[0]);

      recipe.learning_rate = 1.02 * limit;
      above = check_run (&recipe, 2e-3);
      growth = ov_quadratic_get_growth (quadratic, &recipe);
      g_assert_cmpfloat (above[N_EPOCHS - 1], >, 100.0);
      g_assert_cmpfloat_with_epsilon (above[N_EPOCHS - 1] / above[N_EPOCHS - 2], growth * growth,
                                      1e-3);
      g_test_message ("momentum %g: limit %g, %g below and %g above", momenta[m], limit,
                      below[N_EPOCHS - 1], above[N_EPOCHS - 1]);
    }
}

static void
test_schedules (void)
{
  static const char *const names[] = {"cosine", "step"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = 12;
      fixture_set_value (&recipe, "schedule", names[i]);
      recipe.warm_up = 2;
      check (&recipe, 1e-4);
    }
}

/* Whatever else a recipe can say. */
static void
test_other_recipes (void)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.epochs = 40;
  recipe.weight_std = 1e-3;
  recipe.learning_rate = 0.004;
  recipe.regularisation = 0.5;
  recipe.momentum = 0.8;
  recipe.decays_per_epoch = 2;
  recipe.measure_train = TRUE;
  check (&recipe, 1e-5);

  fixture_init_linear (&recipe);
  recipe.epochs = 40;
  recipe.weight_std = 0.02;
  recipe.momentum = 0.3;
  recipe.regularisation = 0.1;
  check (&recipe, 1e-5);

  recipe.weight_std = 0.0;
  recipe.momentum = 0.0;
  recipe.batch_size = N_TRAIN;
  recipe.shuffle = TRUE;
  check (&recipe, 1e-5);
}

/* Runs below the limit come down, those above it grow as forecast, for any regularisation. */
static void
test_limit (void)
{
  static const double regularisations[] = {0.0, 5e-6, 0.1, 5.0};

  for (guint r = 0; r < G_N_ELEMENTS (regularisations); r++)
    for (guint over = 0; over < 2; over++)
      {
        g_autofree double *losses = NULL;
        double growth;
        OvRecipe recipe;

        fixture_init_linear (&recipe);
        recipe.epochs = N_EPOCHS;
        recipe.decay = 1.0;
        recipe.regularisation = regularisations[r];
        recipe.learning_rate = (over ? 1.02 : 0.98)
                               * 2.0 / ov_quadratic_get_sharpness (quadratic, regularisations[r]);

        /* What is rounded grows with the rest. */
        losses = check_run (&recipe, over ? 2e-3 : 1e-4);
        for (guint i = 1; !over && i < N_EPOCHS; i++)
          g_assert_cmpfloat (losses[i], <=, losses[i - 1] + 1e-6);
        growth = ov_quadratic_get_growth (quadratic, &recipe);
        g_test_message ("reg %g, %s the limit: ends at %g", recipe.regularisation,
                        over ? "over" : "under", losses[N_EPOCHS - 1]);
        if (over)
          {
            g_assert_cmpfloat (losses[N_EPOCHS - 1], >, 100.0);
            g_assert_cmpfloat_with_epsilon (losses[N_EPOCHS - 1] / losses[N_EPOCHS - 2],
                                            growth * growth, 1e-3);
          }
      }
}

/* What grows beyond all numbers is infinite, from some epoch on and never again less. */
static void
test_overflow (void)
{
  g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);
  static const double rates[] = {1e3, 1.0, 1e300};
  double train_loss[N_EPOCHS];
  double test_loss[N_EPOCHS];
  guint epochs[N_EPOCHS];

  ov_forecast_choose_epochs (N_EPOCHS, N_EPOCHS, epochs);
  for (guint r = 0; r < G_N_ELEMENTS (rates); r++)
    for (guint m = 0; m < 2; m++)
      {
        OvRecipe recipe;

        fixture_init_linear (&recipe);
        recipe.epochs = N_EPOCHS;
        recipe.learning_rate = rates[r];
        recipe.decay = 1.0;
        recipe.momentum = 0.5 * m;
        g_assert_true (ov_forecast_run (forecast, &recipe, train_loss, epochs, N_EPOCHS,
                                        test_loss));
        g_assert_cmpfloat_with_epsilon (train_loss[0], 1.0, 1e-3);
        g_assert_true (isinf (train_loss[N_EPOCHS - 1]));
        g_assert_true (isinf (test_loss[N_EPOCHS - 1]));
        for (guint i = 1; i < N_EPOCHS; i++)
          {
            g_assert_cmpfloat (train_loss[i], >=, train_loss[i - 1]);
            g_assert_cmpfloat (test_loss[i], >=, 0.0);
            g_assert_true (isinf (train_loss[i]) || !isinf (train_loss[i - 1]));
            g_assert_true (isinf (test_loss[i]) || !isinf (test_loss[i - 1]));
          }
      }
}

/* Going from recipe to recipe leaves nothing behind, and fewer test losses are the same ones. */
static void
test_again (void)
{
  g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);
  double train_loss[2][50];
  double test_loss[2][50];
  guint epochs[2][50];
  guint n_few;
  OvRecipe recipe;
  OvRecipe other;

  fixture_init_linear (&recipe);
  recipe.epochs = 50;
  other = recipe;
  other.weight_std = 0.1;
  other.learning_rate = 1e5;
  other.momentum = 0.9;
  other.seed = 77;

  ov_forecast_choose_epochs (50, 50, epochs[0]);
  n_few = ov_forecast_choose_epochs (50, 9, epochs[1]);
  g_assert_true (ov_forecast_run (forecast, &recipe, train_loss[0], epochs[0], 50, test_loss[0]));
  g_assert_true (ov_forecast_run (forecast, &other, train_loss[1], epochs[0], 50, test_loss[1]));
  g_assert_true (ov_forecast_run (forecast, &recipe, train_loss[1], NULL, 0, NULL));
  g_assert_cmpmem (train_loss[0], sizeof train_loss[0], train_loss[1], sizeof train_loss[1]);
  g_assert_true (ov_forecast_run (forecast, &recipe, train_loss[1], epochs[1], n_few,
                                  test_loss[1]));
  for (guint i = 0; i < n_few; i++)
    g_assert_cmpfloat_with_epsilon (test_loss[1][i], test_loss[0][epochs[1][i]], 1e-6);

  recipe.batch_size = 10;
  train_loss[0][0] = -1.0;
  g_assert_false (ov_forecast_run (forecast, &recipe, train_loss[0], NULL, 0, NULL));
  g_assert_cmpfloat (train_loss[0][0], ==, -1.0);
}

static void
test_chosen_epochs (void)
{
  guint epochs[400];

  for (guint n_epochs = 1; n_epochs <= 400; n_epochs++)
    for (guint n_wanted = 2; n_wanted <= 400; n_wanted += n_wanted < 60 ? 1 : 17)
      {
        const guint n = ov_forecast_choose_epochs (n_epochs, n_wanted, epochs);

        g_assert_cmpuint (n, ==, MIN (n_epochs, n_wanted));
        g_assert_cmpuint (epochs[0], ==, 0);
        g_assert_cmpuint (epochs[n - 1], ==, n_epochs - 1);
        for (guint i = 1; i < n; i++)
          g_assert_cmpuint (epochs[i], >, epochs[i - 1]);
      }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/quadratic-forecast/rates", test_rates);
  g_test_add_func ("/quadratic-forecast/schedules", test_schedules);
  g_test_add_func ("/quadratic-forecast/nesterov", test_nesterov);
  g_test_add_func ("/quadratic-forecast/other-recipes", test_other_recipes);
  g_test_add_func ("/quadratic-forecast/limit", test_limit);
  g_test_add_func ("/quadratic-forecast/overflow", test_overflow);
  g_test_add_func ("/quadratic-forecast/again", test_again);
  g_test_add_func ("/quadratic-forecast/chosen-epochs", test_chosen_epochs);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

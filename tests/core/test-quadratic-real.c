/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "blas.h"
#include "data-fixture.h"
#include "data-source.h"
#include "forecast.h"
#include "quadratic-fixture.h"
#include "recipe-fixture.h"
#include "sample.h"
#include "valley.h"

/* Of a run just above its limit, and of one just below, which says it all with its first ones. */
#define N_EPOCHS 200
#define N_BELOW 60

/* Of a run that is made by the plain trainer as well, which takes its time. */
#define N_PLAIN_EPOCHS 60

/* A run that has grown by so much shows how it grows: in its steepest mode alone. */
#define MOST_GROWTH 1e3

/* λmax of CIFAR-10 over 255, less its mean image: from NumPy, in double precision. */
#define LARGEST 55.3622

static OvDataset   *dataset;
static OvQuadratic *quadratic;

static void
test_largest (void)
{
  OvRecipe recipe;

  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_sharpness (quadratic, 0.0) / 2.0, LARGEST, 1e-3);
  fixture_init_linear (&recipe);
  recipe.regularisation = 0.0;
  g_assert_cmpfloat_with_epsilon (ov_quadratic_get_limit (quadratic, &recipe), 0.018063, 5e-7);
}

/* Runs at some learning rates three times over: by the plain trainer, on the quadratic form, and
 * forecast. A long one is that where rounding has most to grow from; the default is held whole
 * to the recorded table elsewhere. */
static void
test_runs (void)
{
  const double limit = 2.0 / ov_quadratic_get_sharpness (quadratic, 5e-6);
  const struct
  {
    double rate;
    double decay;
    guint n_epochs;
    double momentum; /* Nesterov's */
  } cases[] = {
    {1e-4, 1.0, 5, 0.0},
    {1e-3, 0.99, 5, 0.0},
    {1e-2, 0.999, 10, 0.0},
    {0.016, 0.995, 10, 0.0},
    {0.98 * limit, 1.0, N_PLAIN_EPOCHS, 0.0},
    {5e-3, 0.999, 10, 0.9},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint n_epochs = cases[i].n_epochs;
      g_autoptr (OvForecast) forecast = ov_forecast_new (quadratic);
      g_autoptr (OvTrainer) plain = NULL;
      g_autoptr (OvTrainer) exact = NULL;
      double train_loss[N_PLAIN_EPOCHS];
      double test_loss[N_PLAIN_EPOCHS];
      guint epochs[N_PLAIN_EPOCHS];
      double largest[2] = {0.0, 0.0};
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      recipe.epochs = n_epochs;
      if (cases[i].momentum > 0.0)
        fixture_set_value (&recipe, "optimiser", "nesterov");
      recipe.momentum = cases[i].momentum;
      plain = fixture_make_trainer (&recipe, dataset, NULL);
      exact = fixture_make_trainer (&recipe, dataset, quadratic);
      ov_forecast_choose_epochs (n_epochs, n_epochs, epochs);
      g_assert_true (ov_forecast_run (forecast, &recipe, train_loss, epochs, n_epochs, test_loss));

      for (guint t = 0; t < n_epochs; t++)
        {
          OvNetwork *network = ov_trainer_get_network (plain);
          const float *after = network->parameters;
          g_autofree float *before =
            g_memdup2 (after, network->n_parameters * sizeof (float));
          OvEpoch expected;
          OvEpoch epoch;

          fixture_run_epoch (plain, &expected);
          fixture_run_epoch (exact, &epoch);
          fixture_compare_epochs (dataset, before, after, &epoch, &expected, 1e-5);
          largest[0] = fmax (largest[0], fabs (train_loss[t] - expected.train_loss));
          largest[1] = fmax (largest[1], fabs (test_loss[t] - expected.test_loss));
        }
      g_test_message ("rate %g, decay %g: forecast off by at most %g and %g", cases[i].rate,
                      cases[i].decay, largest[0], largest[1]);
      g_assert_cmpfloat (largest[0], <, 1e-4);
      g_assert_cmpfloat (largest[1], <, 1e-4);
    }
}

/* A run that is given, at a rate just above its limit or just below. */
static void
check_run (OvDataset *images, OvQuadratic *form, OvRecipe recipe, gboolean over)
{
  g_autoptr (OvTrainer) trainer = NULL;
  OvEpoch first;
  OvEpoch before = {0};
  OvEpoch epoch;
  double growth;
  const guint n_epochs = over ? N_EPOCHS : N_BELOW;

  recipe.learning_rate = (over ? 1.02 : 0.98) * ov_quadratic_get_limit (form, &recipe);
  trainer = fixture_make_trainer (&recipe, images, form);
  fixture_run_epoch (trainer, &first);
  epoch = first;
  for (guint i = 1; i < n_epochs && epoch.train_loss < MOST_GROWTH * first.train_loss; i++)
    {
      before = epoch;
      fixture_run_epoch (trainer, &epoch);
      if (!over && recipe.momentum == 0.0)
        g_assert_cmpfloat (epoch.train_loss, <=, before.train_loss + 1e-6);
    }

  g_test_message ("reg %g, momentum %g, rate %g, %s the limit: from %g to %g",
                  recipe.regularisation, recipe.momentum, recipe.learning_rate,
                  over ? "above" : "below", first.train_loss, epoch.train_loss);
  growth = ov_quadratic_get_growth (form, &recipe);
  if (over)
    {
      g_assert_cmpfloat (epoch.train_loss, >, 10.0 * first.train_loss);
      g_assert_cmpfloat_with_epsilon (epoch.train_loss / before.train_loss, growth * growth, 1e-3);
    }
  else
    {
      g_assert_cmpfloat (epoch.train_loss, <, first.train_loss);
    }
}

/* Just below the limit every run comes down, just above it every run grows as forecast: @rule with
 * @momentum. */
static void
check_limit (OvDataset   *images,
             OvQuadratic *form,
             double       regularisation,
             const char  *rule,
             double       momentum)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  fixture_set_value (&recipe, "optimiser", rule);
  recipe.epochs = N_EPOCHS;
  recipe.decay = 1.0;
  recipe.regularisation = regularisation;
  recipe.momentum = momentum;
  check_run (images, form, recipe, FALSE);
  check_run (images, form, recipe, TRUE);
}

/* What the sample tells of the regularisation and the momentum it tells of any images. */
static void
test_limit (void)
{
  check_limit (dataset, quadratic, 5e-6, "gradient-descent", 0.0);
  check_limit (dataset, quadratic, 5e-6, "nesterov", 0.9);
}

/* The limit belongs to the data: the built-in sample has its own. */
static void
test_sample_limit (void)
{
  static const double regularisations[] = {0.0, 5e-6, 0.1, 5.0};
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (OvQuadratic) form = fixture_make_quadratic (sample);

  g_assert_cmpfloat (fabs (ov_quadratic_get_sharpness (form, 0.0) / 2.0 - LARGEST), >, 1.0);
  for (guint r = 0; r < G_N_ELEMENTS (regularisations); r++)
    check_limit (sample, form, regularisations[r], "gradient-descent", 0.0);
  check_limit (sample, form, 5e-6, "gradient-descent", 0.9);
  check_limit (sample, form, 5e-6, "nesterov", 0.9);
}

/* Where a run is in the valley of the steepest mode and the ninth, from weights of zero: from
 * NumPy, in double precision. */
static void
check_place (double rate, OvValleySide side, guint epoch, double expected)
{
  OvValleyPoint points[41];
  OvValley valley;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.learning_rate = rate;
  recipe.decay = 1.0;
  g_assert_true (ov_valley_init (&valley, quadratic, 1, 9, 0.0));
  ov_valley_walk (&valley, &recipe, NULL, points, G_N_ELEMENTS (points));
  g_assert_cmpfloat_with_epsilon (points[epoch].place[side], expected, 1e-4);
}

/* Above the limit it swings wider each time. */
static void
check_growth (double rate)
{
  OvValleyPoint points[21];
  double middle;
  OvValley valley;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  recipe.learning_rate = rate;
  recipe.decay = 1.0;
  g_assert_true (ov_valley_init (&valley, quadratic, 1, 9, 0.0));
  ov_valley_walk (&valley, &recipe, NULL, points, G_N_ELEMENTS (points));
  middle = ov_valley_get_optimum (&valley, OV_VALLEY_STEEP);
  for (guint i = 1; i < G_N_ELEMENTS (points); i++)
    {
      const double before = points[i - 1].place[OV_VALLEY_STEEP] - middle;
      const double now = points[i].place[OV_VALLEY_STEEP] - middle;

      g_assert_cmpfloat (before * now, <, 0.0);
      g_assert_cmpfloat (fabs (now), >, fabs (before));
    }
}

static void
test_valley (void)
{
  static const double bouncing[] = {0.0, 0.0288, 0.0018, 0.0271, 0.0034, 0.0257};
  static const double creeping[] = {0.0, 0.0016, 0.0031, 0.0044};
  OvValley valley;

  g_assert_true (ov_valley_init (&valley, quadratic, 1, 9, 0.0));
  g_assert_cmpfloat_with_epsilon (valley.modes[OV_VALLEY_STEEP].eigenvalue, LARGEST, 1e-4);
  g_assert_cmpfloat_with_epsilon (valley.modes[OV_VALLEY_FLAT].eigenvalue, 3.9311, 1e-4);
  g_assert_cmpfloat_with_epsilon (ov_valley_get_optimum (&valley, OV_VALLEY_STEEP), 0.0149, 1e-4);
  g_assert_cmpfloat_with_epsilon (ov_valley_get_optimum (&valley, OV_VALLEY_FLAT), 0.0503, 1e-4);

  for (guint i = 0; i < G_N_ELEMENTS (bouncing); i++)
    check_place (0.0175, OV_VALLEY_STEEP, i, bouncing[i]);
  for (guint i = 0; i < G_N_ELEMENTS (creeping); i++)
    check_place (0.001, OV_VALLEY_STEEP, i, creeping[i]);
  check_place (0.0175, OV_VALLEY_FLAT, 1, 0.0069);
  check_place (0.0175, OV_VALLEY_FLAT, 5, 0.0263);
  check_place (0.0175, OV_VALLEY_FLAT, 10, 0.0388);
  check_place (0.0175, OV_VALLEY_FLAT, 40, 0.0502);
  check_place (0.009, OV_VALLEY_STEEP, 1, 0.0149);
  check_growth (0.0185);
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  ov_blas_choose_kernels ();
  g_test_init (&argc, &argv, NULL);
  path = fixture_get_real_folder ();
  if (path == NULL)
    return 1;

  folder = g_file_new_for_path (path);
  dataset = ov_data_source_read (folder, NULL, NULL, &error);
  g_assert_no_error (error);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/quadratic-real/largest", test_largest);
  g_test_add_func ("/quadratic-real/runs", test_runs);
  g_test_add_func ("/quadratic-real/limit", test_limit);
  g_test_add_func ("/quadratic-real/valley", test_valley);
  g_test_add_func ("/quadratic-real/sample-limit", test_sample_limit);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

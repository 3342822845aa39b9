/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mode-spectrum.h"

#include <complex.h>
#include <math.h>

#include "quadratic-fixture.h"
#include "recipe-fixture.h"

#define N_TRAIN 401
#define N_TEST 97
#define N_EPOCHS 30

/* Of the modes that are projected, all that 401 images bend the loss in. */
#define N_STEEP 20

/* How far a share may be off, which is of what floats make of weights. */
#define TOLERANCE 2e-4

static OvDataset   *dataset;
static OvQuadratic *quadratic;

/* The weights of a class along the mode that is @number from the steepest. */
static double
project (const float *weights, guint number, guint class)
{
  const float *vector = quadratic->values->vectors + (OV_N_MODES - number) * OV_IMAGE_SIZE;
  double sum = 0.0;

  for (gsize j = 0; j < OV_IMAGE_SIZE; j++)
    sum += (double) weights[class * OV_IMAGE_SIZE + j] * (double) vector[j];

  return sum;
}

/* How far weights are from the optimum along a mode, in the space of the ten classes. */
static double
measure_distance (const float *weights, guint number, double regularisation)
{
  const OvQuadraticValues *values = quadratic->values;
  const gsize place = OV_N_MODES - number;
  const double curvature = (double) values->eigenvalues[place] + regularisation;
  double sum = 0.0;

  for (guint k = 0; k < OV_N_CLASSES; k++)
    {
      const double optimum = (double) values->mode_cross[k * OV_N_MODES + place] / curvature;

      sum += pow (project (weights, number, k) - optimum, 2.0);
    }

  return sqrt (sum);
}

/* What is left is what a plain run's weights lack of the optimum when they are projected. */
static void
check_run (const OvRecipe *recipe)
{
  g_autoptr (OvTrainer) trainer = fixture_make_trainer (recipe, dataset, NULL);
  const float *weights = ov_trainer_get_network (trainer)->parameters;
  double first[N_STEEP];

  for (guint i = 0; i < N_STEEP; i++)
    first[i] = measure_distance (weights, i + 1, recipe->regularisation);

  for (guint t = 0; t <= N_EPOCHS; t++)
    {
      g_autoptr (OvModeSpectrum) spectrum = ov_mode_spectrum_new (quadratic, recipe, t);
      OvEpoch epoch;

      for (guint i = 0; i < N_STEEP; i++)
        {
          const double left = measure_distance (weights, i + 1, recipe->regularisation) / first[i];

          g_assert_cmpfloat_with_epsilon (spectrum->modes[i].left, left,
                                          TOLERANCE * MAX (1.0, left));
        }
      fixture_run_epoch (trainer, &epoch);
    }
}

/* The rate up to which plain descent without a penalty is stable. */
static double
find_limit (void)
{
  return 2.0 / ov_quadratic_get_sharpness (quadratic, 0.0);
}

static void
test_runs (void)
{
  const double limit = find_limit ();
  const struct
  {
    double rate;
    double decay;
    double momentum;
    double regularisation;
    const char *rule;
  } cases[] = {
    {0.05 * limit, 1.0, 0.0, 0.0, "gradient-descent"},
    {0.97 * limit, 1.0, 0.0, 5e-6, "gradient-descent"},
    {1.02 * limit, 0.97, 0.0, 0.0, "gradient-descent"},
    {0.5 * limit, 0.999, 0.9, 0.3, "gradient-descent"},
    {0.5 * limit, 0.999, 0.9, 0.3, "nesterov"},
    {1.05 * limit, 1.0, 0.0, 0.0, "gradient-descent"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.epochs = N_EPOCHS;
      recipe.learning_rate = cases[i].rate;
      recipe.decay = cases[i].decay;
      recipe.momentum = cases[i].momentum;
      recipe.regularisation = cases[i].regularisation;
      recipe.weight_std = 0.01;
      fixture_set_value (&recipe, "optimiser", cases[i].rule);
      check_run (&recipe);
    }
}

static double
find_factor (const char *rule,
             double      curvature,
             double      learning_rate,
             double      momentum,
             gboolean   *swings)
{
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  fixture_set_value (&recipe, "optimiser", rule);
  recipe.momentum = momentum;

  return ov_mode_find_factor (&recipe, curvature, learning_rate, swings);
}

static double
find_plain_factor (double curvature, double learning_rate, double momentum, gboolean *swings)
{
  return find_factor ("gradient-descent", curvature, learning_rate, momentum, swings);
}

/* Worked out by hand from the eigenvalues that CIFAR-10 over 255 has. */
static void
test_factors (void)
{
  gboolean swings;

  g_assert_cmpfloat_with_epsilon (find_plain_factor (55.3622, 0.001, 0.0, &swings), 0.8892756,
                                  1e-12);
  g_assert_false (swings);
  g_assert_cmpfloat_with_epsilon (find_plain_factor (55.3622, 0.0175, 0.0, NULL), -0.937677,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (find_plain_factor (55.3622, 0.0185, 0.0, NULL), -1.0484014,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (find_plain_factor (3.9311, 0.0175, 0.0, NULL), 0.8624115,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (find_plain_factor (0.0, 0.0175, 0.0, NULL), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (find_plain_factor (0.0, 0.0175, 0.9, &swings), 1.0, 1e-12);
  g_assert_false (swings);

  /* log 0.01 / log 0.8624115 = 31.11 */
  g_assert_cmpfloat_with_epsilon (ov_mode_count_epochs (0.8624115), 31.11, 5e-3);
  g_assert_cmpfloat_with_epsilon (ov_mode_count_epochs (-0.8624115), 31.11, 5e-3);
  g_assert_cmpfloat (ov_mode_count_epochs (0.0), ==, 1.0);
  g_assert_true (isinf (ov_mode_count_epochs (1.0)));
  g_assert_true (isinf (ov_mode_count_epochs (-1.1)));
}

/* The larger of the two roots as complex arithmetic finds them, and its limit at 2 (1 + β). */
static void
test_momentum (void)
{
  const double momenta[] = {0.1, 0.5, 0.9};

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    for (guint i = 1; i < 50; i++)
      {
        const double momentum = momenta[m];
        const double product = 0.05 * i * (1.0 + momentum);
        const double middle = 1.0 + momentum - product;
        const double complex root = csqrt (middle * middle - 4.0 * momentum);
        const double larger = MAX (cabs ((middle + root) / 2.0), cabs ((middle - root) / 2.0));
        gboolean swings;
        const double factor =
          find_factor ("gradient-descent", product / 2.0, 1.0, momentum, &swings);

        g_assert_cmpfloat_with_epsilon (fabs (factor), larger, 1e-12);
        g_assert_cmpint (swings, ==, cimag (root) != 0.0);
        g_assert_true ((factor < 0.0) == (middle < 0.0));
        if (i != 40)
          g_assert_true ((fabs (factor) > 1.0) == (i > 40));
      }
}

/* The roots of Nesterov's, whose limit is 2 (1 + β) / (1 + 2 β). */
static void
test_nesterov (void)
{
  const double momenta[] = {0.0, 0.1, 0.5, 0.9};

  for (guint m = 0; m < G_N_ELEMENTS (momenta); m++)
    for (guint i = 1; i < 50; i++)
      {
        const double momentum = momenta[m];
        const double product = 0.05 * i * (1.0 + momentum) / (1.0 + 2.0 * momentum);
        const double kept = 1.0 - product;
        const double middle = kept * (1.0 + momentum);
        const double complex root = csqrt (middle * middle - 4.0 * kept * momentum);
        const double larger = MAX (cabs ((middle + root) / 2.0), cabs ((middle - root) / 2.0));
        const double factor = find_factor ("nesterov", product / 2.0, 1.0, momentum, NULL);

        g_assert_cmpfloat_with_epsilon (fabs (factor), larger, 1e-7);
        if (i != 40)
          g_assert_true ((fabs (factor) > 1.0) == (i > 40));
      }
}

/* With momentum, too, the factor is what a long run does in the end. */
static void
test_long_run (void)
{
  OvRecipe recipe;
  gboolean swings;
  double factor;

  fixture_init_linear (&recipe);
  recipe.decay = 1.0;
  recipe.momentum = 0.1;
  recipe.learning_rate = 0.9 * ov_quadratic_get_limit (quadratic, &recipe);
  factor = ov_mode_find_factor (&recipe,
                                (double) quadratic->values->eigenvalues[OV_N_MODES - 1]
                                  + recipe.regularisation,
                                recipe.learning_rate, &swings);
  g_assert_false (swings);
  g_assert_cmpfloat (factor, <, 0.0);
  {
    g_autoptr (OvModeSpectrum) earlier = ov_mode_spectrum_new (quadratic, &recipe, 60);
    g_autoptr (OvModeSpectrum) later = ov_mode_spectrum_new (quadratic, &recipe, 61);

    g_assert_cmpfloat (earlier->modes[0].factor, ==, factor);
    g_assert_cmpfloat_with_epsilon (later->modes[0].left / earlier->modes[0].left, fabs (factor),
                                    1e-9);
  }
}

/* Each mode is counted once, by what its numbers say; the steepest come first. */
static void
test_counts (void)
{
  const double limit = find_limit ();
  const double rates[] = {0.1, 0.97, 1.5};
  guint flips = 0;

  for (guint r = 0; r < G_N_ELEMENTS (rates); r++)
    {
      g_autoptr (OvModeSpectrum) spectrum = NULL;
      g_autoptr (OvModeSpectrum) copy = NULL;
      guint counts[OV_N_MODE_FATES] = {0};
      OvRecipe recipe;

      fixture_init_linear (&recipe);
      recipe.decay = 1.0;
      recipe.regularisation = 0.0;
      recipe.learning_rate = rates[r] * limit;
      spectrum = ov_mode_spectrum_new (quadratic, &recipe, 40);
      copy = ov_mode_spectrum_copy (spectrum);
      g_assert_cmpuint (copy->n, ==, OV_N_MODES);
      for (guint i = 0; i < copy->n; i++)
        {
          const OvMode *mode = &copy->modes[i];

          g_assert_true (i == 0 || mode->eigenvalue <= copy->modes[i - 1].eigenvalue);
          counts[mode->fate]++;
          g_assert_true ((mode->fate == OV_MODE_GROWS) == (mode->factor < -1.0));
          g_assert_true ((mode->fate == OV_MODE_DONE) == (mode->left <= OV_MODE_LITTLE));
          if (mode->fate == OV_MODE_FLIPS)
            flips++;
        }
      for (guint i = 0; i < OV_N_MODE_FATES; i++)
        g_assert_cmpuint (counts[i], ==, copy->counts[i]);
      g_assert_true ((counts[OV_MODE_GROWS] > 0) == (rates[r] > 1.0));
      g_assert_true (counts[OV_MODE_DONE] > 0 || rates[r] > 0.5);
      /* 401 images bend the loss in no more directions. */
      g_assert_cmpuint (counts[OV_MODE_CREEPS], >=, OV_N_MODES - N_TRAIN);
      g_assert_cmpuint (counts[OV_MODE_SWINGS], ==, 0);
    }
  g_assert_cmpuint (flips, >, 0);
}

/* With momentum a mode may cross its optimum at speed: it is done when it does not come out on the
 * other side, or anywhere later. */
static void
check_done (const char *optimiser, double share_of_limit)
{
  enum
  {
    N_AHEAD = 40,
    N_STARTS = 60,
  };
  g_autofree OvModeSpectrum **spectra = g_new (OvModeSpectrum *, N_STARTS + N_AHEAD);
  guint n_crossing = 0;
  guint n_done = 0;
  OvRecipe recipe;

  fixture_init_linear (&recipe);
  fixture_set_value (&recipe, "optimiser", optimiser);
  recipe.decay = 1.0;
  recipe.momentum = 0.9;
  recipe.learning_rate = share_of_limit * ov_quadratic_get_limit (quadratic, &recipe);
  for (guint i = 0; i < N_STARTS + N_AHEAD; i++)
    spectra[i] = ov_mode_spectrum_new (quadratic, &recipe, 4 * i);

  for (guint i = 0; i < N_STARTS; i++)
    for (guint m = 0; m < OV_N_MODES; m++)
      {
        const OvMode *mode = &spectra[i]->modes[m];
        double most = mode->left;

        for (guint j = i + 1; j < i + N_AHEAD; j++)
          most = MAX (most, spectra[j]->modes[m].left);
        if (mode->fate == OV_MODE_DONE)
          g_assert_cmpfloat (most, <=, OV_MODE_LITTLE);
        if (mode->fate == OV_MODE_DONE)
          n_done++;
        else if (mode->left <= OV_MODE_LITTLE)
          n_crossing++;
      }
  g_assert_cmpuint (n_done, >, 0);
  g_assert_cmpuint (n_crossing, >, 0);
  g_test_message ("%s: %u are done, %u cross", optimiser, n_done, n_crossing);

  for (guint i = 0; i < N_STARTS + N_AHEAD; i++)
    ov_mode_spectrum_free (spectra[i]);
}

static void
test_done (void)
{
  check_done ("gradient-descent", 0.2);
  check_done ("gradient-descent", 0.8);
  check_done ("nesterov", 0.8);
}

/* The condition number counts what the images bend, and a penalty bounds it. */
static void
test_condition (void)
{
  g_autoptr (OvModeSpectrum) bare = NULL;
  g_autoptr (OvModeSpectrum) penalised = NULL;
  OvRecipe recipe;
  double largest;

  fixture_init_linear (&recipe);
  recipe.regularisation = 0.0;
  bare = ov_mode_spectrum_new (quadratic, &recipe, 0);
  largest = bare->modes[0].eigenvalue;
  g_assert_cmpfloat (bare->condition, >, 10.0);
  g_assert_cmpfloat (bare->condition, <, 1e7);
  recipe.regularisation = 0.1 * largest;
  penalised = ov_mode_spectrum_new (quadratic, &recipe, 0);
  g_assert_cmpfloat_with_epsilon (penalised->condition, 11.0, 1e-4);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = fixture_make_images (N_TRAIN, N_TEST);
  quadratic = fixture_make_quadratic (dataset);

  g_test_add_func ("/mode-spectrum/runs", test_runs);
  g_test_add_func ("/mode-spectrum/factors", test_factors);
  g_test_add_func ("/mode-spectrum/momentum", test_momentum);
  g_test_add_func ("/mode-spectrum/nesterov", test_nesterov);
  g_test_add_func ("/mode-spectrum/long-run", test_long_run);
  g_test_add_func ("/mode-spectrum/counts", test_counts);
  g_test_add_func ("/mode-spectrum/done", test_done);
  g_test_add_func ("/mode-spectrum/condition", test_condition);

  status = g_test_run ();
  ov_quadratic_unref (quadratic);
  ov_dataset_unref (dataset);

  return status;
}

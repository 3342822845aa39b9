/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feature.h"
#include "model.h"
#include "naive.h"
#include "quadratic-fixture.h"
#include "range-test.h"
#include "sharpness.h"

/* Whoever only looks at a training changes no bit of it. */

#define N_TRAIN 401
#define N_TEST 53
#define N_CNN_TRAIN 130
#define N_EPOCHS 4
#define N_THREADS 2

/* Wide enough for a first layer of bytes, where the processor has one. */
#define N_HIDDEN 70

typedef struct
{
  gboolean measures_train;
  gboolean looks_within; /* at templates, features and weights, in the middle of epochs */
  gboolean looks_between;
  gboolean measures_sharpness;
  gboolean seeks_rate;
  guint    n_more; /* epochs that the recipe has and nobody runs */
} Observer;

static OvDataset   *dataset;
static OvDataset   *small_dataset; /* for the convolutional network: two batches and a rest */
static OvQuadratic *quadratic;     /* NULL for the plain way */

static void
look (OvTrainer *trainer)
{
  g_autofree OvTemplates *templates = g_new (OvTemplates, 1);
  g_autoptr (OvFeatures) features = NULL;
  g_autoptr (OvSnapshot) snapshot = ov_trainer_take_snapshot (trainer);

  g_assert_nonnull (snapshot);
  ov_trainer_get_templates (trainer, templates, NULL);
  if (ov_trainer_get_network (trainer)->n_parameters != 10 * (OV_IMAGE_SIZE + 1))
    features = ov_features_new (ov_trainer_get_network (trainer));
}

static gboolean
look_cb (const OvProgress *progress, gpointer user_data)
{
  look (user_data);

  return TRUE;
}

static void
observe (const Observer *observer, OvTrainer *trainer)
{
  g_autoptr (GError) error = NULL;

  if (observer->looks_between)
    look (trainer);
  if (observer->measures_sharpness)
    {
      OvSharpness sharpness;

      ov_trainer_measure_sharpness (trainer, 64, 3, 1e-3, &sharpness, NULL, &error);
      g_assert_no_error (error);
    }
  if (observer->seeks_rate)
    {
      const OvRangeTestOptions options = {
        .minimum = 1e-6,
        .maximum = 1e-4,
        .n_steps = 5,
        .smoothing = 0.9,
      };
      OvFinding *finding = ov_trainer_test_range (trainer, &options, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      ov_finding_free (finding);
    }
}

/* The weights after some epochs. */
static OvSnapshot *
train (const char *preset, const Observer *observer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  OvDataset *images;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, preset, &error);
  g_assert_no_error (error);
  recipe.hidden_units = N_HIDDEN;
  recipe.batch_size = recipe.batch_size > 0 ? 60 : 0;
  recipe.epochs = N_EPOCHS + observer->n_more;
  recipe.measure_train = observer->measures_train;
  if (recipe.model != ov_model_find ("linear"))
    recipe.momentum = 0.1;

  images = recipe.model == ov_model_find ("cnn") ? small_dataset : dataset;
  trainer = ov_trainer_new (&recipe, images, N_THREADS, &error);
  g_assert_no_error (error);
  if (quadratic != NULL)
    g_assert_true (ov_trainer_set_quadratic (trainer, quadratic));

  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;

      observe (observer, trainer);
      ov_trainer_run_epoch (trainer, &epoch, observer->looks_within ? look_cb : NULL, trainer,
                            NULL, &error);
      g_assert_no_error (error);
    }

  return ov_trainer_take_snapshot (trainer);
}

static void
check_observers (const char *preset)
{
  const Observer nobody = {0};
  const Observer observers[] = {
    {.measures_train = TRUE},
    {.looks_within = TRUE},
    {.looks_between = TRUE, .measures_train = TRUE},
    {.measures_sharpness = TRUE},
    {.seeks_rate = TRUE},
    {.n_more = 50},
  };
  g_autoptr (OvSnapshot) expected = train (preset, &nobody);

  for (gsize i = 0; i < G_N_ELEMENTS (observers); i++)
    {
      g_autoptr (OvSnapshot) snapshot = train (preset, &observers[i]);

      g_test_message ("%s, observer %" G_GSIZE_FORMAT, preset, i);
      g_assert_cmpmem (snapshot->parameters,
                       snapshot->n_parameters * sizeof (float),
                       expected->parameters,
                       expected->n_parameters * sizeof (float));
    }
}

static void
test_recipe (gconstpointer preset)
{
  check_observers (preset);
}

static void
test_exact_steps (void)
{
  quadratic = fixture_make_quadratic (dataset);
  check_observers ("linear");
  g_clear_pointer (&quadratic, ov_quadratic_unref);
}

int
main (int argc, char *argv[])
{
  const char *const *presets = ov_recipe_list_presets ();
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);
  small_dataset = naive_dataset_new (N_CNN_TRAIN, N_TEST);

  for (gsize i = 0; presets[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/observation/", presets[i], NULL);

      g_test_add_data_func (path, presets[i], test_recipe);
    }
  g_test_add_func ("/observation/exact-steps", test_exact_steps);

  status = g_test_run ();
  ov_dataset_unref (dataset);
  ov_dataset_unref (small_dataset);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspector.h"

#include <math.h>

#include "checkpoint.h"
#include "data-fixture.h"
#include "naive.h"
#include "trainer.h"

#define N_TRAIN 211
#define N_TEST 53
#define N_EPOCHS 3

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (recipe, preset, &error);
  g_assert_no_error (error);
  recipe->epochs = N_EPOCHS;
}

static void
assert_same_features (const OvFeatures *features, const OvFeatures *expected)
{
  gsize n_pixels;

  if (expected == NULL)
    {
      g_assert_null (features);
      return;
    }

  g_assert_nonnull (features);
  g_assert_cmpuint (features->n_units, ==, expected->n_units);
  g_assert_cmpuint (features->side, ==, expected->side);
  n_pixels = (gsize) expected->side * expected->side * OV_IMAGE_CHANNELS * expected->n_units;
  g_assert_cmpmem (features->values, n_pixels * sizeof (float), expected->values,
                   n_pixels * sizeof (float));
  g_assert_cmpmem (features->units, features->n_units * sizeof (guint), expected->units,
                   expected->n_units * sizeof (guint));
}

/* Each state of a run of any recipe shows, when it is found again, what the run showed then, to the
 * last bit and for another number of threads. */
static void
test_checkpoints (void)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "two-layer-sgd", "cnn"};

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OvTrainer) trainer = NULL;
      g_autoptr (OvInspector) inspector = NULL;
      OvRecipe recipe;

      init_recipe (&recipe, presets[i]);
      trainer = ov_trainer_new (&recipe, dataset, 1, &error);
      g_assert_no_error (error);
      inspector = ov_inspector_new (&recipe, dataset, 2);

      for (guint n = 1; n <= N_EPOCHS; n++)
        {
          g_autofree OvTemplates *templates = g_new (OvTemplates, 1);
          g_autoptr (OvCheckpoint) checkpoint = NULL;
          g_autoptr (OvFeatures) features = NULL;
          g_autoptr (OvLearned) learned = NULL;
          OvEpoch epoch;

          ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
          g_assert_no_error (error);
          g_assert_true (ov_trainer_get_templates (trainer, templates, NULL));
          features = ov_features_new (ov_trainer_get_network (trainer));
          checkpoint = ov_trainer_take_checkpoint (trainer);

          learned = ov_inspector_inspect (inspector, ov_checkpoint_get_parameters (checkpoint),
                                          ov_checkpoint_get_n_parameters (checkpoint),
                                          ov_checkpoint_get_n_epochs (checkpoint), NULL);
          g_assert_cmpuint (learned->n_epochs, ==, n);
          g_assert_cmpmem (learned->templates, sizeof (OvTemplates), templates,
                           sizeof (OvTemplates));
          assert_same_features (learned->features, features);
        }
    }
}

/* Weights that are not finite show nothing, and what is no longer wanted is given up. */
static void
test_nothing (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OvInspector) inspector = NULL;
  g_autoptr (OvLearned) learned = NULL;
  g_autoptr (OvLearned) none = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvSnapshot) snapshot = NULL;
  g_autofree float *parameters = NULL;
  OvRecipe recipe;

  init_recipe (&recipe, "cnn");
  trainer = ov_trainer_new (&recipe, dataset, 1, NULL);
  snapshot = ov_trainer_take_snapshot (trainer);
  parameters = g_memdup2 (snapshot->parameters, snapshot->n_parameters * sizeof (float));
  parameters[0] = NAN;
  inspector = ov_inspector_new (&recipe, dataset, 2);
  learned = ov_inspector_inspect (inspector, parameters, snapshot->n_parameters, 9, NULL);
  g_assert_cmpuint (learned->n_epochs, ==, 9);
  g_assert_null (learned->templates);
  g_assert_null (learned->features);

  g_cancellable_cancel (cancellable);
  none = ov_inspector_inspect (inspector, snapshot->parameters, snapshot->n_parameters, 9,
                               cancellable);
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  g_test_add_func ("/inspector/checkpoints", test_checkpoints);
  g_test_add_func ("/inspector/nothing", test_nothing);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

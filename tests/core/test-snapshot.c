/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot.h"

#include <math.h>

#include "naive.h"
#include "range-test.h"

#define N_TRAIN 130
#define N_TEST 20

static OvDataset *dataset;

static void
init_recipe (OvRecipe *recipe, const char *preset)
{
  g_assert_true (ov_recipe_init_preset (recipe, preset, NULL));
  recipe->hidden_units = 9;
  recipe->pixel_scale = 1.0;
  recipe->learning_rate = 0.01;
  recipe->momentum = 0.5;
  recipe->batch_size = 50;
}

static OvTrainer *
make_trainer (const OvRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer = ov_trainer_new (recipe, dataset, 1, &error);

  g_assert_no_error (error);

  return trainer;
}

static void
train (OvTrainer *trainer, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  OvEpoch epoch;

  for (guint i = 0; i < n_epochs; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error));
}

/* It is a value: what is trained later does not reach it. */
static void
test_value (void)
{
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvSnapshot) first = NULL;
  g_autoptr (OvSnapshot) later = NULL;
  g_autofree float *expected = NULL;
  gsize n_parameters;

  init_recipe (&recipe, "two-layer-sgd");
  trainer = make_trainer (&recipe);
  first = ov_trainer_take_snapshot (trainer);
  n_parameters = ov_trainer_get_network (trainer)->n_parameters;
  expected = g_memdup2 (ov_trainer_get_network (trainer)->parameters,
                        n_parameters * sizeof (float));
  train (trainer, 3);
  later = ov_trainer_take_snapshot (trainer);

  g_assert_cmpuint (first->n_epochs, ==, 0);
  g_assert_cmpuint (later->n_epochs, ==, 3);
  g_assert_cmpuint (later->n_images, ==, 0);
  g_assert_cmpuint (first->n_parameters, ==, n_parameters);
  g_assert_cmpmem (first->parameters, n_parameters * sizeof (float),
                   expected, n_parameters * sizeof (float));
  g_assert_cmpfloat (later->parameters[7], !=, expected[7]);

  g_assert_true (ov_snapshot_ref (first) == first);
  ov_snapshot_unref (first);
  g_assert_cmpfloat (first->parameters[7], ==, expected[7]);
}

typedef struct
{
  OvTrainer *trainer;
  guint      n_calls;
} Look;

/* The batches have 50 images, and what is told comes before the update that the images lead to. */
static gboolean
look_cb (const OvProgress *progress, gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (OvSnapshot) snapshot = ov_trainer_take_snapshot (look->trainer);

  look->n_calls++;
  g_assert_cmpuint (snapshot->n_epochs, ==, 2);
  if (progress->images_done < N_TRAIN)
    g_assert_cmpuint (snapshot->n_images, ==, progress->images_done / 51 * 50);

  return TRUE;
}

/* Within an epoch it says how far that is. */
static void
test_within (void)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  Look look = {NULL};
  OvEpoch epoch;

  init_recipe (&recipe, "two-layer-sgd");
  look.trainer = make_trainer (&recipe);
  train (look.trainer, 2);
  g_assert_true (ov_trainer_run_epoch (look.trainer, &epoch, look_cb, &look, NULL, &error));
  g_assert_cmpuint (look.n_calls, >, 2);
  ov_trainer_free (look.trainer);
}

/* One number that is none is one too many. */
static void
test_no_number (void)
{
  static const float wrong[] = {NAN, INFINITY, -INFINITY};
  OvRecipe recipe;
  g_autoptr (OvTrainer) trainer = NULL;
  float *parameters;

  init_recipe (&recipe, "linear");
  trainer = make_trainer (&recipe);
  parameters = ov_trainer_get_network (trainer)->parameters;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      parameters[30000] = wrong[i];
      g_assert_null (ov_trainer_take_snapshot (trainer));
    }
}

/* The finder finds the same from a snapshot as in the training itself, whatever the network. */
static void
test_finder (void)
{
  const OvRangeTestOptions options = {1e-6, 1e-3, 7, 20, 0.5};
  const char *const *presets = ov_recipe_list_presets ();

  for (guint p = 0; presets[p] != NULL; p++)
    {
      OvRecipe recipe;
      g_autoptr (OvTrainer) trainer = NULL;
      g_autoptr (OvTrainer) copy = NULL;
      g_autoptr (OvSnapshot) snapshot = NULL;
      OvFinding *findings[3];

      init_recipe (&recipe, presets[p]);
      trainer = make_trainer (&recipe);
      copy = make_trainer (&recipe);
      findings[0] = ov_trainer_test_range (copy, &options, NULL, NULL, NULL, NULL);
      train (trainer, 2);
      snapshot = ov_trainer_take_snapshot (trainer);
      ov_trainer_set_parameters (copy, snapshot->parameters,
                                 snapshot->n_parameters);
      findings[1] = ov_trainer_test_range (copy, &options, NULL, NULL, NULL, NULL);
      findings[2] = ov_trainer_test_range (trainer, &options, NULL, NULL, NULL, NULL);

      g_assert_cmpuint (findings[1]->n_points, ==, options.n_steps);
      g_assert_cmpmem (findings[1]->losses, options.n_steps * sizeof (double),
                       findings[2]->losses, options.n_steps * sizeof (double));
      g_assert_cmpfloat (findings[0]->losses[0], !=, findings[1]->losses[0]);
      for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
        g_clear_pointer (&findings[i], ov_finding_free);
    }
}

/* The speed that other weights had is forgotten: two trainers that are set alike go on alike. */
static void
test_no_speed (void)
{
  OvRecipe recipe;
  g_autoptr (OvTrainer) used = NULL;
  g_autoptr (OvTrainer) fresh = NULL;
  g_autoptr (OvSnapshot) first = NULL;
  g_autoptr (OvSnapshot) from_used = NULL;
  g_autoptr (OvSnapshot) from_fresh = NULL;
  gsize n_parameters;

  init_recipe (&recipe, "two-layer-sgd");
  recipe.decay = 1.0;
  used = make_trainer (&recipe);
  fresh = make_trainer (&recipe);
  first = ov_trainer_take_snapshot (used);
  n_parameters = first->n_parameters;
  train (used, 2);
  ov_trainer_set_parameters (used, first->parameters, n_parameters);
  train (used, 1);
  train (fresh, 1);
  from_used = ov_trainer_take_snapshot (used);
  from_fresh = ov_trainer_take_snapshot (fresh);

  g_assert_cmpmem (from_used->parameters, n_parameters * sizeof (float),
                   from_fresh->parameters, n_parameters * sizeof (float));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (N_TRAIN, N_TEST);

  g_test_add_func ("/snapshot/value", test_value);
  g_test_add_func ("/snapshot/within", test_within);
  g_test_add_func ("/snapshot/no-number", test_no_number);
  g_test_add_func ("/snapshot/finder", test_finder);
  g_test_add_func ("/snapshot/no-speed", test_no_speed);
  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

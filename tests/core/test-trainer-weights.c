/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last finite weights of a run that diverges. */

#include "trainer.h"

#include <math.h>
#include <string.h>

#include "naive.h"

static OvDataset *dataset;

static OvTrainer *
make_trainer (double learning_rate)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, "linear", &error);
  recipe.learning_rate = learning_rate;
  recipe.pixel_scale = 255.0;
  trainer = ov_trainer_new (&recipe, dataset, 1, &error);
  g_assert_no_error (error);

  return trainer;
}

static float *
copy_parameters (OvTrainer *trainer)
{
  OvNetwork *network = ov_trainer_get_network (trainer);

  return g_memdup2 (network->parameters,
                    network->n_parameters * sizeof (float));
}

static void
assert_parameters (OvTrainer   *trainer,
                   const float *wanted)
{
  OvNetwork *network = ov_trainer_get_network (trainer);
  const gsize size = network->n_parameters * sizeof (float);

  g_assert_cmpmem (network->parameters, size, wanted, size);
}

static void
test_nothing_to_restore (void)
{
  g_autoptr (OvTrainer) trainer = make_trainer (1e-7);
  g_autofree float *parameters = NULL;
  OvEpoch epoch;

  g_assert_false (ov_trainer_restore_finite (trainer, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, NULL));
  parameters = copy_parameters (trainer);
  g_assert_false (ov_trainer_restore_finite (trainer, NULL));
  assert_parameters (trainer, parameters);
}

/* Those of before the first loss that is not finite, however often the trainer runs after it. */
static void
test_diverged (void)
{
  g_autoptr (OvTrainer) trainer = make_trainer (100.0);
  g_autofree float *before = NULL;
  OvEpoch epoch = {0};
  guint restored;
  guint n = 0;

  do
    {
      g_free (before);
      before = copy_parameters (trainer);
      g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, NULL));
    }
  while (ov_epoch_is_finite (&epoch) && ++n < 100);
  g_assert_cmpuint (n, <, 100);

  for (guint i = 0; i < 3; i++)
    g_assert_true (ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, NULL));
  g_assert_true (ov_trainer_restore_finite (trainer, &restored));
  g_assert_cmpuint (restored, ==, n);
  assert_parameters (trainer, before);
  g_assert_false (ov_trainer_restore_finite (trainer, NULL));
}

static gboolean
spoil_cb (const OvProgress *progress,
          gpointer          user_data)
{
  OvNetwork *network = ov_trainer_get_network (user_data);

  network->parameters[17] = (float) NAN;

  return FALSE;
}

/* An epoch that was given up when the weights were no longer finite. */
static void
test_given_up (void)
{
  g_autoptr (OvTrainer) trainer = make_trainer (1e-7);
  g_autofree float *before = copy_parameters (trainer);
  OvEpoch epoch;
  guint restored;

  g_assert_false (ov_trainer_run_epoch (trainer, &epoch, spoil_cb, trainer, NULL, NULL));
  g_assert_true (ov_trainer_restore_finite (trainer, &restored));
  g_assert_cmpuint (restored, ==, 0);
  assert_parameters (trainer, before);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dataset = naive_dataset_new (300, 50);

  g_test_add_func ("/core/trainer-weights/nothing-to-restore", test_nothing_to_restore);
  g_test_add_func ("/core/trainer-weights/diverged", test_diverged);
  g_test_add_func ("/core/trainer-weights/given-up", test_given_up);

  status = g_test_run ();
  ov_dataset_unref (dataset);

  return status;
}

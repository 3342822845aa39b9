/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer.h"

#include "data-fixture.h"
#include "data-source.h"

/* The first epochs of the exercise's third item, by the NumPy program of the reference tables: the
 * losses after each epoch, and that of its last batch before its update. */
static const OvEpoch expected[] = {
  {.train_loss = 0.912868, .test_loss = 0.912869, .batch_loss = 0.913170, .learning_rate = 0.0001},
  {.train_loss = 0.901658,
   .test_loss = 0.901658,
   .batch_loss = 0.901707,
   .learning_rate = 9.99e-05},
  {.train_loss = 0.900197,
   .test_loss = 0.900196,
   .batch_loss = 0.900210,
   .learning_rate = 9.98001e-05},
  {.train_loss = 0.899820,
   .test_loss = 0.899816,
   .batch_loss = 0.899833,
   .learning_rate = 9.97003e-05},
};

/* The starts are random, and next to nothing: the first epochs hardly depend on them. */
static void
test_two_layer_sgd (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvDataset) dataset = NULL;
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = fixture_get_real_folder ();
  OvRecipe recipe;

  if (path == NULL)
    return;

  folder = g_file_new_for_path (path);
  dataset = ov_data_source_read (folder, NULL, NULL, &error);
  g_assert_no_error (error);
  ov_recipe_init_preset (&recipe, "two-layer-sgd", &error);
  trainer = ov_trainer_new (&recipe, dataset, 2, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%u: %.6f %.6f %.3f %.3f %.6f, %.2f s", i, epoch.train_loss, epoch.test_loss,
                      epoch.train_accuracy, epoch.test_accuracy, epoch.batch_loss, epoch.seconds);
      g_assert_cmpfloat_with_epsilon (epoch.train_loss, expected[i].train_loss, 2e-5);
      g_assert_cmpfloat_with_epsilon (epoch.test_loss, expected[i].test_loss, 2e-5);
      g_assert_cmpfloat_with_epsilon (epoch.batch_loss, expected[i].batch_loss, 2e-5);
      g_assert_cmpfloat_with_epsilon (epoch.learning_rate, expected[i].learning_rate, 1e-9);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trainer-real/two-layer-sgd", test_two_layer_sgd);

  return g_test_run ();
}

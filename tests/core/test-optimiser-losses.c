/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "optimiser.h"

#include <math.h>
#include <string.h>

#include "recipe-fixture.h"
#include "sample.h"
#include "trainer-private.h"
#include "update-rule.h"

/*
 * The losses of 200 steps against PyTorch's, from the same weights, in the same batches of a small
 * part of the sample. With $OVERSHOOT_PROBLEM set to a folder, the test only writes there what
 * torch_losses.py needs to make losses.csv anew.
 */

#define N_IMAGES 400
#define BATCH 50
#define N_STEPS 200

/* Of a rule that divides by the root of a running square, and of the others. */
#define DIVIDED_TOLERANCE 1e-4
#define TOLERANCE 1e-5

typedef struct
{
  const char *name; /* that of a column */
  const char *preset;
  const char *optimiser;
  double      learning_rate;
  double      momentum;
  double      regularisation;
} Row;

static const Row rows[] = {
  {"linear-plain", "linear", "gradient-descent", 5e-3, 0.0, 0.01},
  {"linear-momentum", "linear", "gradient-descent", 2e-3, 0.9, 0.01},
  {"linear-nesterov", "linear", "nesterov", 2e-3, 0.9, 0.01},
  {"linear-rmsprop", "linear", "rmsprop", 3e-6, 0.0, 0.01},
  {"linear-rmsprop-momentum", "linear", "rmsprop", 1e-6, 0.9, 0.0},
  {"linear-adam", "linear", "adam", 1e-4, 0.0, 0.01},
  {"linear-adamw", "linear", "adamw", 1e-4, 0.0, 0.5},
  {"two-layer-momentum", "two-layer-sgd", "gradient-descent", 0.01, 0.9, 0.001},
  {"two-layer-nesterov", "two-layer-sgd", "nesterov", 0.01, 0.9, 0.001},
  {"two-layer-rmsprop", "two-layer-sgd", "rmsprop", 1e-4, 0.5, 0.001},
  {"two-layer-adam", "two-layer-sgd", "adam", 1e-3, 0.0, 0.001},
  {"two-layer-adamw", "two-layer-sgd", "adamw", 1e-3, 0.0, 0.003},
};

static OvDataset *dataset;

/* The first images of the sample, which are drawn with the same bits on any machine. */
static OvDataset *
cut_sample (void)
{
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (GError) error = NULL;
  OvDataset *cut;

  cut = ov_dataset_new ("Part of the sample", (const char *const *) sample->class_names,
                        N_IMAGES - BATCH, BATCH,
                        g_memdup2 (sample->pixels[OV_SPLIT_TRAIN], N_IMAGES * OV_IMAGE_SIZE),
                        g_memdup2 (sample->labels[OV_SPLIT_TRAIN], N_IMAGES), &error);
  g_assert_no_error (error);

  return cut;
}

static OvTrainer *
make_trainer (const Row *row)
{
  g_autoptr (GError) error = NULL;
  OvTrainer *trainer;
  OvRecipe recipe;

  ov_recipe_init_preset (&recipe, row->preset, &error);
  g_assert_no_error (error);
  fixture_set_value (&recipe, "optimiser", row->optimiser);
  recipe.learning_rate = row->learning_rate;
  recipe.momentum = row->momentum;
  recipe.regularisation = row->regularisation;
  recipe.batch_size = BATCH;
  recipe.hidden_units = 12;
  recipe.weight_std = 0.01;
  recipe.pixel_scale = 1.0;
  recipe.reduced_precision = FALSE;
  recipe.seed = 5;
  trainer = ov_trainer_new (&recipe, dataset, 2, &error);
  g_assert_no_error (error);

  return trainer;
}

/* Sets @losses [N_STEPS], each before its update. */
static void
make_steps (OvTrainer *trainer,
            double    *losses)
{
  const guint n_batches = dataset->n_images[OV_SPLIT_TRAIN] / BATCH;

  for (guint i = 0; i < N_STEPS; i++)
    {
      const double penalty = trainer->optimiser->penalty;
      g_autoptr (GError) error = NULL;
      OvScore score = {0};

      ov_batch_runner_train (trainer->runner, NULL, i % n_batches * BATCH, BATCH, NULL, NULL, NULL,
                             &score, &error);
      g_assert_no_error (error);
      ov_optimiser_step (trainer->optimiser, ov_batch_runner_get_gradient (trainer->runner),
                         trainer->recipe.learning_rate);
      losses[i] = ov_score_mean (&score) + penalty;
    }
}

/* Finds the column of a row in the recorded table. */
static void
read_column (const char *name,
             double     *losses)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "losses.csv", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  guint column = 0;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  lines = g_strsplit (g_strchomp (contents), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_STEPS + 1);
  names = g_strsplit (lines[0], ",", -1);
  while (g_strcmp0 (names[column], name) != 0)
    g_assert_nonnull (names[column++]);

  for (guint i = 0; i < N_STEPS; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), >, column);
      losses[i] = g_ascii_strtod (cells[column], NULL);
    }
}

static void
test_losses (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (OvTrainer) trainer = make_trainer (row);
  const gboolean divides = ov_update_rule_get (&trainer->recipe)->has_epsilon;
  double found[N_STEPS];
  double expected[N_STEPS];
  double largest = 0.0;

  make_steps (trainer, found);
  read_column (row->name, expected);
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_assert_true (isfinite (found[i]));
      largest = fmax (largest, fabs (found[i] / expected[i] - 1.0));
    }
  g_test_message ("%s: from %g to %g, off by at most %.2g", row->name, found[0],
                  found[N_STEPS - 1], largest);
  g_assert_cmpfloat (largest, <, divides ? DIVIDED_TOLERANCE : TOLERANCE);

  /* A rule that did nothing would be easy to agree about. */
  g_assert_cmpfloat (found[N_STEPS - 1], <, 0.95 * found[0]);
}

static void
write_bytes (const char   *folder,
             const char   *name,
             gconstpointer bytes,
             gsize         size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
write_problem (const char *folder)
{
  const gsize n = dataset->n_images[OV_SPLIT_TRAIN];

  write_bytes (folder, "pixels", dataset->pixels[OV_SPLIT_TRAIN], n * OV_IMAGE_SIZE);
  write_bytes (folder, "labels", dataset->labels[OV_SPLIT_TRAIN], n);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OvTrainer) trainer = make_trainer (&rows[i]);
      g_autofree char *recipe = ov_recipe_to_json (&trainer->recipe);
      g_autofree char *recipe_name = g_strconcat (rows[i].name, ".json", NULL);
      g_autofree char *weights_name = g_strconcat (rows[i].name, ".safetensors", NULL);
      g_autoptr (GFile) file = g_file_new_build_filename (folder, weights_name, NULL);
      g_autoptr (GError) error = NULL;

      write_bytes (folder, recipe_name, recipe, strlen (recipe));
      ov_trainer_save_weights (trainer, file, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char *argv[])
{
  const char *folder = g_getenv ("OVERSHOOT_PROBLEM");
  int result = 0;

  g_test_init (&argc, &argv, NULL);

  dataset = cut_sample ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/optimiser-losses/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_losses);
    }
  if (folder != NULL)
    write_problem (folder);
  else
    result = g_test_run ();
  ov_dataset_unref (dataset);

  return result;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-map.h"

#include <math.h>

#include "naive.h"
#include "plane-loss.h"
#include "trainer.h"

#define N_TRAIN 60
#define N_TEST 10
#define N_EPOCHS 5

typedef struct
{
  OvRecipe   recipe;
  OvDataset *dataset;
  GPtrArray *states;
} Fixture;

/* A short run, with the state after each epoch. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = NULL;

  ov_recipe_init_preset (&fixture->recipe, "two-layer-sgd", &error);
  g_assert_no_error (error);
  fixture->recipe.hidden_units = 5;
  fixture->recipe.batch_size = 20;
  fixture->recipe.learning_rate = 1e-3;
  fixture->recipe.weight_std = 1e-3;
  fixture->recipe.momentum = 0.5;
  fixture->dataset = naive_dataset_new (N_TRAIN, N_TEST);
  fixture->states = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);

  trainer = ov_trainer_new (&fixture->recipe, fixture->dataset, 2, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_EPOCHS; i++)
    {
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (fixture->states, ov_trainer_take_checkpoint (trainer));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->states);
  ov_dataset_unref (fixture->dataset);
}

/* The loss of some weights, without a plane. */
static double
measure_loss (Fixture *fixture, const OvCheckpoint *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (&fixture->recipe, fixture->dataset, 1, &error);
  OvNetwork *network = ov_trainer_get_network (trainer);
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
  g_autoptr (OvBatchRunner) runner = ov_batch_runner_new (network, fixture->dataset, pool,
                                                          fixture->recipe.pixel_scale);
  OvScore score = {0};

  g_assert_no_error (error);
  for (gsize i = 0; i < network->n_parameters; i++)
    network->parameters[i] = ov_checkpoint_get_parameters (state)[i];
  ov_batch_runner_score (runner, OV_SPLIT_TRAIN, 0, N_TRAIN, NULL, NULL, NULL, &score, &error);
  g_assert_no_error (error);

  return ov_score_mean (&score)
         + fixture->recipe.regularisation * ov_network_sum_squares (network);
}

/* The path begins at 0 with the first weights, is in order, and ends where the loss is the
 * run's. */
static void
test_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 2);
  g_autoptr (GPtrArray) mixed = g_ptr_array_new ();
  g_autoptr (OvPathMap) map = NULL;
  g_autoptr (GError) error = NULL;
  double loss;

  for (guint i = N_EPOCHS; i-- > 0;)
    g_ptr_array_add (mixed, fixture->states->pdata[i]);
  g_ptr_array_add (mixed, fixture->states->pdata[2]);
  g_assert_true (ov_path_mapper_set_path (mapper, mixed, TRUE, NULL));
  map = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (map->n_points, ==, N_EPOCHS + 1);
  for (guint i = 0; i < map->n_points; i++)
    g_assert_cmpuint (map->n_epochs[i], ==, i);
  g_assert_cmpfloat (map->places[0][0], ==, 0.0);
  g_assert_cmpfloat (map->places[0][1], ==, 0.0);
  g_assert_cmpfloat (map->shares[0], >=, map->shares[1]);
  g_assert_cmpfloat (map->shares[0] + map->shares[1], <=, 1.0 + 1e-12);

  g_assert_true (ov_path_mapper_measure (mapper, map->places[N_EPOCHS], &loss, NULL, &error));
  g_assert_cmpfloat_with_epsilon (
    loss, measure_loss (fixture, fixture->states->pdata[N_EPOCHS - 1]), 1e-6);
}

/* Each stage knows all of its ground; where the finer ones have the same points they have the
 * same values. All of it lies around the path. */
static void
test_stages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 2);
  OvPathMap *maps[OV_N_PATH_MAP_STAGES];
  g_autoptr (GError) error = NULL;

  g_assert_true (ov_path_mapper_set_path (mapper, fixture->states, TRUE, NULL));
  for (guint stage = 0; stage < OV_N_PATH_MAP_STAGES; stage++)
    {
      const OvLossGrid *grid;

      maps[stage] = ov_path_mapper_draw (mapper, stage, NULL, &error);
      g_assert_no_error (error);
      grid = maps[stage]->grid;
      g_assert_cmpuint (maps[stage]->stage, ==, stage);
      g_assert_cmpuint (ov_loss_grid_count (grid), ==, grid->n * grid->n);
      g_assert_cmpuint (maps[stage]->n_images, ==, N_TRAIN);
      for (guint i = 0; i < maps[stage]->n_points; i++)
        for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
          {
            g_assert_cmpfloat (maps[stage]->places[i][axis], >, grid->low[axis]);
            g_assert_cmpfloat (maps[stage]->places[i][axis], <, grid->high[axis]);
          }
      if (stage > 0)
        {
          const OvLossGrid *before = maps[stage - 1]->grid;

          g_assert_cmpuint (grid->n, ==, 2 * before->n - 1);
          for (guint row = 0; row < before->n; row++)
            for (guint column = 0; column < before->n; column++)
              g_assert_cmpfloat (grid->losses[2 * row * grid->n + 2 * column], ==,
                                 before->losses[row * before->n + column]);
        }
    }

  for (guint stage = 0; stage < OV_N_PATH_MAP_STAGES; stage++)
    ov_path_map_free (maps[stage]);
}

static void
test_no_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) few = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_path_mapper_set_path (mapper, few, TRUE, NULL));
  g_ptr_array_add (few, fixture->states->pdata[0]);
  g_assert_false (ov_path_mapper_set_path (mapper, few, TRUE, NULL));
  g_ptr_array_add (few, fixture->states->pdata[1]);
  g_assert_false (ov_path_mapper_set_path (mapper, few, FALSE, NULL));
  g_assert_true (ov_path_mapper_set_path (mapper, few, TRUE, NULL));

  g_cancellable_cancel (cancellable);
  g_assert_null (ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A long run has no more points than others, and its last state is one of them. */
static void
test_thinning (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 1);
  g_autoptr (OvTrainer) trainer = NULL;
  g_autoptr (OvPathMap) map = NULL;
  g_autoptr (GError) error = NULL;

  fixture->recipe.epochs = 75;
  trainer = ov_trainer_new (&fixture->recipe, fixture->dataset, 1, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (fixture->states, 0);
  for (guint i = 0; i < 75; i++)
    {
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (fixture->states, ov_trainer_take_checkpoint (trainer));
    }

  g_assert_true (ov_path_mapper_set_path (mapper, fixture->states, TRUE, NULL));
  map = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (map->n_points, ==, 60);
  g_assert_cmpuint (map->n_epochs[0], ==, 0);
  g_assert_cmpuint (map->n_epochs[59], ==, 75);
  for (guint i = 1; i < map->n_points; i++)
    g_assert_cmpuint (map->n_epochs[i], >, map->n_epochs[i - 1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/path-map/path", Fixture, NULL, set_up, test_path, tear_down);
  g_test_add ("/path-map/stages", Fixture, NULL, set_up, test_stages, tear_down);
  g_test_add ("/path-map/no-path", Fixture, NULL, set_up, test_no_path, tear_down);
  g_test_add ("/path-map/thinning", Fixture, NULL, set_up, test_thinning, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-map.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "naive.h"
#include "plane-loss.h"
#include "svd-fixture.h"
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

/* The states of a run, one an epoch. */
static GPtrArray *
train (const OvRecipe *recipe, OvDataset *dataset, guint n_epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvTrainer) trainer = ov_trainer_new (recipe, dataset, 2, &error);
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_checkpoint_unref);

  g_assert_no_error (error);
  for (guint i = 0; i < n_epochs; i++)
    {
      OvEpoch epoch;

      ov_trainer_run_epoch (trainer, &epoch, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (states, ov_trainer_take_checkpoint (trainer));
    }

  return states;
}

/* A short run, with the state after each epoch. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  ov_recipe_init_preset (&fixture->recipe, "two-layer-sgd", &error);
  g_assert_no_error (error);
  fixture->recipe.hidden_units = 5;
  fixture->recipe.batch_size = 20;
  fixture->recipe.learning_rate = 1e-3;
  fixture->recipe.weight_std = 1e-3;
  fixture->recipe.momentum = 0.5;
  fixture->dataset = naive_dataset_new (N_TRAIN, N_TEST);
  fixture->states = train (&fixture->recipe, fixture->dataset, N_EPOCHS);
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
  g_assert_true (ov_path_mapper_set_paths (mapper, &mixed, 1, TRUE, NULL));
  map = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (map->paths->n_points, ==, N_EPOCHS + 1);
  for (guint i = 0; i < map->paths->n_points; i++)
    g_assert_cmpuint (map->paths->n_epochs[i], ==, i);
  g_assert_cmpfloat (map->paths->places[0][0], ==, 0.0);
  g_assert_cmpfloat (map->paths->places[0][1], ==, 0.0);
  g_assert_cmpfloat (map->shares[0], >=, map->shares[1]);
  g_assert_cmpfloat (map->shares[0] + map->shares[1], <=, 1.0 + 1e-12);

  g_assert_true (
    ov_path_mapper_measure (mapper, map->paths->places[N_EPOCHS], &loss, NULL, &error));
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

  g_assert_true (ov_path_mapper_set_paths (mapper, &fixture->states, 1, TRUE, NULL));
  for (guint stage = 0; stage < OV_N_PATH_MAP_STAGES; stage++)
    {
      const OvLossGrid *grid;

      maps[stage] = ov_path_mapper_draw (mapper, stage, NULL, &error);
      g_assert_no_error (error);
      grid = maps[stage]->grid;
      g_assert_cmpuint (maps[stage]->stage, ==, stage);
      g_assert_cmpuint (ov_loss_grid_count (grid), ==, grid->n * grid->n);
      g_assert_cmpuint (maps[stage]->n_images, ==, N_TRAIN);
      for (guint i = 0; i < maps[stage]->paths->n_points; i++)
        for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
          {
            g_assert_cmpfloat (maps[stage]->paths->places[i][axis], >, grid->low[axis]);
            g_assert_cmpfloat (maps[stage]->paths->places[i][axis], <, grid->high[axis]);
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

  g_assert_false (ov_path_mapper_set_paths (mapper, &few, 1, TRUE, NULL));
  g_ptr_array_add (few, fixture->states->pdata[0]);
  g_assert_false (ov_path_mapper_set_paths (mapper, &few, 1, TRUE, NULL));
  g_ptr_array_add (few, fixture->states->pdata[1]);
  g_assert_false (ov_path_mapper_set_paths (mapper, &few, 1, FALSE, NULL));
  g_assert_true (ov_path_mapper_set_paths (mapper, &few, 1, TRUE, NULL));

  g_cancellable_cancel (cancellable);
  g_assert_null (ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A long run has no more points than others, and its last state is one of them. */
static void
test_thinning (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 1);
  g_autoptr (OvPathMap) map = NULL;
  g_autoptr (GError) error = NULL;

  fixture->recipe.epochs = 75;
  g_ptr_array_unref (fixture->states);
  fixture->states = train (&fixture->recipe, fixture->dataset, 75);

  g_assert_true (ov_path_mapper_set_paths (mapper, &fixture->states, 1, TRUE, NULL));
  map = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (map->paths->n_points, ==, 60);
  g_assert_cmpuint (map->paths->n_epochs[0], ==, 0);
  g_assert_cmpuint (map->paths->n_epochs[59], ==, 75);
  for (guint i = 1; i < map->paths->n_points; i++)
    g_assert_cmpuint (map->paths->n_epochs[i], >, map->paths->n_epochs[i - 1]);
}

/* Snapshots about their mean, and their singular values and right vectors, in double precision. */
typedef struct
{
  gsize   n_parameters;
  guint   n;
  double *rows;    /* [n × parameters], as they are */
  double *vectors; /* [n × parameters] */
  double *sizes;   /* [n] */
} Decomposition;

static void
decomposition_init (Decomposition *self, const float *const *snapshots, guint n, gsize n_parameters)
{
  *self = (Decomposition) {n_parameters, n, g_new (double, n *n_parameters),
                           g_new (double, n *n_parameters), g_new (double, n)};
  for (guint i = 0; i < n; i++)
    for (gsize j = 0; j < n_parameters; j++)
      self->rows[i * n_parameters + j] = (double) snapshots[i][j];
  fixture_decompose (snapshots, n, n_parameters, self->sizes, self->vectors);
}

static void
decomposition_clear (Decomposition *self)
{
  g_free (self->rows);
  g_free (self->vectors);
  g_free (self->sizes);
}

/* Where a snapshot is along one of the vectors, from the first snapshot. */
static double
find_place (const Decomposition *self, guint snapshot, guint axis)
{
  const double *vector = self->vectors + axis * self->n_parameters;
  const double *row = self->rows + snapshot * self->n_parameters;
  double place = 0.0;

  for (gsize j = 0; j < self->n_parameters; j++)
    place += vector[j] * (row[j] - self->rows[j]);

  return place;
}

/* The losses of the grid are those of plain loops in double precision, at weights that are found
 * from the decomposition: on the plane through the last snapshot. */
static void
check_ground (const Fixture       *fixture,
              const Decomposition *found,
              const double        *signs,
              const OvLossGrid    *grid)
{
  const OvRecipe *recipe = &fixture->recipe;
  const double *last = found->rows + (found->n - 1) * found->n_parameters;
  g_autofree double *images =
    naive_get_images (fixture->dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  g_autofree double *parameters = g_new (double, found->n_parameters);

  for (guint k = 0; k < grid->n; k += 3)
    {
      double place[OV_PLANE_AXES];
      double expected;

      ov_loss_grid_get_place (grid, k, grid->n - 1 - k, place);
      for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
        place[axis] = signs[axis] * place[axis] - find_place (found, found->n - 1, axis);
      for (gsize j = 0; j < found->n_parameters; j++)
        {
          parameters[j] = last[j];
          for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
            parameters[j] += place[axis] * found->vectors[axis * found->n_parameters + j];
        }
      expected = naive_measure (recipe, parameters, images,
                                fixture->dataset->labels[OV_SPLIT_TRAIN], N_TRAIN, NULL, NULL)
                 + naive_penalise (recipe, parameters, NULL);
      g_assert_cmpfloat_with_epsilon (grid->losses[(grid->n - 1 - k) * grid->n + k], expected,
                                      1e-5 * expected);
    }
}

/* Two runs from one start share the plane of the principal components of all their points, with the
 * start among them once: as LAPACK's singular vectors have it. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 2);
  g_autoptr (OvNetwork) start = ov_model_build_network (&fixture->recipe);
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (OvPathMap) drawn = NULL;
  g_autoptr (OvPathMap) map = NULL;
  g_autoptr (GError) error = NULL;
  const float *snapshots[1 + 3 + N_EPOCHS] = {start->parameters};
  GPtrArray *runs[2] = {fixture->states};
  double signs[OV_PLANE_AXES];
  OvRecipe other = fixture->recipe;
  Decomposition found;
  double total = 0.0;

  other.learning_rate *= 5.0;
  runs[1] = others = train (&other, fixture->dataset, 3);
  ov_network_init_weights (start, other.seed, other.weight_std);
  for (guint i = 0; i < 3; i++)
    snapshots[1 + i] = ov_checkpoint_get_parameters (others->pdata[i]);
  for (guint i = 0; i < N_EPOCHS; i++)
    snapshots[4 + i] = ov_checkpoint_get_parameters (fixture->states->pdata[i]);
  decomposition_init (&found, snapshots, G_N_ELEMENTS (snapshots), start->n_parameters);
  for (guint i = 0; i < found.n; i++)
    total += found.sizes[i] * found.sizes[i];

  g_assert_true (ov_path_mapper_set_paths (mapper, runs, 2, TRUE, NULL));
  drawn = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);
  map = ov_path_map_copy (drawn);
  g_assert_cmpuint (map->n_paths, ==, 2);
  g_assert_cmpuint (map->paths[0].n_points, ==, 1 + N_EPOCHS);
  g_assert_cmpuint (map->paths[1].n_points, ==, 1 + 3);

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      const double last = find_place (&found, found.n - 1, axis);

      signs[axis] = copysign (1.0, last * map->paths[0].places[N_EPOCHS][axis]);
      g_assert_cmpfloat_with_epsilon (map->shares[axis],
                                      found.sizes[axis] * found.sizes[axis] / total, 1e-6);
      for (guint i = 0; i < found.n; i++)
        {
          const OvMapPath *path = &map->paths[i > 3 || i == 0 ? 0 : 1];
          const guint point = i > 3 ? i - 3 : i;

          g_assert_cmpuint (path->n_epochs[point], ==, point);
          g_assert_cmpfloat_with_epsilon (signs[axis] * path->places[point][axis],
                                          find_place (&found, i, axis), 1e-5 * found.sizes[0]);
          g_assert_cmpfloat (path->places[point][axis], >, map->grid->low[axis]);
          g_assert_cmpfloat (path->places[point][axis], <, map->grid->high[axis]);
        }
      g_assert_cmpfloat (map->paths[1].places[0][axis], ==, 0.0);
    }
  check_ground (fixture, &found, signs, map->grid);
  decomposition_clear (&found);
}

static double
find_product (const double *a, const double *b, gsize n)
{
  double sum = 0.0;

  for (gsize j = 0; j < n; j++)
    sum += a[j] * b[j];

  return sum;
}

/* Subtracts what another vector of unit length has of one, and gives it unit length. */
static void
make_unit (double *vector, const double *other, gsize n)
{
  const double along = other != NULL ? find_product (vector, other, n) : 0.0;
  double length;

  for (gsize j = 0; other != NULL && j < n; j++)
    vector[j] -= along * other[j];
  length = sqrt (find_product (vector, vector, n));
  for (gsize j = 0; j < n; j++)
    vector[j] /= length;
}

/* A map in the plane of @directions, which are [2 × n] and orthonormal: its places are projections,
 * its shares those of the variance, and its losses those of plain loops in double precision. */
static void
check_plane (const Fixture *fixture, const OvPathMap *map, double *directions, gsize n)
{
  const OvRecipe *recipe = &fixture->recipe;
  const OvMapPath *path = map->paths;
  const OvLossGrid *grid = map->grid;
  g_autofree double *images =
    naive_get_images (fixture->dataset, OV_SPLIT_TRAIN, recipe->pixel_scale);
  g_autofree double *moved = g_new0 (double, (N_EPOCHS + 1) * n);
  g_autofree double *newest = NULL;
  g_autoptr (OvNetwork) start = ov_model_build_network (recipe);
  double total = 0.0;

  ov_network_init_weights (start, recipe->seed, recipe->weight_std);
  newest = naive_copy (ov_checkpoint_get_parameters (fixture->states->pdata[N_EPOCHS - 1]), n);
  for (guint i = 0; i < N_EPOCHS; i++)
    for (gsize j = 0; j < n; j++)
      moved[(i + 1) * n + j] =
        (double) ov_checkpoint_get_parameters (fixture->states->pdata[i])[j]
        - (double) start->parameters[j];
  for (gsize j = 0; j < n; j++)
    {
      double mean = 0.0;

      for (guint i = 0; i <= N_EPOCHS; i++)
        mean += moved[i * n + j] / (N_EPOCHS + 1);
      for (guint i = 0; i <= N_EPOCHS; i++)
        total += (moved[i * n + j] - mean) * (moved[i * n + j] - mean);
    }

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      double *direction = directions + axis * n;
      const double end = find_product (moved + N_EPOCHS * n, direction, n);
      const double sign = copysign (1.0, end * path->places[N_EPOCHS][axis]);
      double mean = 0.0;
      double variance = 0.0;

      for (gsize j = 0; j < n; j++)
        direction[j] *= sign;
      for (guint i = 0; i <= N_EPOCHS; i++)
        mean += find_product (moved + i * n, direction, n) / (N_EPOCHS + 1);
      for (guint i = 0; i <= N_EPOCHS; i++)
        {
          const double place = find_product (moved + i * n, direction, n);

          variance += (place - mean) * (place - mean);
          g_assert_cmpfloat_with_epsilon (path->places[i][axis], place, 1e-5 * sqrt (total));
        }
      g_assert_cmpfloat_with_epsilon (map->shares[axis], variance / total, 1e-6);
    }

  for (guint k = 0; k < grid->n; k += 3)
    {
      g_autofree double *parameters = g_memdup2 (newest, n * sizeof *newest);
      double place[OV_PLANE_AXES];
      double expected;

      ov_loss_grid_get_place (grid, k, k, place);
      for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
        for (gsize j = 0; j < n; j++)
          parameters[j] += (place[axis] - path->places[N_EPOCHS][axis]) * directions[axis * n + j];
      expected = naive_measure (recipe, parameters, images,
                                fixture->dataset->labels[OV_SPLIT_TRAIN], N_TRAIN, NULL, NULL)
                 + naive_penalise (recipe, parameters, NULL);
      g_assert_cmpfloat_with_epsilon (grid->losses[k * grid->n + k], expected, 2e-5 * expected);
    }
}

static OvPathMap *
draw_along (Fixture *fixture, OvPlaneDirections directions, double *loss)
{
  g_autoptr (OvPathMapper) mapper = ov_path_mapper_new (&fixture->recipe, fixture->dataset, 2);
  g_autoptr (GError) error = NULL;
  OvPathMap *map;

  ov_path_mapper_set_directions (mapper, directions);
  g_assert_true (ov_path_mapper_set_paths (mapper, &fixture->states, 1, TRUE, NULL));
  map = ov_path_mapper_draw (mapper, OV_PATH_MAP_SKETCH, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (map->directions, ==, directions);
  g_assert_true (
    ov_path_mapper_measure (mapper, map->paths->places[N_EPOCHS], loss, NULL, &error));
  g_assert_no_error (error);

  return map;
}

/* The plane of two random directions goes through the newest point, and as far around it as the
 * weights are long. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OvNetwork) network = ov_model_build_network (&fixture->recipe);
  const gsize n = network->n_parameters;
  g_autofree float *drawn = g_new (float, n);
  g_autofree double *directions = g_new (double, OV_PLANE_AXES *n);
  g_autoptr (OvPathMap) map = NULL;
  double loss;

  map = draw_along (fixture, OV_PLANE_RANDOM, &loss);
  g_assert_cmpfloat_with_epsilon (
    loss, measure_loss (fixture, fixture->states->pdata[N_EPOCHS - 1]), 1e-6);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      double length;

      ov_plane_direction_draw (network,
                               ov_checkpoint_get_parameters (
                                 fixture->states->pdata[N_EPOCHS - 1]),
                               fixture->recipe.seed + axis + 1, drawn);
      for (gsize j = 0; j < n; j++)
        directions[axis * n + j] = (double) drawn[j];
      length = sqrt (find_product (directions + axis * n, directions + axis * n, n));
      g_assert_cmpfloat (map->grid->high[axis] - map->paths->places[N_EPOCHS][axis], >,
                         0.6 * length);
      g_assert_cmpfloat (map->paths->places[N_EPOCHS][axis] - map->grid->low[axis], >,
                         0.6 * length);
      make_unit (directions + axis * n, axis > 0 ? directions : NULL, n);
    }
  check_plane (fixture, map, directions, n);
}

/* That of the steepest direction has it across, and what is left of the path's main one along. */
static void
test_steepest (Fixture *fixture, gconstpointer data)
{
  const OvRecipe *recipe = &fixture->recipe;
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  const gsize n = network->n_parameters;
  const float *snapshots[N_EPOCHS + 1];
  g_autofree float *found = g_new0 (float, n);
  g_autofree float *start = g_new (float, n);
  g_autofree double *directions = g_new (double, OV_PLANE_AXES *n);
  g_autoptr (OvPathMap) map = NULL;
  g_autoptr (GError) error = NULL;
  Decomposition parts;
  OvLanczosResult result;
  double loss;

  map = draw_along (fixture, OV_PLANE_STEEPEST, &loss);
  g_assert_cmpfloat_with_epsilon (
    loss, measure_loss (fixture, fixture->states->pdata[N_EPOCHS - 1]), 1e-6);

  ov_network_init_weights (network, recipe->seed, recipe->weight_std);
  memcpy (start, network->parameters, n * sizeof (float));
  snapshots[0] = start;
  for (guint i = 0; i < N_EPOCHS; i++)
    snapshots[i + 1] = ov_checkpoint_get_parameters (fixture->states->pdata[i]);
  memcpy (network->parameters, snapshots[N_EPOCHS], n * sizeof (float));
  {
    g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1);
    g_autoptr (OvBatchRunner) runner =
      ov_batch_runner_new (network, fixture->dataset, pool, recipe->pixel_scale);

    g_assert_true (ov_plane_direction_find_steepest (network, runner, pool, N_TRAIN,
                                                     recipe->regularisation, recipe->seed, found,
                                                     &result, NULL, &error));
  }
  decomposition_init (&parts, snapshots, N_EPOCHS + 1, n);
  for (gsize j = 0; j < n; j++)
    {
      directions[j] = parts.vectors[j];
      directions[n + j] = (double) found[j];
    }
  decomposition_clear (&parts);
  make_unit (directions + n, NULL, n);
  make_unit (directions, directions + n, n);
  check_plane (fixture, map, directions, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/path-map/path", Fixture, NULL, set_up, test_path, tear_down);
  g_test_add ("/path-map/together", Fixture, NULL, set_up, test_together, tear_down);
  g_test_add ("/path-map/random", Fixture, NULL, set_up, test_random, tear_down);
  g_test_add ("/path-map/steepest", Fixture, NULL, set_up, test_steepest, tear_down);
  g_test_add ("/path-map/stages", Fixture, NULL, set_up, test_stages, tear_down);
  g_test_add ("/path-map/no-path", Fixture, NULL, set_up, test_no_path, tear_down);
  g_test_add ("/path-map/thinning", Fixture, NULL, set_up, test_thinning, tear_down);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-map.h"

#include <math.h>
#include <string.h>

#include "model.h"
#include "plane-loss.h"

/* So many states say where a run goes, and where all of them go; what they cost grows with their
 * square. */
#define MOST_POINTS 60
#define MOST_POINTS_TOGETHER 120

/* Without three there is no plane. */
#define LEAST_POINTS 3

typedef struct
{
  guint n; /* points along a side */
  guint n_images;
} Stage;

static const Stage stages[OV_N_PATH_MAP_STAGES] = {
  [OV_PATH_MAP_SKETCH] = {7, 128},
  [OV_PATH_MAP_COARSE] = {13, OV_PATH_MAP_IMAGES},
  [OV_PATH_MAP_FINE] = {25, OV_PATH_MAP_IMAGES},
};

/* On how many images the steepest direction is found: it costs dozens of passes back and forth. */
#define CURVATURE_IMAGES 256

/* How far the ground reaches along random directions, in their lengths, beyond which the grid
 * leaves some more room. */
#define RANDOM_REACH 0.6

struct _OvPathMapper
{
  OvRecipe          recipe;
  OvDataset        *dataset;
  guint             n_threads;
  OvPlaneDirections directions;
  double            reach[OV_PLANE_AXES];         /* of the ground, at least */
  OvPlaneLoss      *losses[OV_N_PATH_MAP_STAGES]; /* made when they are needed, or NULL */

  OvWeightPlane    *plane; /* NULL before there is a path */
  OvPathMap        *map;   /* the newest of it, at first without a grid */
};

/**
 * ov_path_map_copy:
 * @self: a map
 *
 * Returns: (transfer full): the same
 */
OvPathMap *
ov_path_map_copy (const OvPathMap *self)
{
  OvPathMap *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->paths = g_memdup2 (self->paths, self->n_paths * sizeof *self->paths);
  for (guint i = 0; i < self->n_paths; i++)
    {
      const OvMapPath *path = &self->paths[i];

      copy->paths[i].n_epochs = g_memdup2 (path->n_epochs, path->n_points * sizeof *path->n_epochs);
      copy->paths[i].places = g_memdup2 (path->places, path->n_points * sizeof *path->places);
    }
  copy->grid = self->grid != NULL ? ov_loss_grid_copy (self->grid) : NULL;

  return copy;
}

/**
 * ov_path_map_free:
 * @self: a map
 */
void
ov_path_map_free (OvPathMap *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_paths; i++)
    {
      g_free (self->paths[i].n_epochs);
      g_free (self->paths[i].places);
    }
  g_free (self->paths);
  g_clear_pointer (&self->grid, ov_loss_grid_free);
  g_free (self);
}

/**
 * ov_path_mapper_new:
 * @recipe: of the run
 * @dataset: what it was trained on; referenced
 * @n_threads: how many threads compute
 *
 * Returns: (transfer full): a mapper without a path
 */
OvPathMapper *
ov_path_mapper_new (const OvRecipe *recipe,
                    OvDataset      *dataset,
                    guint           n_threads)
{
  OvPathMapper *self;

  g_return_val_if_fail (recipe != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1, NULL);

  self = g_new0 (OvPathMapper, 1);
  self->recipe = *recipe;
  self->dataset = ov_dataset_ref (dataset);
  self->n_threads = n_threads;

  return self;
}

static void
drop_path (OvPathMapper *self)
{
  g_clear_pointer (&self->plane, ov_weight_plane_free);
  g_clear_pointer (&self->map, ov_path_map_free);
}

/**
 * ov_path_mapper_free:
 * @self: a mapper
 */
void
ov_path_mapper_free (OvPathMapper *self)
{
  g_return_if_fail (self != NULL);

  drop_path (self);
  for (guint i = 0; i < OV_N_PATH_MAP_STAGES; i++)
    g_clear_pointer (&self->losses[i], ov_plane_loss_free);
  ov_dataset_unref (self->dataset);
  g_free (self);
}

/**
 * ov_path_mapper_set_directions:
 * @self: a mapper
 * @directions: what directions the planes of the paths that are set from now on have
 */
void
ov_path_mapper_set_directions (OvPathMapper     *self,
                               OvPlaneDirections directions)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (directions < OV_N_PLANE_DIRECTIONS);

  self->directions = directions;
}

static gint
compare_epochs (gconstpointer a,
                gconstpointer b)
{
  const guint x = ov_checkpoint_get_n_epochs (*(OvCheckpoint *const *) a);
  const guint y = ov_checkpoint_get_n_epochs (*(OvCheckpoint *const *) b);

  return (x > y) - (x < y);
}

/* The states in the order of their epochs, from the first one that is asked for, each once, and not
 * too many: the last one stays. Of another network, which a file may have, there are none. */
static GPtrArray *
choose_states (GPtrArray *checkpoints,
               gsize      n_parameters,
               guint      first,
               guint      most)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *chosen = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < checkpoints->len; i++)
    if (ov_checkpoint_get_n_parameters (checkpoints->pdata[i]) == n_parameters
        && ov_checkpoint_get_n_epochs (checkpoints->pdata[i]) >= first)
      g_ptr_array_add (sorted, checkpoints->pdata[i]);
  g_ptr_array_sort (sorted, compare_epochs);
  for (guint i = 0; i < sorted->len; i++)
    if (n == 0 || compare_epochs (&sorted->pdata[n - 1], &sorted->pdata[i]) != 0)
      sorted->pdata[n++] = sorted->pdata[i];

  for (guint i = 0; i < MIN (n, most); i++)
    g_ptr_array_add (chosen, sorted->pdata[n <= most ? i : (i + 1) * n / most - 1]);

  return chosen;
}

/* What the plane is found from: the common start, if there is one, and the states of all runs. */
typedef struct
{
  GPtrArray *snapshots; /* of [parameters], borrowed; those of the first run are the last */
  GPtrArray *states[OV_PATH_MAP_MOST_PATHS];
  guint      n_runs;
  guint      n_starts; /* 0 or 1, at the beginning of the snapshots */
} Bundle;

static void
bundle_init (Bundle           *self,
             OvNetwork        *network,
             GPtrArray *const *runs,
             guint             n_runs,
             gboolean          has_start)
{
  const guint most = MIN (MOST_POINTS, MOST_POINTS_TOGETHER / n_runs) - 1;

  self->snapshots = g_ptr_array_new ();
  self->n_runs = n_runs;
  self->n_starts = has_start ? 1 : 0;
  if (has_start)
    g_ptr_array_add (self->snapshots, network->parameters);
  for (guint i = n_runs; i-- > 0;)
    {
      self->states[i] = choose_states (runs[i], network->n_parameters, self->n_starts, most);
      for (guint j = 0; j < self->states[i]->len; j++)
        g_ptr_array_add (self->snapshots, (gpointer) ov_checkpoint_get_parameters (
                                            self->states[i]->pdata[j]));
    }
}

static void
bundle_clear (Bundle *self)
{
  g_clear_pointer (&self->snapshots, g_ptr_array_unref);
  for (guint i = 0; i < self->n_runs; i++)
    g_clear_pointer (&self->states[i], g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bundle, bundle_clear)

static void
project_path (const Bundle        *bundle,
              guint                run,
              const OvWeightPlane *plane,
              OvMapPath           *path)
{
  GPtrArray *states = bundle->states[run];

  path->n_points = bundle->n_starts + states->len;
  path->n_epochs = g_new0 (guint, path->n_points);
  path->places = g_malloc0_n (path->n_points, sizeof *path->places);
  if (bundle->n_starts > 0)
    ov_weight_plane_project (plane, bundle->snapshots->pdata[0], path->places[0]);
  for (guint i = 0; i < states->len; i++)
    {
      const OvCheckpoint *state = states->pdata[i];

      path->n_epochs[bundle->n_starts + i] = ov_checkpoint_get_n_epochs (state);
      ov_weight_plane_project (plane, ov_checkpoint_get_parameters (state),
                               path->places[bundle->n_starts + i]);
    }
}

static OvPathMap *
make_map (const Bundle        *bundle,
          const OvWeightPlane *plane,
          OvPlaneDirections    directions)
{
  OvPathMap *map = g_new0 (OvPathMap, 1);

  map->directions = directions;
  map->n_paths = bundle->n_runs;
  map->paths = g_new0 (OvMapPath, map->n_paths);
  for (guint i = 0; i < map->n_paths; i++)
    project_path (bundle, i, plane, &map->paths[i]);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    map->shares[axis] = plane->shares[axis];

  return map;
}

static const float *
get_newest (const Bundle *bundle)
{
  return bundle->snapshots->pdata[bundle->snapshots->len - 1];
}

static OvWeightPlane *
make_plane_along (const Bundle       *bundle,
                  const OvNetwork    *network,
                  const float *const *directions,
                  gboolean            has_signs)
{
  return ov_weight_plane_new_along ((const float *const *) bundle->snapshots->pdata,
                                    bundle->snapshots->len, network->n_parameters, directions,
                                    has_signs);
}

static OvWeightPlane *
make_path_plane (const Bundle    *bundle,
                 const OvNetwork *network,
                 GCancellable    *cancellable)
{
  return ov_weight_plane_new ((const float *const *) bundle->snapshots->pdata,
                              bundle->snapshots->len, network->n_parameters, cancellable);
}

/* The directions depend on nothing but the recipe's seed and the newest weights. */
static OvWeightPlane *
make_random_plane (OvPathMapper *self,
                   const Bundle *bundle)
{
  g_autoptr (OvNetwork) scratch = ov_model_build_network (&self->recipe);
  g_autofree float *drawn = g_new (float, OV_PLANE_AXES * scratch->n_parameters);
  const float *directions[OV_PLANE_AXES];

  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    {
      float *direction = drawn + axis * scratch->n_parameters;

      ov_plane_direction_draw (scratch, get_newest (bundle), self->recipe.seed + axis + 1,
                               direction);
      directions[axis] = direction;
      self->reach[axis] = RANDOM_REACH
                          * sqrt (ov_plane_direction_find_product (direction, direction,
                                                                   scratch->n_parameters));
    }

  return make_plane_along (bundle, scratch, directions, TRUE);
}

static OvWeightPlane *
make_steepest_plane (OvPathMapper *self,
                     const Bundle *bundle,
                     GCancellable *cancellable)
{
  const OvRecipe *recipe = &self->recipe;
  g_autoptr (OvNetwork) network = ov_model_build_network (recipe);
  g_autoptr (OvThreadPool) pool = ov_thread_pool_new (self->n_threads);
  g_autoptr (OvBatchRunner) runner = ov_batch_runner_new (network, self->dataset, pool,
                                                          recipe->pixel_scale);
  g_autoptr (OvWeightPlane) main = make_path_plane (bundle, network, cancellable);
  g_autofree float *steepest = g_new0 (float, network->n_parameters);
  const float *directions[OV_PLANE_AXES];
  OvLanczosResult result;

  if (main == NULL)
    return NULL;

  memcpy (network->parameters, get_newest (bundle), network->n_parameters * sizeof (float));
  if (!ov_plane_direction_find_steepest (
        network, runner, pool, MIN (CURVATURE_IMAGES, self->dataset->n_images[OV_SPLIT_TRAIN]),
        recipe->regularisation, recipe->seed, steepest, &result, cancellable, NULL)
      || !isfinite (result.value))
    return NULL;

  ov_plane_direction_remove_part (main->directions[0], steepest, network->n_parameters);
  directions[0] = main->directions[0];
  directions[1] = steepest;

  return make_plane_along (bundle, network, directions, FALSE);
}

static OvWeightPlane *
make_plane (OvPathMapper    *self,
            const Bundle    *bundle,
            const OvNetwork *network,
            GCancellable    *cancellable)
{
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    self->reach[axis] = 0.0;

  if (self->directions == OV_PLANE_RANDOM)
    return make_random_plane (self, bundle);
  if (self->directions == OV_PLANE_STEEPEST)
    return make_steepest_plane (self, bundle, cancellable);

  return make_path_plane (bundle, network, cancellable);
}

/**
 * ov_path_mapper_set_paths:
 * @self: a mapper
 * @runs: (element-type OvCheckpoint): [@n_runs], states of runs, in any order, read only; the first
 *   run is that of the mapper's recipe, through whose newest state the plane goes
 * @n_runs: how many there are, from 1 to %OV_PATH_MAP_MOST_PATHS
 * @has_start: whether they began with the first weights of the recipe, which then belong to each
 *   path, and which more than one run has to have in common
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Finds the plane of the paths. The main directions are the principal components of the points of
 * all of them together, the common start among them once. What was drawn before is forgotten.
 *
 * Returns: whether there is one: not of fewer than three points, of some that lie on one line, or
 *   of weights that are not finite
 */
gboolean
ov_path_mapper_set_paths (OvPathMapper     *self,
                          GPtrArray *const *runs,
                          guint             n_runs,
                          gboolean          has_start,
                          GCancellable     *cancellable)
{
  g_autoptr (OvNetwork) network = NULL;
  g_auto (Bundle) bundle = {NULL};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (runs != NULL, FALSE);
  g_return_val_if_fail (n_runs >= 1 && n_runs <= OV_PATH_MAP_MOST_PATHS, FALSE);
  g_return_val_if_fail (has_start || n_runs == 1, FALSE);

  drop_path (self);
  network = ov_model_build_network (&self->recipe);
  if (has_start)
    ov_network_init_weights (network, self->recipe.seed, self->recipe.weight_std);
  bundle_init (&bundle, network, runs, n_runs, has_start);
  if (bundle.snapshots->len < LEAST_POINTS)
    return FALSE;

  self->plane = make_plane (self, &bundle, network, cancellable);
  if (self->plane == NULL)
    return FALSE;
  self->map = make_map (&bundle, self->plane, self->directions);

  return TRUE;
}

static OvPlaneLoss *
get_loss (OvPathMapper  *self,
          OvPathMapStage stage)
{
  const OvRecipe *recipe = &self->recipe;

  /* Those on as many images are the same. */
  while (stage > 0 && stages[stage - 1].n_images == stages[stage].n_images)
    stage--;
  if (self->losses[stage] == NULL)
    self->losses[stage] = ov_plane_loss_new (ov_model_build_network (recipe), self->dataset,
                                             self->n_threads, recipe->pixel_scale,
                                             recipe->regularisation, stages[stage].n_images);

  return self->losses[stage];
}

/* A grid with room around all paths, and as far from the newest point as the directions reach. */
static OvLossGrid *
grid_new_around (const OvPathMapper *self,
                 guint               n)
{
  const OvPathMap *map = self->map;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof *map->paths->places);

  for (guint i = 0; i < map->n_paths; i++)
    g_array_append_vals (places, map->paths[i].places, map->paths[i].n_points);
  for (int side = -1; side <= 1; side += 2)
    {
      const double corner[OV_PLANE_AXES] = {self->plane->place[0] + side * self->reach[0],
                                            self->plane->place[1] + side * self->reach[1]};

      g_array_append_vals (places, corner, 1);
    }

  return ov_loss_grid_new_around ((const double (*)[OV_PLANE_AXES]) (gpointer) places->data,
                                  places->len, n);
}

/* The grid of a stage, with what is known of it. */
static OvLossGrid *
begin_grid (const OvPathMapper *self,
            OvPathMapStage      stage)
{
  const OvPathMap *map = self->map;
  g_autoptr (OvLossGrid) grid = NULL;

  if (map->grid != NULL && stages[map->stage].n_images == stages[stage].n_images)
    grid = ov_loss_grid_copy (map->grid);
  while (grid != NULL && grid->n < stages[stage].n)
    {
      OvLossGrid *finer = ov_loss_grid_refine (grid);

      ov_loss_grid_free (grid);
      grid = finer;
    }
  if (grid != NULL && grid->n == stages[stage].n)
    return g_steal_pointer (&grid);

  return grid_new_around (self, stages[stage].n);
}

/**
 * ov_path_mapper_draw:
 * @self: a mapper with a path
 * @stage: how well the ground is to be known; each stage takes over what the one before measured,
 *   if that was on as many images
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the loss of the recipe, penalty included, around the path.
 *
 * Returns: (transfer full): the map, or %NULL with @error set to %G_IO_ERROR_CANCELLED
 */
OvPathMap *
ov_path_mapper_draw (OvPathMapper  *self,
                     OvPathMapStage stage,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (OvLossGrid) grid = NULL;
  OvPlaneLoss *loss;

  g_return_val_if_fail (self != NULL && self->map != NULL, NULL);
  g_return_val_if_fail (stage < OV_N_PATH_MAP_STAGES, NULL);

  loss = get_loss (self, stage);
  grid = begin_grid (self, stage);
  if (!ov_plane_loss_fill (loss, self->plane, grid, cancellable, error))
    return NULL;

  g_clear_pointer (&self->map->grid, ov_loss_grid_free);
  self->map->grid = g_steal_pointer (&grid);
  self->map->stage = stage;
  self->map->n_images = ov_plane_loss_get_n_images (loss);

  return ov_path_map_copy (self->map);
}

/**
 * ov_path_mapper_measure:
 * @self: a mapper with a path
 * @place: [%OV_PLANE_AXES], coordinates
 * @loss: (out): the loss there, on as many images as the fine map's
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_path_mapper_measure (OvPathMapper *self,
                        const double *place,
                        double       *loss,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_return_val_if_fail (self != NULL && self->plane != NULL, FALSE);

  return ov_plane_loss_measure (get_loss (self, OV_PATH_MAP_FINE), self->plane, place, loss,
                                cancellable, error);
}

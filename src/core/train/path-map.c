/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-map.h"

#include "model.h"
#include "plane-loss.h"

/* So many states say where a run goes; what they cost grows with their square. */
#define MOST_POINTS 60

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

struct _OvPathMapper
{
  OvRecipe       recipe;
  OvDataset     *dataset;
  guint          n_threads;
  OvPlaneLoss   *losses[OV_N_PATH_MAP_STAGES]; /* made when they are needed, or NULL */

  OvWeightPlane *plane; /* NULL before there is a path */
  OvPathMap     *map;   /* the newest of it, at first without a grid */
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
  copy->n_epochs = g_memdup2 (self->n_epochs, self->n_points * sizeof *self->n_epochs);
  copy->places = g_memdup2 (self->places, self->n_points * sizeof *self->places);
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

  g_free (self->n_epochs);
  g_free (self->places);
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

static gint
compare_epochs (gconstpointer a,
                gconstpointer b)
{
  const guint x = ov_checkpoint_get_n_epochs (*(OvCheckpoint *const *) a);
  const guint y = ov_checkpoint_get_n_epochs (*(OvCheckpoint *const *) b);

  return (x > y) - (x < y);
}

/* The states in the order of their epochs, each once, and not too many: the last one stays. Of
 * another network, which a file may have, there are none. */
static GPtrArray *
choose_states (GPtrArray *checkpoints,
               gsize      n_parameters)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *chosen = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < checkpoints->len; i++)
    if (ov_checkpoint_get_n_parameters (g_ptr_array_index (checkpoints, i)) == n_parameters)
      g_ptr_array_add (sorted, g_ptr_array_index (checkpoints, i));
  g_ptr_array_sort (sorted, compare_epochs);
  for (guint i = 0; i < sorted->len; i++)
    if (n == 0 || compare_epochs (&sorted->pdata[n - 1], &sorted->pdata[i]) != 0)
      sorted->pdata[n++] = sorted->pdata[i];

  for (guint i = 0; i < MIN (n, MOST_POINTS - 1); i++)
    g_ptr_array_add (chosen,
                     sorted->pdata[n <= MOST_POINTS - 1 ? i : (i + 1) * n / (MOST_POINTS - 1) - 1]);

  return chosen;
}

static OvPathMap *
make_map (const OvWeightPlane *plane,
          const float *const  *snapshots,
          const guint         *n_epochs,
          guint                n)
{
  OvPathMap *map = g_new0 (OvPathMap, 1);

  map->n_points = n;
  map->n_epochs = g_memdup2 (n_epochs, n * sizeof *n_epochs);
  map->places = g_malloc_n (n, sizeof *map->places);
  for (guint i = 0; i < n; i++)
    ov_weight_plane_project (plane, snapshots[i], map->places[i]);
  for (guint axis = 0; axis < OV_PLANE_AXES; axis++)
    map->shares[axis] = plane->shares[axis];

  return map;
}

/**
 * ov_path_mapper_set_path:
 * @self: a mapper
 * @checkpoints: (element-type OvCheckpoint): states of the run, in any order; read only
 * @has_start: whether it began with the first weights of its recipe, which then belong to the path
 * @cancellable: (nullable): gives it up within some milliseconds
 *
 * Finds the plane of the path. What was drawn before is forgotten.
 *
 * Returns: whether there is one: not of fewer than three states, of some that lie on one line, or
 *   of weights that are not finite
 */
gboolean
ov_path_mapper_set_path (OvPathMapper *self,
                         GPtrArray    *checkpoints,
                         gboolean      has_start,
                         GCancellable *cancellable)
{
  g_autoptr (OvNetwork) network = NULL;
  g_autoptr (GPtrArray) states = NULL;
  const float *snapshots[MOST_POINTS];
  guint n_epochs[MOST_POINTS];
  guint n = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (checkpoints != NULL, FALSE);

  drop_path (self);
  network = ov_model_build_network (&self->recipe);
  states = choose_states (checkpoints, network->n_parameters);
  if (has_start
      && (states->len == 0 || ov_checkpoint_get_n_epochs (g_ptr_array_index (states, 0)) > 0))
    {
      ov_network_init_weights (network, self->recipe.seed, self->recipe.weight_std);
      snapshots[n] = network->parameters;
      n_epochs[n++] = 0;
    }
  for (guint i = 0; i < states->len; i++)
    {
      const OvCheckpoint *state = g_ptr_array_index (states, i);

      snapshots[n] = ov_checkpoint_get_parameters (state);
      n_epochs[n++] = ov_checkpoint_get_n_epochs (state);
    }
  if (n < LEAST_POINTS)
    return FALSE;

  self->plane = ov_weight_plane_new (snapshots, n, network->n_parameters, cancellable);
  if (self->plane == NULL)
    return FALSE;
  self->map = make_map (self->plane, snapshots, n_epochs, n);

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

  return ov_loss_grid_new_around (map->places, map->n_points, stages[stage].n);
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

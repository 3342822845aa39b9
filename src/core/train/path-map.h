/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checkpoint.h"
#include "dataset.h"
#include "loss-grid.h"
#include "plane-direction.h"

/* Of how many images each value is the mean once there is time. */
#define OV_PATH_MAP_IMAGES 512

/**
 * OvPathMapStage:
 * @OV_PATH_MAP_SKETCH: few points, on few images: as soon as possible
 * @OV_PATH_MAP_COARSE: twice as many along each side, on all of the images
 * @OV_PATH_MAP_FINE: twice as many again
 *
 * How well the ground of a map is known.
 */
typedef enum
{
  OV_PATH_MAP_SKETCH,
  OV_PATH_MAP_COARSE,
  OV_PATH_MAP_FINE,
} OvPathMapStage;

#define OV_N_PATH_MAP_STAGES 3

/* How many runs one map has at most. */
#define OV_PATH_MAP_MOST_PATHS 9

/**
 * OvMapPath:
 * @n_points: of how many epochs the weights were known
 * @n_epochs: [@n_points], after how many epochs each was
 * @places: [@n_points], their coordinates in the plane
 *
 * The path of a run's weights.
 */
typedef struct
{
  guint  n_points;
  guint *n_epochs;
  double (*places)[OV_PLANE_AXES];
} OvMapPath;

/**
 * OvPathMap:
 * @n_paths: how many runs there are, one at least
 * @paths: [@n_paths], their paths, the first one that of the run whose loss the map shows
 * @directions: what directions the plane has; along the second axis that of
 *   %OV_PLANE_STEEPEST is the one in which the loss bends most
 * @shares: how much of the variance of all points each direction has, from 0 to 1
 * @n_images: of how many of the first training images the losses are means
 * @stage: how well the ground is known
 * @grid: the loss over the plane
 *
 * The paths of the weights of runs on a map of the loss. A value that is never changed once it is
 * made.
 */
typedef struct
{
  guint             n_paths;
  OvMapPath        *paths;
  OvPlaneDirections directions;
  double            shares[OV_PLANE_AXES];
  guint             n_images;
  OvPathMapStage    stage;
  OvLossGrid       *grid;
} OvPathMap;

OvPathMap       *ov_path_map_copy         (const OvPathMap *self);
void             ov_path_map_free         (OvPathMap       *self);

/**
 * OvPathMapper:
 *
 * Draws the map of a run, or of some from one start, from their states, without training them. Used
 * by one thread at a time.
 */
typedef struct _OvPathMapper OvPathMapper;

OvPathMapper    *ov_path_mapper_new       (const OvRecipe   *recipe,
                                           OvDataset        *dataset,
                                           guint             n_threads);
void             ov_path_mapper_free      (OvPathMapper     *self);
void             ov_path_mapper_set_directions (OvPathMapper     *self,
                                                OvPlaneDirections directions);
gboolean         ov_path_mapper_set_paths (OvPathMapper     *self,
                                           GPtrArray *const *runs,
                                           guint             n_runs,
                                           gboolean          has_start,
                                           GCancellable     *cancellable);
OvPathMap       *ov_path_mapper_draw      (OvPathMapper     *self,
                                           OvPathMapStage    stage,
                                           GCancellable     *cancellable,
                                           GError          **error);
gboolean         ov_path_mapper_measure   (OvPathMapper     *self,
                                           const double     *place,
                                           double           *loss,
                                           GCancellable     *cancellable,
                                           GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPathMap, ov_path_map_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvPathMapper, ov_path_mapper_free)

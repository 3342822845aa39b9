/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane-loss.h"

struct _OvPlaneLoss
{
  OvNetwork     *network;
  OvDataset     *dataset;
  OvThreadPool  *pool;
  OvBatchRunner *runner;
  double         regularisation;
  guint          n_images;
};

/**
 * ov_plane_loss_new:
 * @network: (transfer full): the network, whose weights are going to change
 * @dataset: the images; referenced
 * @n_threads: how many threads compute, which the one that measures is one of
 * @pixel_scale: the largest value that a pixel can have, 1 or 255
 * @regularisation: the factor of the penalty
 * @n_images: on how many of the first training images to measure; all of them when there are fewer
 *
 * Returns: (transfer full): what measures, to be freed with ov_plane_loss_free()
 */
OvPlaneLoss *
ov_plane_loss_new (OvNetwork *network,
                   OvDataset *dataset,
                   guint      n_threads,
                   double     pixel_scale,
                   double     regularisation,
                   guint      n_images)
{
  OvPlaneLoss *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (n_threads >= 1 && n_images >= 1, NULL);

  self = g_new0 (OvPlaneLoss, 1);
  self->network = network;
  self->dataset = ov_dataset_ref (dataset);
  self->pool = ov_thread_pool_new (n_threads);
  self->runner = ov_batch_runner_new (network, dataset, self->pool, pixel_scale);
  self->regularisation = regularisation;
  self->n_images = MIN (n_images, dataset->n_images[OV_SPLIT_TRAIN]);

  return self;
}

/**
 * ov_plane_loss_free:
 * @self: what measures
 */
void
ov_plane_loss_free (OvPlaneLoss *self)
{
  g_return_if_fail (self != NULL);

  ov_batch_runner_free (self->runner);
  ov_thread_pool_free (self->pool);
  ov_network_free (self->network);
  ov_dataset_unref (self->dataset);
  g_free (self);
}

/**
 * ov_plane_loss_get_n_images:
 * @self: what measures
 *
 * Returns: of how many images the losses are means
 */
guint
ov_plane_loss_get_n_images (const OvPlaneLoss *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_images;
}

/**
 * ov_plane_loss_measure:
 * @self: what measures
 * @plane: a plane through the space of the network's weights
 * @place: [%OV_PLANE_AXES], coordinates in it
 * @loss: (out): the loss there, penalty included; not finite where the weights are too large
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_plane_loss_measure (OvPlaneLoss         *self,
                       const OvWeightPlane *plane,
                       const double        *place,
                       double              *loss,
                       GCancellable        *cancellable,
                       GError             **error)
{
  OvScore score = {0};

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (plane != NULL && plane->n_parameters == self->network->n_parameters, FALSE);
  g_return_val_if_fail (loss != NULL, FALSE);

  ov_weight_plane_locate (plane, place, self->network->parameters);
  if (!ov_batch_runner_score (self->runner, OV_SPLIT_TRAIN, 0, self->n_images, NULL, NULL,
                              cancellable, &score, error))
    return FALSE;
  *loss = ov_score_mean (&score)
          + self->regularisation * ov_network_sum_squares (self->network);

  return TRUE;
}

/**
 * ov_plane_loss_fill:
 * @self: what measures
 * @plane: a plane through the space of the network's weights
 * @grid: points of it
 * @cancellable: (nullable): gives it up within some milliseconds
 * @error: (out) (optional): return location for an error
 *
 * Measures the loss at those points that are not known yet. What was known when it was given up
 * stays known.
 *
 * Returns: %TRUE, or %FALSE with @error set to %G_IO_ERROR_CANCELLED
 */
gboolean
ov_plane_loss_fill (OvPlaneLoss         *self,
                    const OvWeightPlane *plane,
                    OvLossGrid          *grid,
                    GCancellable        *cancellable,
                    GError             **error)
{
  g_return_val_if_fail (grid != NULL, FALSE);

  for (guint row = 0; row < grid->n; row++)
    for (guint column = 0; column < grid->n; column++)
      {
        const gsize i = (gsize) row * grid->n + column;
        double place[OV_PLANE_AXES];

        if (grid->is_known[i])
          continue;
        ov_loss_grid_get_place (grid, column, row, place);
        if (!ov_plane_loss_measure (self, plane, place, &grid->losses[i], cancellable, error))
          return FALSE;
        grid->is_known[i] = TRUE;
      }

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-update.h"

/**
 * ov_run_update_init:
 * @self: (out): an update
 * @record: the record of a run
 * @n_epochs: how many of its epochs are written
 * @n_sharpness: how many of its measurements of the sharpness
 * @n_readings: how many of the readings of its instruments
 * @n_points: how many of its batch losses; when it has fewer by now, all are written again
 *
 * Finds what of a record is new. The update is valid until the record changes.
 */
void
ov_run_update_init (OvRunUpdate       *self,
                    const OvRunRecord *record,
                    gsize              n_epochs,
                    gsize              n_sharpness,
                    gsize              n_readings,
                    gsize              n_points)
{
  const gsize all_epochs = ov_history_get_n_epochs (record->history);
  const gsize all_sharpness = record->sharpness->points->len;
  const gsize all_readings = record->readings->points->len;
  const OvBatchLosses *losses = record->batch_losses;
  const gsize all_points = losses->epochs->len;

  *self = (OvRunUpdate) {.exact_from = record->exact_from};

  if (n_epochs < all_epochs)
    {
      self->epochs = ov_history_get_epoch (record->history, (guint) n_epochs);
      self->n_epochs = all_epochs - n_epochs;
    }
  if (n_sharpness < all_sharpness)
    {
      self->sharpness = ov_sharpness_history_get_point (record->sharpness, n_sharpness);
      self->n_sharpness = all_sharpness - n_sharpness;
    }
  if (n_readings < all_readings)
    {
      self->readings = ov_readings_get (record->readings, n_readings);
      self->n_readings = all_readings - n_readings;
    }
  self->first_point = n_points <= all_points ? n_points : 0;
  self->n_points = all_points - self->first_point;
  if (self->n_points > 0)
    {
      self->point_epochs = &g_array_index (losses->epochs, double, self->first_point);
      self->point_losses = &g_array_index (losses->losses, double, self->first_point);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch-losses.h"

/**
 * ov_batch_losses_new:
 *
 * Returns: (transfer full): batch losses without points, to be freed with ov_batch_losses_free()
 */
OvBatchLosses *
ov_batch_losses_new (void)
{
  OvBatchLosses *self = g_new0 (OvBatchLosses, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (double));
  self->losses = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

/**
 * ov_batch_losses_copy:
 * @self: batch losses
 *
 * Returns: (transfer full): a copy, which may go to another thread
 */
OvBatchLosses *
ov_batch_losses_copy (const OvBatchLosses *self)
{
  OvBatchLosses *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->epochs = g_array_copy (self->epochs);
  copy->losses = g_array_copy (self->losses);

  return copy;
}

/**
 * ov_batch_losses_free:
 * @self: batch losses
 */
void
ov_batch_losses_free (OvBatchLosses *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->epochs);
  g_array_unref (self->losses);
  g_free (self);
}

/**
 * ov_batch_losses_add_point:
 * @self: batch losses
 * @epoch: where the point stands, after those that are there
 * @loss: the mean loss there
 *
 * Adds a point as another has it.
 */
void
ov_batch_losses_add_point (OvBatchLosses *self,
                           double         epoch,
                           double         loss)
{
  g_return_if_fail (self != NULL);

  g_array_append_val (self->epochs, epoch);
  g_array_append_val (self->losses, loss);
}

/**
 * ov_batch_losses_add:
 * @self: batch losses
 * @progress: the newest report
 *
 * Adds the mean loss of the images since the report before, at the place that they have between
 * the epochs. A report of no new images adds nothing.
 */
void
ov_batch_losses_add (OvBatchLosses    *self,
                     const OvProgress *progress)
{
  double sum_before = 0.0;
  guint done_before = 0;
  double epoch;
  double loss;

  g_return_if_fail (self != NULL);
  g_return_if_fail (progress != NULL);

  if (self->epochs->len > 0 && self->last.epoch == progress->epoch)
    {
      done_before = self->last.images_done;
      sum_before = self->last.loss * done_before;
    }
  if (progress->images_done <= done_before)
    return;

  /* The point stands in the middle of the images that it is the mean of. */
  epoch = progress->epoch
          + 0.5 * ((double) done_before + progress->images_done) / progress->images_total;
  loss = (progress->loss * progress->images_done - sum_before)
         / (progress->images_done - done_before);
  ov_batch_losses_add_point (self, epoch, loss);
  self->last = *progress;
}

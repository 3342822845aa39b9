/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace.h"

struct _OvTrace
{
  GArray    *epochs; /* of double */
  GArray    *losses; /* of double */
  OvProgress last;
};

/**
 * ov_trace_new:
 *
 * Returns: (transfer full): a trace without points, to be freed with ov_trace_free()
 */
OvTrace *
ov_trace_new (void)
{
  OvTrace *self = g_new0 (OvTrace, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (double));
  self->losses = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

/**
 * ov_trace_free:
 * @self: a trace
 */
void
ov_trace_free (OvTrace *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->epochs);
  g_array_unref (self->losses);
  g_free (self);
}

/**
 * ov_trace_add:
 * @self: a trace
 * @progress: the newest report
 *
 * Adds the mean loss of the images since the report before, at the place that they have between
 * the epochs. A report of no new images adds nothing.
 */
void
ov_trace_add (OvTrace          *self,
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
  g_array_append_val (self->epochs, epoch);
  g_array_append_val (self->losses, loss);
  self->last = *progress;
}

/**
 * ov_trace_get_length:
 * @self: a trace
 *
 * Returns: how many points it has
 */
gsize
ov_trace_get_length (const OvTrace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->epochs->len;
}

/**
 * ov_trace_get_epochs:
 * @self: a trace
 *
 * Returns: (transfer none): [length], where the points stand: 2.5 is half-way through epoch 2
 */
const double *
ov_trace_get_epochs (const OvTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const double *) (gconstpointer) self->epochs->data;
}

/**
 * ov_trace_get_losses:
 * @self: a trace
 *
 * Returns: (transfer none): [length], the mean losses, without the penalty
 */
const double *
ov_trace_get_losses (const OvTrace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const double *) (gconstpointer) self->losses->data;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <math.h>

struct _OvHistory
{
  GArray *epochs; /* of OvEpoch */
  double  seconds;
};

/**
 * ov_history_new:
 *
 * Returns: (transfer full): a history without epochs, to be freed with ov_history_free()
 */
OvHistory *
ov_history_new (void)
{
  OvHistory *self = g_new0 (OvHistory, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (OvEpoch));

  return self;
}

/**
 * ov_history_copy:
 * @self: a history
 *
 * Returns: (transfer full): a copy, which may go to another thread
 */
OvHistory *
ov_history_copy (const OvHistory *self)
{
  OvHistory *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = ov_history_new ();
  g_array_append_vals (copy->epochs, self->epochs->data, self->epochs->len);
  copy->seconds = self->seconds;

  return copy;
}

/**
 * ov_history_free:
 * @self: a history
 */
void
ov_history_free (OvHistory *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->epochs);
  g_free (self);
}

/**
 * ov_history_append:
 * @self: a history
 * @epoch: the epoch that follows the last one; copied
 */
void
ov_history_append (OvHistory     *self,
                   const OvEpoch *epoch)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (epoch != NULL);
  g_return_if_fail (epoch->index == self->epochs->len);

  g_array_append_val (self->epochs, *epoch);
  self->seconds += epoch->seconds;
}

/**
 * ov_history_get_n_epochs:
 * @self: a history
 *
 * Returns: how many epochs it has
 */
guint
ov_history_get_n_epochs (const OvHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->epochs->len;
}

/**
 * ov_history_get_epoch:
 * @self: a history
 * @index: an epoch's number, less than ov_history_get_n_epochs()
 *
 * Returns: (transfer none): the epoch, valid until the next one is appended
 */
const OvEpoch *
ov_history_get_epoch (const OvHistory *self,
                      guint            index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->epochs->len, NULL);

  return &g_array_index (self->epochs, OvEpoch, index);
}

/**
 * ov_history_get_last:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): the last epoch, valid until the next one is appended
 */
const OvEpoch *
ov_history_get_last (const OvHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epochs->len > 0 ? ov_history_get_epoch (self, self->epochs->len - 1) : NULL;
}

static gboolean
is_accuracy (OvEpochField field)
{
  return field == OV_EPOCH_TRAIN_ACCURACY || field == OV_EPOCH_TEST_ACCURACY;
}

/**
 * ov_history_get_best:
 * @self: a history
 * @field: a loss, of which the least is best, or an accuracy, of which the greatest is
 *
 * Returns: (transfer none) (nullable): the first epoch with the best value; %NULL when there is
 *   none with a finite one
 */
const OvEpoch *
ov_history_get_best (const OvHistory *self,
                     OvEpochField     field)
{
  const OvEpoch *best = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->epochs->len; i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (self, i);
      const double value = ov_epoch_get_field (epoch, field);

      if (!isfinite (value))
        continue;
      if (best == NULL
          || (is_accuracy (field) ? value > ov_epoch_get_field (best, field)
                                  : value < ov_epoch_get_field (best, field)))
        best = epoch;
    }

  return best;
}

/**
 * ov_history_copy_field:
 * @self: a history
 * @field: a quantity
 * @out: (out): [epochs], where the quantity of each epoch is put
 *
 * Returns: how many numbers were put
 */
gsize
ov_history_copy_field (const OvHistory *self,
                       OvEpochField     field,
                       double          *out)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (out != NULL || self->epochs->len == 0, 0);

  for (guint i = 0; i < self->epochs->len; i++)
    out[i] = ov_epoch_get_field (ov_history_get_epoch (self, i), field);

  return self->epochs->len;
}

/**
 * ov_history_get_seconds:
 * @self: a history
 *
 * Returns: the time that all epochs took together
 */
double
ov_history_get_seconds (const OvHistory *self)
{
  g_return_val_if_fail (self != NULL, 0.0);

  return self->seconds;
}

/**
 * ov_history_has_diverged:
 * @self: a history
 *
 * Returns: whether the last epoch's losses are no longer finite, or its training loss is ten
 *   thousand times the first one's
 */
gboolean
ov_history_has_diverged (const OvHistory *self)
{
  const OvEpoch *last;

  g_return_val_if_fail (self != NULL, FALSE);

  last = ov_history_get_last (self);
  if (last == NULL)
    return FALSE;

  return ov_epoch_has_diverged (last, ov_history_get_epoch (self, 0));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <math.h>

/* A loss of so many times the first one is on its way out, long before it counts as diverged. */
#define STRAY_GROWTH 3.0

struct _OvHistory
{
  GArray *epochs; /* of OvEpoch */
  double  seconds;
  guint   best[OV_N_EPOCH_FIELDS]; /* counted from 1; 0 while none is finite */
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

  copy = g_memdup2 (self, sizeof *self);
  copy->epochs = g_array_copy (self->epochs);

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

static gboolean
is_accuracy (OvEpochField field)
{
  return field == OV_EPOCH_TRAIN_ACCURACY || field == OV_EPOCH_TEST_ACCURACY;
}

/* Of two epochs that are equally good the earlier one is the best. */
static void
update_best (OvHistory     *self,
             OvEpochField   field,
             const OvEpoch *epoch)
{
  const double value = ov_epoch_get_field (epoch, field);
  const OvEpoch *best = ov_history_get_best (self, field);

  if (isfinite (value)
      && (best == NULL
          || (is_accuracy (field) ? value > ov_epoch_get_field (best, field)
                                  : value < ov_epoch_get_field (best, field))))
    self->best[field] = epoch->index + 1;
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

  for (OvEpochField field = 0; field < OV_N_EPOCH_FIELDS; field++)
    update_best (self, field, epoch);
  g_array_append_val (self->epochs, *epoch);
  if (!ov_epoch_is_missing (epoch->seconds))
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
 * ov_history_get_first:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): the first epoch, valid until the next one is appended
 */
const OvEpoch *
ov_history_get_first (const OvHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epochs->len > 0 ? ov_history_get_epoch (self, 0) : NULL;
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
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field < OV_N_EPOCH_FIELDS, NULL);

  return self->best[field] > 0 ? ov_history_get_epoch (self, self->best[field] - 1) : NULL;
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

/**
 * ov_history_is_straying:
 * @self: a history
 *
 * Returns: whether the run has diverged or is about to, so that a chart that it shares with other
 *   runs need not show where it goes
 */
gboolean
ov_history_is_straying (const OvHistory *self)
{
  const OvEpoch *last = ov_history_get_last (self);
  double first_loss;

  if (last == NULL)
    return FALSE;

  first_loss = ov_history_get_epoch (self, 0)->train_loss;

  return ov_history_has_diverged (self)
         || (first_loss > 0.0 && last->train_loss > STRAY_GROWTH * first_loss);
}

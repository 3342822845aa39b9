/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sharpness-history.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model.h"
#include "stability.h"

/**
 * ov_sharpness_history_new:
 *
 * Returns: (transfer full): a history without points, to be freed with ov_sharpness_history_free()
 */
OvSharpnessHistory *
ov_sharpness_history_new (void)
{
  OvSharpnessHistory *self = g_new0 (OvSharpnessHistory, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (OvSharpnessPoint));

  return self;
}

/**
 * ov_sharpness_history_copy:
 * @self: a history
 *
 * Returns: (transfer full): a copy, which may go to another thread
 */
OvSharpnessHistory *
ov_sharpness_history_copy (const OvSharpnessHistory *self)
{
  OvSharpnessHistory *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->points = g_array_copy (self->points);

  return copy;
}

/**
 * ov_sharpness_history_free:
 * @self: a history
 */
void
ov_sharpness_history_free (OvSharpnessHistory *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->points);
  g_free (self);
}

/**
 * ov_sharpness_history_add:
 * @self: a history
 * @point: the newest measurement
 */
void
ov_sharpness_history_add (OvSharpnessHistory     *self,
                          const OvSharpnessPoint *point)
{
  g_return_if_fail (self != NULL);

  g_array_append_vals (self->points, point, 1);
  self->seconds += point->seconds;
}

/**
 * ov_sharpness_history_get_point:
 * @self: a history
 * @index: which measurement, less than the length
 *
 * Returns: (transfer none): the measurement, valid until the next one is added
 */
const OvSharpnessPoint *
ov_sharpness_history_get_point (const OvSharpnessHistory *self,
                                gsize                     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->points->len, NULL);

  return &g_array_index (self->points, OvSharpnessPoint, index);
}

/**
 * ov_sharpness_history_find:
 * @self: a history
 * @epoch: how many epochs had been trained
 *
 * Returns: (transfer none) (nullable): what was measured then, valid until the next one is added
 */
const OvSharpnessPoint *
ov_sharpness_history_find (const OvSharpnessHistory *self,
                           guint                     epoch)
{
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, NULL);

  high = self->points->len;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (ov_sharpness_history_get_point (self, middle)->epoch < epoch)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->points->len && ov_sharpness_history_get_point (self, low)->epoch == epoch
           ? ov_sharpness_history_get_point (self, low)
           : NULL;
}

/**
 * ov_sharpness_history_get_last:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): the newest measurement, valid until the next one is added
 */
const OvSharpnessPoint *
ov_sharpness_history_get_last (const OvSharpnessHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->points->len > 0
           ? &g_array_index (self->points, OvSharpnessPoint, self->points->len - 1)
           : NULL;
}

/**
 * ov_sharpness_make_point:
 * @epoch: how many epochs had been trained
 * @sharpness: what was measured then
 *
 * Returns: the measurement as a point of a history
 */
OvSharpnessPoint
ov_sharpness_make_point (guint              epoch,
                         const OvSharpness *sharpness)
{
  return (OvSharpnessPoint) {
    .epoch = epoch,
    .value = sharpness->value,
    .seconds = sharpness->seconds,
    .error = sharpness->error,
    .residual = sharpness->residual,
    .is_bound = isfinite (sharpness->value) && !sharpness->is_settled,
  };
}

/**
 * ov_sharpness_is_due:
 * @interval: how many epochs lie between two measurements; 0 for none
 * @epoch: how many epochs have been trained
 * @last: (nullable): the newest measurement
 *
 * The first measurement is due at once, so that an interval that is set in the middle of a run
 * shows something soon; every other one @interval epochs after the one before.
 *
 * Returns: whether the sharpness is to be measured
 */
gboolean
ov_sharpness_is_due (guint                   interval,
                     guint                   epoch,
                     const OvSharpnessPoint *last)
{
  return interval > 0 && (last == NULL || epoch - last->epoch >= interval);
}

/**
 * ov_sharpness_unused:
 * @recipe: a recipe
 *
 * Returns: (nullable): why there is nothing to follow in the sharpness of its runs, as a translated
 *   sentence; %NULL when there is
 */
const char *
ov_sharpness_unused (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, NULL);

  if (recipe->model->is_quadratic && !ov_stability_is_preconditioned (recipe))
    return _("The linear classifier’s loss is equally sharp everywhere, so its limit is a single "
             "learning rate, which the window marks on the slider.");

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule.h"

#include <math.h>

static double
step_exponential (const OvSchedule *self)
{
  return self->rate * self->decay;
}

/* The schedules, and their names in the same order. */
static const struct
{
  /* From a schedule, the learning rate of the epoch after its own; past the run's end as well. */
  double (*step) (const OvSchedule *self);
  gboolean has_decay;
} schedules[] = {
  {step_exponential, TRUE},
};

const char *const ov_schedule_names[] = {
  "exponential",
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ov_schedule_names) == G_N_ELEMENTS (schedules) + 1);

/**
 * ov_schedule_init:
 * @self: (out): a schedule
 * @recipe: gives the first rate, the schedule and its decay
 *
 * Begins at epoch 0.
 */
void
ov_schedule_init (OvSchedule     *self,
                  const OvRecipe *recipe)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (recipe->schedule < G_N_ELEMENTS (schedules));

  *self = (OvSchedule) {
    .step = schedules[recipe->schedule].step,
    .n_epochs = recipe->epochs,
    .initial_rate = recipe->learning_rate,
    .decay = ov_schedule_get_decay (recipe),
    .rate = recipe->learning_rate,
  };
}

/**
 * ov_schedule_get_rate:
 * @self: a schedule
 * @epoch: which epoch; the later it is than the last one asked for, or the first, the longer it
 *   takes
 *
 * The rate is found one epoch after another, which decides its last bit: a power of the decay would
 * differ there.
 *
 * Returns: the learning rate of @epoch
 */
double
ov_schedule_get_rate (OvSchedule *self,
                      guint       epoch)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (epoch < self->epoch)
    {
      self->epoch = 0;
      self->rate = self->initial_rate;
    }
  for (; self->epoch < epoch; self->epoch++)
    self->rate = self->step (self);

  return self->rate;
}

/**
 * ov_schedule_interpolate:
 * @self: a schedule
 * @epoch: where on the axis of epochs, 0 or more
 *
 * Returns: the learning rate of @epoch, or what lies between those of its neighbours, on a smooth
 *   curve through both
 */
double
ov_schedule_interpolate (OvSchedule *self,
                         double      epoch)
{
  double rate;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (epoch >= 0.0 && epoch < G_MAXUINT, NAN);

  rate = ov_schedule_get_rate (self, (guint) epoch);

  return epoch > floor (epoch) && rate > 0.0
           ? rate * pow (self->step (self) / rate, epoch - floor (epoch))
           : rate;
}

/**
 * ov_schedule_find_epoch:
 * @self: a schedule
 * @rate: a learning rate
 * @epoch: (out): the epoch that first has a rate no higher than @rate
 *
 * Returns: whether there is such an epoch among those that a run can have
 */
gboolean
ov_schedule_find_epoch (OvSchedule *self,
                        double      rate,
                        guint      *epoch)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  for (guint i = 0; i <= OV_RECIPE_MOST_EPOCHS; i++)
    if (ov_schedule_get_rate (self, i) <= rate)
      {
        *epoch = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * ov_schedule_get_reach:
 * @self: a schedule
 * @epoch: an epoch
 * @n_epochs: how many epochs follow it
 *
 * Returns: the sum of the learning rates of the epochs that follow, in learning rates of @epoch:
 *   how many of its steps they are worth
 */
double
ov_schedule_get_reach (OvSchedule *self,
                       guint       epoch,
                       guint       n_epochs)
{
  double reach = 0.0;
  double rate;

  g_return_val_if_fail (self != NULL, NAN);

  rate = ov_schedule_get_rate (self, epoch);
  if (rate <= 0.0)
    return 0.0;
  for (guint i = 1; i <= n_epochs; i++)
    reach += ov_schedule_get_rate (self, epoch + i) / rate;

  return reach;
}

/**
 * ov_schedule_has_decay:
 * @recipe: a recipe
 *
 * Returns: whether the decay makes a difference to the recipe's schedule
 */
gboolean
ov_schedule_has_decay (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (recipe->schedule < G_N_ELEMENTS (schedules), FALSE);

  return schedules[recipe->schedule].has_decay;
}

/**
 * ov_schedule_get_decay:
 * @recipe: a recipe, whose schedule need not have a decay
 *
 * Returns: the product of the decays of an epoch, see ov_schedule_has_decay()
 */
double
ov_schedule_get_decay (const OvRecipe *recipe)
{
  double factor = 1.0;

  g_return_val_if_fail (recipe != NULL, 1.0);

  for (guint i = 0; i < recipe->decays_per_epoch; i++)
    factor *= recipe->decay;

  return factor;
}

/**
 * ov_schedule_decay_once:
 * @recipe: a recipe
 * @rate: the learning rate of an epoch
 *
 * Returns: the rate after the first of the decays that follow the epoch, if any do
 */
double
ov_schedule_decay_once (const OvRecipe *recipe,
                        double          rate)
{
  g_return_val_if_fail (recipe != NULL, rate);

  return ov_schedule_has_decay (recipe) ? rate * recipe->decay : rate;
}

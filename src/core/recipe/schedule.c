/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule.h"

#include <math.h>

static double
step_exponential (const OvSchedule *self)
{
  return self->rate * self->decay;
}

/* The way of the learning rate in each schedule, and the schedules' names in the same order. */
static double (*const steps[]) (const OvSchedule *self) = {
  step_exponential,
};

const char *const ov_schedule_names[] = {
  "exponential",
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ov_schedule_names) == G_N_ELEMENTS (steps) + 1);

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
  g_return_if_fail (recipe->schedule < G_N_ELEMENTS (steps));

  *self = (OvSchedule) {
    .step = steps[recipe->schedule],
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
 * ov_schedule_get_decay:
 * @recipe: a recipe
 *
 * Returns: the factor by which the learning rate of an epoch differs from that of the one before
 */
double
ov_schedule_get_decay (const OvRecipe *recipe)
{
  double factor = 1.0;

  g_return_val_if_fail (recipe != NULL, 1.0);

  for (guint i = 0; i < recipe->decays_per_epoch; i++)
    factor = ov_schedule_decay_once (recipe, factor);

  return factor;
}

/**
 * ov_schedule_decay_once:
 * @recipe: a recipe
 * @rate: the learning rate of an epoch
 *
 * Returns: the rate after the first of the decays that follow the epoch
 */
double
ov_schedule_decay_once (const OvRecipe *recipe,
                        double          rate)
{
  g_return_val_if_fail (recipe != NULL, rate);

  return rate * recipe->decay;
}

/**
 * ov_schedule_find_epoch:
 * @recipe: a recipe whose rate decays
 * @rate: a learning rate below the recipe's first
 *
 * Returns: the epoch from which on the learning rate is no higher than @rate
 */
double
ov_schedule_find_epoch (const OvRecipe *recipe,
                        double          rate)
{
  g_return_val_if_fail (recipe != NULL, NAN);

  return ceil (log (rate / recipe->learning_rate) / log (ov_schedule_get_decay (recipe)));
}

/**
 * ov_schedule_get_reach:
 * @recipe: a recipe
 * @n_epochs: how many epochs are left
 *
 * The learning rates of the epochs that are left are a geometric series.
 *
 * Returns: their sum, in learning rates of the epoch before them: how many of that epoch's steps
 *   they are worth
 */
double
ov_schedule_get_reach (const OvRecipe *recipe,
                       guint           n_epochs)
{
  const double n = n_epochs;
  double decay;

  g_return_val_if_fail (recipe != NULL, n);

  decay = ov_schedule_get_decay (recipe);

  return decay < 1.0 ? decay * (1.0 - pow (decay, n)) / (1.0 - decay) : n;
}

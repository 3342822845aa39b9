/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Steps that are not said otherwise come after each of so many parts of the run. */
#define USUAL_PARTS 3

/* One cycle begins at this share of its highest rate, which it reaches after this share of the
 * run, and ends at this share of the first one: the defaults of PyTorch's OneCycleLR. */
#define CYCLE_START (1.0 / 25.0)
#define CYCLE_RISE 0.3
#define CYCLE_END 1e-4

/* The epochs below are counted from the end of the warm-up. */
static guint
get_next (const OvSchedule *self)
{
  return self->epoch + 1 - self->warm_up;
}

static double
step_exponential (const OvSchedule *self)
{
  return self->rate * self->decay;
}

static double
step_constant (const OvSchedule *self)
{
  return self->rate;
}

/* PyTorch's StepLR. */
static double
step_step (const OvSchedule *self)
{
  return get_next (self) % self->step_epochs == 0 ? self->rate * self->step_factor : self->rate;
}

/* Half a wave of a cosine, from 1 at 0 to 0 at 1. */
static double
swing (double way)
{
  return (1.0 + cos (G_PI * way)) / 2.0;
}

/* To 0 at the end of the run, without a restart (Loshchilov and Hutter, 2017: SGDR: Stochastic
 * gradient descent with warm restarts); PyTorch's CosineAnnealingLR. */
static double
get_cosine (guint epoch,
            guint n_epochs)
{
  return epoch < n_epochs ? swing ((double) epoch / n_epochs) : 0.0;
}

static double
step_cosine (const OvSchedule *self)
{
  return self->highest * get_cosine (get_next (self), self->n_epochs);
}

/* Up and down again, both along a cosine (Smith and Topin, 2018: Super-convergence: Very fast
 * training of neural networks using large learning rates); PyTorch's OneCycleLR, with a step an
 * epoch. */
static double
get_cycle (guint epoch,
           guint n_epochs)
{
  const double last = n_epochs - 1.0;
  const double top = MAX (CYCLE_RISE * n_epochs - 1.0, 0.0);
  const double end = CYCLE_START * CYCLE_END;

  if (epoch >= last)
    return last > top ? end : 1.0;
  if (epoch < top)
    return 1.0 + (CYCLE_START - 1.0) * swing (epoch / top);

  return end + (1.0 - end) * swing ((epoch - top) / (last - top));
}

static double
step_cycle (const OvSchedule *self)
{
  return self->highest * get_cycle (get_next (self), self->n_epochs);
}

/* The schedules, and their names in the same order. */
static const struct
{
  /* From a schedule, the learning rate of the epoch after its own, which the warm-up has left
   * behind; past the run's end as well. */
  double (*step) (const OvSchedule *self);
  /* Which share of the highest rate an epoch has, or NULL when the first has all of it. */
  double (*get_share) (guint epoch, guint n_epochs);
  gboolean has_decay;
  gboolean has_steps;
} schedules[] = {
  {step_exponential, NULL, TRUE, FALSE},
  {step_constant, NULL, FALSE, FALSE},
  {step_step, NULL, FALSE, TRUE},
  {step_cosine, get_cosine, FALSE, FALSE},
  {step_cycle, get_cycle, FALSE, FALSE},
};

const char *const ov_schedule_names[] = {
  "exponential",
  "constant",
  "step",
  "cosine",
  "one-cycle",
  NULL,
};

const char *const ov_schedule_titles[] = {
  N_("Exponential decay"),
  N_("Constant"),
  N_("Steps"),
  N_("Cosine"),
  N_("One cycle"),
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (ov_schedule_names) == G_N_ELEMENTS (schedules) + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (ov_schedule_titles) == G_N_ELEMENTS (schedules) + 1);

/* How many epochs lie between two steps of a run with so many epochs after the warm-up. */
static guint
get_step_epochs (const OvRecipe *recipe,
                 guint           n_epochs)
{
  return recipe->step_epochs > 0 ? recipe->step_epochs
                                 : (n_epochs + USUAL_PARTS - 1) / USUAL_PARTS;
}

/* A straight line up to the rate with which the schedule itself begins (Goyal et al., 2017:
 * Accurate, large minibatch SGD: Training ImageNet in 1 hour), up to an epoch at its end. */
static double
warm_up (const OvSchedule *self,
         guint             epoch)
{
  return epoch < self->warm_up ? self->warm_rate * (epoch + 1.0) / (self->warm_up + 1.0)
                               : self->warm_rate;
}

/* The learning rate of the epoch after the schedule's own. */
static double
step (const OvSchedule *self)
{
  return self->epoch < self->warm_up ? warm_up (self, self->epoch + 1) : self->step (self);
}

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
    .n_epochs = recipe->epochs > recipe->warm_up ? recipe->epochs - recipe->warm_up : 1,
    .warm_up = recipe->warm_up,
    .highest = recipe->learning_rate,
    .decay = ov_schedule_get_decay (recipe),
    .step_factor = recipe->step_factor,
  };
  self->step_epochs = get_step_epochs (recipe, self->n_epochs);
  self->warm_rate = recipe->learning_rate;
  if (schedules[recipe->schedule].get_share != NULL)
    self->warm_rate *= schedules[recipe->schedule].get_share (0, self->n_epochs);
  self->initial_rate = warm_up (self, 0);
  self->rate = self->initial_rate;
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
    self->rate = step (self);

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
  double rate, next;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (epoch >= 0.0 && epoch < G_MAXUINT, NAN);

  rate = ov_schedule_get_rate (self, (guint) epoch);
  if (epoch <= floor (epoch) || rate <= 0.0)
    return rate;

  next = step (self);

  return next > 0.0 ? rate * pow (next / rate, epoch - floor (epoch))
                    : rate * (1.0 - (epoch - floor (epoch)));
}

/**
 * ov_schedule_find_epoch:
 * @self: a schedule
 * @rate: a learning rate
 * @epoch: (out): the epoch from which on no rate is higher than @rate
 *
 * Returns: whether there is such an epoch among those that a run can have
 */
gboolean
ov_schedule_find_epoch (OvSchedule *self,
                        double      rate,
                        guint      *epoch)
{
  guint first = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  for (guint i = 0; i <= OV_RECIPE_MOST_EPOCHS; i++)
    if (!(ov_schedule_get_rate (self, i) <= rate))
      first = i + 1;
  if (first > OV_RECIPE_MOST_EPOCHS)
    return FALSE;

  *epoch = first;

  return TRUE;
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
 * ov_schedule_has_steps:
 * @recipe: a recipe
 *
 * Returns: whether the factor of a step and the epochs between two of them make a difference to the
 *   recipe's schedule
 */
gboolean
ov_schedule_has_steps (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (recipe->schedule < G_N_ELEMENTS (schedules), FALSE);

  return schedules[recipe->schedule].has_steps;
}

/**
 * ov_schedule_is_geometric:
 * @recipe: a recipe
 *
 * Returns: whether the learning rate only falls, and by factors
 */
gboolean
ov_schedule_is_geometric (const OvRecipe *recipe)
{
  g_return_val_if_fail (recipe != NULL, FALSE);

  return recipe->warm_up == 0 && (ov_schedule_has_decay (recipe) || ov_schedule_has_steps (recipe));
}

/**
 * ov_schedule_copy:
 * @recipe: a recipe
 * @from: another one
 *
 * Gives a recipe all that decides the other's learning rate, which the number of epochs belongs to.
 */
void
ov_schedule_copy (OvRecipe       *recipe,
                  const OvRecipe *from)
{
  g_return_if_fail (recipe != NULL);
  g_return_if_fail (from != NULL);

  recipe->learning_rate = from->learning_rate;
  recipe->schedule = from->schedule;
  recipe->decay = from->decay;
  recipe->decays_per_epoch = from->decays_per_epoch;
  recipe->step_factor = from->step_factor;
  recipe->step_epochs = from->step_epochs;
  recipe->warm_up = from->warm_up;
  recipe->epochs = from->epochs;
}

/**
 * ov_schedule_is_prefix:
 * @recipe: a recipe
 * @other: another one, which may have another number of epochs
 *
 * Returns: whether the shorter of both runs is the beginning of the longer one: all else is the
 *   same, and the learning rate does not go by the number of epochs
 */
gboolean
ov_schedule_is_prefix (const OvRecipe *recipe,
                       const OvRecipe *other)
{
  OvSchedule schedule, longer;
  OvRecipe same;

  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  same = *other;
  same.epochs = recipe->epochs;
  if (!ov_recipe_equal (recipe, &same))
    return FALSE;

  ov_schedule_init (&schedule, recipe);
  ov_schedule_init (&longer, other);
  for (guint i = 0; i < MIN (recipe->epochs, other->epochs); i++)
    if (ov_schedule_get_rate (&schedule, i) != ov_schedule_get_rate (&longer, i))
      return FALSE;

  return TRUE;
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule-handle.h"

#include <math.h>

#include "number.h"
#include "parameter.h"

/* Digits that a dragged number keeps: as many as a hand can tell apart. */
#define RATE_DIGITS 3
#define DECAY_DIGITS 5

/* Puts a number into a recipe, or the nearest one that is allowed. */
static void
set_nearest (OvRecipe   *recipe,
             const char *key,
             double      value)
{
  const OvParameter *parameter = ov_parameter_find (key);
  const double least = ov_parameter_is_from_zero (parameter) ? 0.0 : parameter->minimum;
  const gboolean is_set =
    ov_parameter_set (parameter, recipe, CLAMP (value, least, parameter->maximum), NULL);

  g_assert (is_set);
}

static guint
find_top (const OvRecipe *recipe)
{
  OvSchedule schedule;
  guint top = 0;

  ov_schedule_init (&schedule, recipe);
  if (schedule.warm_rate >= schedule.highest)
    return MIN (recipe->warm_up, MAX (recipe->epochs, 1) - 1);

  for (guint i = 1; i < recipe->epochs; i++)
    {
      const double before = ov_schedule_get_rate (&schedule, top);

      if (ov_schedule_get_rate (&schedule, i) > before)
        top = i;
      else if (i > recipe->warm_up)
        break;
    }

  return top;
}

/**
 * ov_schedule_handle_find:
 * @handle: a handle
 * @recipe: a recipe
 * @epoch: (out): where it stands
 * @rate: (out): the learning rate there
 *
 * Returns: whether the recipe's schedule has such a handle within its epochs
 */
gboolean
ov_schedule_handle_find (OvScheduleHandle handle,
                         const OvRecipe  *recipe,
                         double          *epoch,
                         double          *rate)
{
  OvSchedule schedule;
  guint place;

  g_return_val_if_fail (recipe != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);
  g_return_val_if_fail (rate != NULL, FALSE);

  ov_schedule_init (&schedule, recipe);
  if (handle == OV_SCHEDULE_HANDLE_TOP)
    place = find_top (recipe);
  else if (ov_schedule_has_decay (recipe) && recipe->epochs > recipe->warm_up + 1)
    place = recipe->epochs - 1;
  else if (ov_schedule_has_steps (recipe)
           && recipe->epochs > recipe->warm_up + schedule.step_epochs)
    place = recipe->warm_up + schedule.step_epochs;
  else
    return FALSE;

  *epoch = place;
  *rate = ov_schedule_get_rate (&schedule, place);

  return TRUE;
}

static void
move_top (OvRecipe *recipe,
          double    epoch,
          double    rate)
{
  OvSchedule schedule;
  double share;

  /* The highest rate need not be that of any epoch. */
  ov_schedule_init (&schedule, recipe);
  share = ov_schedule_get_rate (&schedule, find_top (recipe)) / schedule.highest;
  set_nearest (recipe, "learning-rate", ov_number_round (rate / share, RATE_DIGITS));
  if (schedule.warm_rate >= schedule.highest)
    set_nearest (recipe, "warm-up", MIN (round (epoch), MAX (recipe->epochs, 1) - 1.0));
}

/* The decay that leads to the rate in the last epoch. */
static void
move_end (OvRecipe *recipe,
          double    rate)
{
  const double n = (double) (recipe->epochs - 1 - recipe->warm_up) * recipe->decays_per_epoch;
  const double share = rate > 0.0 ? rate / recipe->learning_rate : 0.0;

  set_nearest (recipe, "decay", ov_number_round (pow (share, 1.0 / n), DECAY_DIGITS));
}

static void
move_step (OvRecipe *recipe,
           double    epoch,
           double    rate)
{
  set_nearest (recipe, "step-epochs", MAX (round (epoch) - recipe->warm_up, 1.0));
  set_nearest (recipe, "step-factor",
               ov_number_round (MAX (rate, 0.0) / recipe->learning_rate, RATE_DIGITS));
}

/**
 * ov_schedule_handle_move:
 * @handle: a handle that the recipe's schedule has
 * @recipe: a recipe
 * @epoch: where the handle is to stand, as far as it can
 * @rate: the learning rate there
 *
 * Changes the recipe so that its curve goes through the point, or as near to it as is allowed.
 */
void
ov_schedule_handle_move (OvScheduleHandle handle,
                         OvRecipe        *recipe,
                         double           epoch,
                         double           rate)
{
  g_return_if_fail (recipe != NULL);

  if (handle == OV_SCHEDULE_HANDLE_TOP)
    move_top (recipe, epoch, rate);
  else if (ov_schedule_has_decay (recipe))
    move_end (recipe, rate);
  else
    move_step (recipe, epoch, rate);
}

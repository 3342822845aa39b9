/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "diagnosis-private.h"
#include "number.h"
#include "parameter.h"
#include "schedule.h"
#include "stability.h"
#include "update-rule.h"

/* A loss that grows as fast as this is far beyond its limit. */
#define WILD_GROWTH 10.0

/* Without momentum a rate of r limits makes a loss grow by (2r − 1)² an epoch: so much at ten and
 * at a hundred limits. Mini-batches, and what divides by a running square, know no such law. */
#define WILDER_GROWTH 361.0
#define WILDEST_GROWTH 39601.0

/* A run this far from learning anything can take ten times its rate; others, three times. */
#define HARDLY_ANY_FALL 0.01

/* The decay that calms spikes: a tenth of the rate is left after 230 epochs. */
#define CALMING_DECAY 0.99

/* The decay of the presets, which leaves three quarters of the rate after 300 epochs. */
#define GENTLE_DECAY 0.999

/* The training loss of a linear classifier that rises by more than this was not stable: rounding
 * does not come to that. */
#define LEAST_RISE 1.001

/* Decay has eaten the rate when less than this share of it is left. */
#define EATEN_SHARE 0.1

/* A test loss that has risen by so much in an epoch is no call for longer steps. */
#define ROUGH_RISE 0.05

/* Nor has one that has risen in so many of the latest epochs. */
#define MOSTLY_RISING 8

/* The usual momentum: it follows flat valleys ten times as fast. */
#define USUAL_MOMENTUM 0.9

/* Three digits are enough for a rate to try, and easier to read than what a division leaves. */
static void
set_rate (OvRecipe *recipe,
          double    learning_rate)
{
  const OvParameter *parameter = ov_parameter_find ("learning-rate");

  recipe->learning_rate =
    ov_number_round (CLAMP (learning_rate, parameter->minimum, parameter->maximum), 3);
}

static const char *
scale_rate (OvRecipe   *recipe,
            double      factor,
            const char *label)
{
  set_rate (recipe, factor * recipe->learning_rate);

  return label;
}

/* A label with a number as the locale writes it. There are few, each kept for good. */
static const char *
write_label (const char *format,
             double      value)
{
  g_autofree char *number = ov_number_format_short (value, 4);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (number, parts);

  return g_intern_string (label);
}

/* Half the limit is where, without momentum, no mode changes its sign any more. */
static const char *
halve_limit (OvRecipe *recipe,
             double    limit)
{
  set_rate (recipe, limit / 2.0);

  return _("Retry at Half the Limit");
}

static const char *
lower_rate (const OvCase *self,
            OvRecipe     *recipe)
{
  const gboolean is_lawful = self->is_full && ov_update_rule_is_linear (recipe);

  recipe->learning_rate = ov_case_find_reached_rate (self);
  if (self->limit > 0.0 && self->limit / 2.0 < recipe->learning_rate)
    return halve_limit (recipe, self->limit);
  if (is_lawful && self->statistics.growth >= WILDEST_GROWTH)
    return scale_rate (recipe, 1.0 / 1e4, _("Retry at a Ten-Thousandth"));
  if (is_lawful && self->statistics.growth >= WILDER_GROWTH)
    return scale_rate (recipe, 1.0 / 100.0, _("Retry at a Hundredth"));
  if (self->statistics.growth >= WILD_GROWTH || self->statistics.n_finite < 2)
    return scale_rate (recipe, 1.0 / 10.0, _("Retry at a Tenth"));

  return scale_rate (recipe, 1.0 / 3.0, _("Retry at a Third"));
}

/* Returns NULL when the limit leaves no higher rate to try, or when there is one that nobody knows
 * and a higher rate may be beyond it. */
static const char *
raise_rate (const OvCase *self,
            OvRecipe     *recipe,
            double        factor)
{
  if (self->safe_rate > 0.0 && factor * recipe->learning_rate > self->safe_rate)
    return NULL;
  if (self->limit > 0.0 && factor * recipe->learning_rate > self->limit / 2.0)
    return recipe->learning_rate < self->limit / 4.0 ? halve_limit (recipe, self->limit) : NULL;

  return factor > 5.0 ? scale_rate (recipe, factor, _("Retry at Ten Times the Rate"))
                      : scale_rate (recipe, factor, _("Retry at Three Times the Rate"));
}

static const char *
set_decay (OvRecipe *recipe,
           double    decay)
{
  recipe->decay = decay;
  recipe->decays_per_epoch = 1;

  return write_label (_("Retry with Decay %s"), decay);
}

/* Whether the highest rate of the recipe is below the limit. Where nobody knows that, the run says
 * whether it is: beyond the limit the training loss would have grown. */
static gboolean
is_stable (const OvCase *self)
{
  const OvHistory *history = self->history;

  if (self->limit > 0.0)
    return self->recipe->learning_rate < self->limit;
  if (self->safe_rate == 0.0)
    return TRUE;
  if (ov_case_find_reached_rate (self) < self->recipe->learning_rate)
    return FALSE;

  for (guint i = 1; i < ov_history_get_n_epochs (history); i++)
    if (ov_history_get_epoch (history, i)->train_loss
        > LEAST_RISE * ov_history_get_epoch (history, i - 1)->train_loss)
      return FALSE;

  return TRUE;
}

/* With Nesterov's momentum the limit is lower the more momentum there is. */
static gboolean
is_stable_with (const OvCase *self,
                OvRecipe      recipe,
                double        momentum)
{
  const double before = ov_stability_get_rate_limit (&recipe, 1.0);
  double change;

  recipe.momentum = momentum;
  change = ov_stability_get_rate_limit (&recipe, 1.0) / before;
  if (self->safe_rate > 0.0)
    return recipe.learning_rate < self->safe_rate * change || (change >= 1.0 && is_stable (self));

  return recipe.learning_rate < self->limit * change;
}

/* Faster, by the rate or, where that is at its limit, by momentum. */
static const char *
speed_up (const OvCase *self,
          OvRecipe     *recipe,
          double        factor)
{
  const char *label;

  /* A loss may still fall where the rate is beyond the limit, but not for long. */
  if (ov_case_is_beyond (self))
    return halve_limit (recipe, self->limit);
  if (ov_case_is_strained (self) || self->statistics.test_rises.height >= ROUGH_RISE
      || self->statistics.test_rises.n_latest >= MOSTLY_RISING)
    return NULL;

  label = raise_rate (self, recipe, factor);
  if (label != NULL || !ov_update_rule_is_linear (recipe) || recipe->momentum >= USUAL_MOMENTUM
      || !is_stable_with (self, *recipe, USUAL_MOMENTUM))
    return label;

  recipe->momentum = USUAL_MOMENTUM;

  return write_label (_("Retry with Momentum %s"), USUAL_MOMENTUM);
}

static const char *
treat_spikes (const OvCase *self,
              OvRecipe     *recipe)
{
  return ov_schedule_has_decay (recipe) && ov_schedule_get_decay (recipe) > CALMING_DECAY
             && (self->limit == 0.0 || recipe->learning_rate < self->limit)
           ? set_decay (recipe, CALMING_DECAY)
           : lower_rate (self, recipe);
}

/* The weights of the turning point are those after its epoch. A run whose learning rate goes by its
 * number of epochs would not pass through them if it had fewer. */
static const char *
stop_at_turn (const OvCase *self,
              OvRecipe     *recipe)
{
  if (!ov_case_is_tick (self))
    return NULL;

  recipe->epochs = self->statistics.turn + 1;

  return ov_schedule_is_prefix (recipe, self->recipe) ? _("Retry up to the Turn") : NULL;
}

/* A rate that is beyond the limit until decay has eaten it is not to stay there for longer. */
static const char *
treat_plateau (const OvCase *self,
               OvRecipe     *recipe)
{
  const double now = ov_history_get_last (self->history)->learning_rate;

  if (now < EATEN_SHARE * recipe->learning_rate && ov_schedule_has_decay (recipe)
      && ov_schedule_get_decay (recipe) < GENTLE_DECAY && is_stable (self))
    return set_decay (recipe, GENTLE_DECAY);

  return speed_up (self, recipe, 3.0);
}

/* Sets the one thing to try. A recipe that it would not change is no remedy. */
void
ov_case_prescribe (const OvCase *self,
                   OvDiagnosis  *diagnosis)
{
  OvRecipe recipe = *self->recipe;
  const char *label = NULL;

  if (ov_recipe_is_foreign (&recipe))
    return;

  switch (diagnosis->kind)
    {
    case OV_DIAGNOSIS_TOO_SLOW:
      /* A lower rate, which the limit asks for, would be slower still. */
      if (!ov_case_is_beyond (self))
        label = speed_up (self, &recipe,
                          self->statistics.fall < HARDLY_ANY_FALL ? 10.0 : 3.0);
      break;
    case OV_DIAGNOSIS_SMOOTH:
    case OV_DIAGNOSIS_FALLING:
      label = speed_up (self, &recipe, 3.0);
      break;
    case OV_DIAGNOSIS_SPIKY:
      label = treat_spikes (self, &recipe);
      break;
    case OV_DIAGNOSIS_OSCILLATING:
    case OV_DIAGNOSIS_DIVERGING:
    case OV_DIAGNOSIS_TOO_HIGH:
    case OV_DIAGNOSIS_RECOVERED:
      label = lower_rate (self, &recipe);
      break;
    case OV_DIAGNOSIS_OVERFITTING:
      label = stop_at_turn (self, &recipe);
      break;
    case OV_DIAGNOSIS_PLATEAU:
      label = treat_plateau (self, &recipe);
      break;
    case OV_DIAGNOSIS_SWAYING:
      /* Momentum sways as long at any rate: by its square root an epoch (Polyak 1964). */
    case OV_DIAGNOSIS_UNKNOWN:
    default:
      break;
    }

  diagnosis->has_remedy = label != NULL && !ov_recipe_equal (&recipe, self->recipe);
  diagnosis->remedy = recipe;
  diagnosis->remedy_label = diagnosis->has_remedy ? label : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "diagnosis-private.h"
#include "growth.h"
#include "model.h"
#include "number.h"
#include "schedule.h"
#include "stability.h"

/* A rate that a schedule has changed by no more than this share is still the same to a reader. */
#define STEADY_CHANGE 0.1

#define SHORT_NUMBER G_ASCII_DTOSTR_BUF_SIZE

static const char *
write_percent (char   text[SHORT_NUMBER],
               double share)
{
  const double percent = 100.0 * share;
  const double size = fabs (percent);

  if (size < 0.1)
    g_snprintf (text, SHORT_NUMBER, "%.2g", percent);
  else
    g_snprintf (text, SHORT_NUMBER, "%.*f", size >= 100.0 ? 0 : 1, percent);

  return text;
}

/* Four digits, written as the program writes a recipe's values: 0.0185, 1e-6. */
static char *
write_number (double value)
{
  return ov_number_format_short (value, 4);
}

/* By what an epoch multiplies the distance along the mode of the greatest curvature, of which the
 * limit tells. */
static double
find_growth (const OvCase *self,
             double        learning_rate)
{
  const double sharpness = ov_stability_get_rate_limit (self->recipe, 1.0) / self->limit;

  return ov_stability_get_growth (self->recipe, sharpness, learning_rate);
}

/* The epoch whose step began to make the loss grow. */
static const OvEpoch *
find_onset (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const guint last = ov_history_get_n_epochs (self->history) - 1;

  return ov_history_get_epoch (self->history, s->n_finite == 0 ? 0 : MIN (s->least + 1, last));
}

/* Whether the rate is still about what it was. */
static gboolean
is_rate_steady (const OvCase *self,
                double        rate)
{
  const double now = ov_history_get_last (self->history)->learning_rate;

  return fabs (now - rate) <= STEADY_CHANGE * rate;
}

/* Why it grows, for full-batch descent on a quadratic loss: the mode of the greatest curvature is
 * multiplied by the same factor in each step, with momentum in the long run, and its share of the
 * loss by the square. That of a network bends otherwise a step further on, so that nothing is said
 * of it. */
static char *
explain_limit (const OvCase *self)
{
  const OvEpoch *onset = find_onset (self);
  const double rate = onset->learning_rate;
  const double factor = find_growth (self, rate);
  g_autofree char *written = write_number (rate);
  g_autofree char *limit = write_number (self->limit);
  g_autofree char *growth = NULL;

  if (rate <= self->limit)
    return NULL;
  if (!is_rate_steady (self, rate))
    return g_strdup_printf (_("In epoch %u, where the loss began to grow, the learning rate was "
                              "%s, beyond the limit of stability, %s: each step overshoots by more "
                              "than it corrects."),
                            onset->index, written, limit);
  if (!self->recipe->model->is_quadratic)
    return g_strdup_printf (_("The learning rate %s is beyond the limit of stability, %s: each "
                              "step overshoots by more than it corrects."),
                            written, limit);

  growth = ov_growth_describe (factor * factor);

  /* Translators: the last %s is either “by 9.9 %” or “98-fold”. */
  return g_strdup_printf (_("The learning rate %s is beyond the limit of stability, %s: each step "
                            "overshoots by more than it corrects, and the loss ends up growing %s "
                            "an epoch."),
                          written, limit, growth);
}

/* Why it grows, where no limit is known. */
static char *
blame_rate (const OvCase *self)
{
  const OvEpoch *onset = find_onset (self);
  g_autofree char *rate = write_number (onset->learning_rate);

  if (is_rate_steady (self, onset->learning_rate))
    return g_strdup_printf (_("The learning rate %s is too high for this recipe."), rate);

  return g_strdup_printf (_("In epoch %u, where the loss began to grow, the learning rate was %s, "
                            "which is too high for this recipe."),
                          onset->index, rate);
}

static char *
explain_diverging (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const OvEpoch *last = ov_history_get_last (self->history);
  g_autofree char *seen = NULL;
  g_autofree char *cause = self->limit > 0.0 ? explain_limit (self) : NULL;
  g_autofree char *growth = ov_growth_describe (s->growth);
  g_autofree char *loss = write_number (last->train_loss);

  if (s->n_finite < 2 || s->growth <= 1.0)
    seen = g_strdup_printf (_("In epoch %u the loss was no longer finite."), s->n_finite);
  else if (s->n_finite < s->n_epochs)
    /* Translators: the first %s is either “by 9.9 %” or “98-fold”. */
    seen = g_strdup_printf (_("The training loss grew %s an epoch, until it was no longer finite "
                              "in epoch %u."),
                            growth, s->n_finite);
  else
    /* Translators: the first %s is either “by 9.9 %” or “98-fold”. */
    seen = g_strdup_printf (_("The training loss grows %s an epoch and has come to %s."),
                            growth, loss);

  if (cause == NULL)
    cause = blame_rate (self);

  return g_strconcat (seen, " ", cause, NULL);
}

static char *
explain_overfitting (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  char rise[SHORT_NUMBER];
  char fall[SHORT_NUMBER];

  return g_strdup_printf (_("The test loss turned up in epoch %u and has risen by %s %% since, "
                            "while the training loss fell by another %s %%: a tick. The network "
                            "memorises its training images."),
                          s->turn, write_percent (rise, s->rise),
                          write_percent (fall, s->fall_since_turn));
}

/* The highest rate that the run has had: a schedule that begins below the recipe's may not have
 * come to that yet. */
double
ov_case_find_reached_rate (const OvCase *self)
{
  double reached = 0.0;

  for (guint i = 0; i < ov_history_get_n_epochs (self->history); i++)
    reached = MAX (reached, ov_history_get_epoch (self->history, i)->learning_rate);

  return reached > 0.0 ? MIN (reached, self->recipe->learning_rate) : self->recipe->learning_rate;
}

static char *
explain_oscillating (const OvCase *self)
{
  const double reached = ov_case_find_reached_rate (self);
  g_autofree char *seen = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *rate = write_number (reached);
  char swing[SHORT_NUMBER];
  char share[SHORT_NUMBER];

  seen = g_strdup_printf (_("The test loss swings up and down from one epoch to the next, by "
                            "%s %%: each step lands on the other side of the valley."),
                          write_percent (swing, self->statistics.swing));
  if (self->limit <= 0.0)
    return g_steal_pointer (&seen);

  limit = write_number (self->limit);

  return g_strdup_printf (_("%s The learning rate %s is %s %% of the limit of stability, %s."),
                          seen, rate,
                          write_percent (share, reached / self->limit), limit);
}

static char *
explain_spiky (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  char height[SHORT_NUMBER];

  return g_strdup_printf (ngettext ("In the later half of the run the test loss stands out in %u "
                                    "epoch, most in epoch %u: %s %% above the valleys beside it.",
                                    "In the later half of the run the test loss stands out in %u "
                                    "epochs, most in epoch %u: %s %% above the valleys beside it.",
                                    s->n_spikes),
                          s->n_spikes, s->spike, write_percent (height, s->height));
}

static char *
explain_too_slow (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  g_autofree char *rate = write_number (self->recipe->learning_rate);
  char fall[SHORT_NUMBER];

  return g_strdup_printf (ngettext ("In %u epoch the training loss fell by %s %%. At the learning "
                                    "rate %s the run will not get anywhere.",
                                    "In %u epochs the training loss fell by %s %%. At the learning "
                                    "rate %s the run will not get anywhere.",
                                    s->n_epochs),
                          s->n_epochs, write_percent (fall, MAX (s->fall, 0.0)), rate);
}

static char *
explain_plateau (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const double last_rate = ov_history_get_last (self->history)->learning_rate;
  g_autofree char *first = write_number (self->recipe->learning_rate);
  g_autofree char *now = write_number (last_rate);
  g_autofree char *loss = write_number (ov_history_get_last (self->history)->train_loss);
  char late[SHORT_NUMBER];

  write_percent (late, MAX (s->late, 0.0));

  if (last_rate < self->recipe->learning_rate / 10.0 && !ov_schedule_has_decay (self->recipe))
    return g_strdup_printf (_("The training loss has stood still at %s since epoch %u: the last "
                              "third of the epochs contributed %s %% of its fall. The schedule has "
                              "the learning rate at %s, of %s at most."),
                            loss, s->settled, late, now, first);
  if (last_rate < self->recipe->learning_rate / 10.0)
    return g_strdup_printf (_("The training loss has stood still at %s since epoch %u: the last "
                              "third of the epochs contributed %s %% of its fall. Decay has "
                              "brought the learning rate from %s to %s."),
                            loss, s->settled, late, first, now);

  return g_strdup_printf (_("The training loss has stood still at %s since epoch %u: the last "
                            "third of the epochs contributed %s %% of its fall."),
                          loss, s->settled, late);
}

static char *
explain_smooth (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  char fall[SHORT_NUMBER];
  char pace[SHORT_NUMBER];

  return g_strdup_printf (ngettext ("In %u epoch the training loss fell by %s %% along a smooth "
                                    "curve; now it falls by %s %% an epoch.",
                                    "In %u epochs the training loss fell by %s %% along a smooth "
                                    "curve; now it falls by %s %% an epoch.",
                                    s->n_epochs),
                          s->n_epochs, write_percent (fall, s->fall),
                          write_percent (pace, MAX (s->pace, 0.0)));
}

/* Whether the losses of all epochs are known: the log of another program may lack some. */
gboolean
ov_case_has_losses (const OvCase *self)
{
  for (guint i = 0; i < ov_history_get_n_epochs (self->history); i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (self->history, i);

      if (ov_epoch_is_missing (epoch->train_loss) || ov_epoch_is_missing (epoch->test_loss))
        return FALSE;
    }

  return TRUE;
}

static char *
explain_unknown (const OvCase *self)
{
  if (!ov_case_has_losses (self))
    return g_strdup (_("The log lacks a loss of some epochs, so nothing is said of the curves."));
  if (ov_recipe_is_foreign (self->recipe))
    return g_strdup (_("The log has too few epochs to tell what the run does."));

  return g_strdup (_("A few more epochs will show what the run does."));
}

/* What was seen, and why where that is known: sentences for people. */
char *
ov_case_explain (const OvCase      *self,
                 const OvDiagnosis *diagnosis)
{
  static char *(*const explain[]) (const OvCase *self) = {
    [OV_DIAGNOSIS_UNKNOWN] = explain_unknown,
    [OV_DIAGNOSIS_TOO_SLOW] = explain_too_slow,
    [OV_DIAGNOSIS_SMOOTH] = explain_smooth,
    [OV_DIAGNOSIS_SPIKY] = explain_spiky,
    [OV_DIAGNOSIS_OSCILLATING] = explain_oscillating,
    [OV_DIAGNOSIS_DIVERGING] = explain_diverging,
    [OV_DIAGNOSIS_OVERFITTING] = explain_overfitting,
    [OV_DIAGNOSIS_PLATEAU] = explain_plateau,
  };

  return explain[diagnosis->kind](self);
}

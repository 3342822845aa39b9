/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "diagnosis-private.h"
#include "growth.h"
#include "model.h"
#include "number.h"
#include "schedule.h"
#include "stability.h"

/* A rate that a schedule has changed by no more than this share is still the same to a reader. */
#define STEADY_CHANGE 0.1

/* The same of what an epoch multiplies a distance by. */
#define STEADY_GROWTH 0.01

/* A loss that is so close to its least has not risen to speak of. */
#define STANDSTILL 0.01

#define SHORT_NUMBER G_ASCII_DTOSTR_BUF_SIZE

static const char *
write_percent (char   text[SHORT_NUMBER],
               double share)
{
  const double percent = 100.0 * share;
  const double size = fabs (percent);

  if (size < 0.1)
    {
      g_autofree char *small = ov_number_format_short (percent, 2);

      g_strlcpy (text, small, SHORT_NUMBER);
    }
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

/* The same, with more digits where fewer would make two numbers look the same. */
static char *
write_apart (double value,
             double other)
{
  g_autofree char *written = write_number (value);
  g_autofree char *other_written = write_number (other);

  return strcmp (written, other_written) != 0
           ? g_steal_pointer (&written)
           : ov_number_localise (ov_number_format_distinct (value, other));
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

/* Whether the mode of the greatest curvature still grows as it did by @factor. Close to the limit a
 * small decay makes much of a difference. */
static gboolean
is_growth_steady (const OvCase *self,
                  double        factor)
{
  const double now = find_growth (self, ov_history_get_last (self->history)->learning_rate);

  return fabs (now / factor - 1.0) <= STEADY_GROWTH;
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
  if (!self->recipe->model->is_quadratic || !is_growth_steady (self, factor))
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

  /* Not every log of another program has a column of it. */
  if (ov_epoch_is_missing (onset->learning_rate))
    return g_strdup (_("The learning rate, which the log does not tell, is too high."));
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
  g_autofree char *growth = ov_growth_describe (s->last_growth);
  g_autofree char *loss = write_number (last->train_loss);
  g_autofree char *least =
    write_number (ov_history_get_epoch (self->history, s->least)->train_loss);

  if (s->n_finite < s->n_epochs && (s->n_finite < 2 || s->last_growth <= 1.0))
    seen = g_strdup_printf (_("In epoch %u the loss was no longer finite."), s->n_finite);
  else if (s->n_finite < s->n_epochs)
    /* Translators: the first %s is either “by 9.9 %” or “98-fold”. */
    seen = g_strdup_printf (_("The training loss grew %s in epoch %u, and was no longer finite in "
                              "epoch %u."),
                            growth, s->n_finite - 1, s->n_finite);
  else if (s->last_growth <= 1.0)
    seen = g_strdup_printf (_("The training loss has come to %s, from %s in epoch %u."), loss,
                            least, s->least);
  else
    /* Translators: the first %s is either “by 9.9 %” or “98-fold”. */
    seen = g_strdup_printf (_("The training loss grew %s in the last epoch and has come to %s, "
                              "from %s in epoch %u."),
                            growth, loss, least, s->least);

  if (cause == NULL)
    cause = blame_rate (self);

  return g_strconcat (seen, " ", cause, NULL);
}

static char *
explain_overfitting (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const OvEpoch *last = ov_history_get_last (self->history);
  char rise[SHORT_NUMBER];
  char fall[SHORT_NUMBER];
  char change[SHORT_NUMBER];

  if (!ov_case_is_tick (self))
    return g_strdup_printf (_("Of the training images %s %% are right, of the test images %s %%, "
                              "and the test loss has changed by %s %% in the last third of the "
                              "epochs. The model memorises its training images."),
                            write_percent (fall, last->train_accuracy / 100.0),
                            write_percent (rise, last->test_accuracy / 100.0),
                            write_percent (change, fabs (s->late_test)));

  return g_strdup_printf (_("The test loss turned up in epoch %u and has risen by %s %% since, "
                            "while the training loss fell by another %s %%: a tick. The model "
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

/* The greatest rise, over as many epochs as it took. */
static char *
describe_climb (const OvRises *rises)
{
  char height[SHORT_NUMBER];

  write_percent (height, rises->climb);
  if (rises->climb_end == rises->climb_start + 1)
    return g_strdup_printf (_("in epoch %u, by %s %%"), rises->climb_end, height);

  return g_strdup_printf (_("from epoch %u to %u, by %s %%"), rises->climb_start,
                          rises->climb_end, height);
}

static char *
explain_swaying (const OvCase *self)
{
  const OvRises *rises = &self->statistics.train_rises;
  g_autofree char *momentum = write_number (self->recipe->momentum);
  g_autofree char *most = describe_climb (rises);
  char fall[SHORT_NUMBER];

  /* Translators: the second %s is “in epoch 10, by 3.2 %”. */
  return g_strdup_printf (_("Momentum %s has carried the steps past the lowest point and back: the "
                            "training loss rose in %u of %u epochs, in %u of the last ten, most "
                            "%s, and last in epoch %u. In all it fell by %s %%."),
                          momentum, rises->n, self->statistics.n_epochs - 1, rises->n_latest, most,
                          rises->last, write_percent (fall, self->statistics.fall));
}

static char *
explain_oscillating (const OvCase *self)
{
  const double now = ov_history_get_last (self->history)->learning_rate;
  g_autofree char *seen = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *rate = write_number (now);
  const OvRises *rises = &self->statistics.test_rises;
  char height[SHORT_NUMBER];
  char share[SHORT_NUMBER];

  seen = g_strdup_printf (self->statistics.watched == OV_EPOCH_TEST_LOSS
                            ? _("The test loss swings up and down: it has risen in %u of %u "
                                "epochs, in %u of the last ten, most in epoch %u, by %s %%. Each "
                                "step lands on the other side of the valley.")
                            : _("The training loss swings up and down: it has risen in %u of %u "
                                "epochs, in %u of the last ten, most in epoch %u, by %s %%. Each "
                                "step lands on the other side of the valley."),
                          rises->n, self->statistics.n_epochs - 1, rises->n_latest, rises->most,
                          write_percent (height, rises->height));
  if (self->limit <= 0.0)
    return g_steal_pointer (&seen);

  limit = write_number (self->limit);

  return g_strdup_printf (_("%s The learning rate is %s now, %s %% of the limit of stability, "
                            "%s."),
                          seen, rate, write_percent (share, now / self->limit), limit);
}

static char *
explain_spiky (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const gboolean is_test = s->watched == OV_EPOCH_TEST_LOSS;
  char height[SHORT_NUMBER];

  return g_strdup_printf (is_test
                            ? ngettext ("In the later half of the run the test loss stands out in "
                                        "%u epoch, most in epoch %u: %s %% above the valleys "
                                        "beside it.",
                                        "In the later half of the run the test loss stands out in "
                                        "%u epochs, most in epoch %u: %s %% above the valleys "
                                        "beside it.",
                                        s->n_spikes)
                            : ngettext ("In the later half of the run the training loss stands out "
                                        "in %u epoch, most in epoch %u: %s %% above the valleys "
                                        "beside it.",
                                        "In the later half of the run the training loss stands out "
                                        "in %u epochs, most in epoch %u: %s %% above the valleys "
                                        "beside it.",
                                        s->n_spikes),
                          s->n_spikes, s->spike, write_percent (height, s->height));
}

static char *
explain_too_slow (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  g_autofree char *rate = write_number (self->recipe->learning_rate);
  char fall[SHORT_NUMBER];

  if (s->n_epochs >= self->recipe->epochs)
    return g_strdup_printf (ngettext ("In its %u epoch the training loss fell by %s %%: the run "
                                      "did not get far at the learning rate %s.",
                                      "In its %u epochs the training loss fell by %s %%: the run "
                                      "did not get far at the learning rate %s.",
                                      s->n_epochs),
                            s->n_epochs, write_percent (fall, MAX (s->fall, 0.0)), rate);

  return g_strdup_printf (ngettext ("In %u epoch the training loss fell by %s %%. At the learning "
                                    "rate %s the run will not get far in its %u epochs.",
                                    "In %u epochs the training loss fell by %s %%. At the learning "
                                    "rate %s the run will not get far in its %u epochs.",
                                    s->n_epochs),
                          s->n_epochs, write_percent (fall, MAX (s->fall, 0.0)), rate,
                          self->recipe->epochs);
}

static char *
explain_plateau (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const double last_rate = ov_history_get_last (self->history)->learning_rate;
  g_autofree char *first = write_number (self->recipe->learning_rate);
  g_autofree char *now = write_number (last_rate);
  g_autofree char *loss = write_number (ov_history_get_last (self->history)->train_loss);
  g_autofree char *seen = NULL;
  char late[SHORT_NUMBER];

  write_percent (late, s->late);
  /* Noise may have left the bottom only just now. */
  if (3 * s->settled <= 2 * (s->n_epochs - 1))
    seen = g_strdup_printf (_("The training loss has stood still at %s since epoch %u: the last "
                              "third of the epochs contributed %s %% of its fall."),
                            loss, s->settled, late);
  else
    seen = g_strdup_printf (_("The training loss has hardly moved from %s: the last third of the "
                              "epochs contributed %s %% of its fall."),
                            loss, late);

  if (ov_epoch_is_missing (last_rate) || last_rate >= self->recipe->learning_rate / 10.0)
    return g_steal_pointer (&seen);
  if (!ov_schedule_has_decay (self->recipe))
    return g_strdup_printf (_("%s The schedule has the learning rate at %s, of %s at most."), seen,
                            now, first);

  return g_strdup_printf (_("%s Decay has brought the learning rate from %s to %s."), seen, first,
                          now);
}

/* Where a curve that is smooth now was not, or NULL. */
static char *
describe_rises (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const gboolean is_train = ov_case_tells_train_rises (self);
  const OvRises *rises = is_train ? &s->train_rises : &s->test_rises;
  g_autofree char *most = NULL;
  char height[SHORT_NUMBER];

  if (!is_train && !ov_case_tells_test_rises (self))
    return NULL;

  write_percent (height, rises->climb);
  if (!is_train && rises->climb_end == s->n_epochs - 1
      && rises->n == rises->climb_end - rises->climb_start)
    return g_strdup_printf (_("The test loss has risen since epoch %u, by %s %% in all."),
                            rises->climb_start, height);

  most = describe_climb (rises);
  if (rises->n == rises->climb_end - rises->climb_start)
    /* Translators: %s is “in epoch 10, by 3.2 %” or “from epoch 10 to 12, by 3.2 %”. */
    return g_strdup_printf (is_train ? _("It rose once, %s.") : _("The test loss rose once, %s."),
                            most);

  return g_strdup_printf (is_train ? _("It rose in %u epochs, most %s, and last in epoch %u.")
                                   : _("The test loss rose in %u epochs, most %s, and last in "
                                       "epoch %u."),
                          rises->n, most, rises->last);
}

static char *
explain_smooth (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  g_autofree char *rises = describe_rises (self);
  g_autofree char *seen = NULL;
  g_autofree char *then = NULL;
  char fall[SHORT_NUMBER];
  char latest[SHORT_NUMBER];

  write_percent (fall, s->fall);
  write_percent (latest, s->latest_fall);
  seen = rises == NULL
           ? g_strdup_printf (ngettext ("In %u epoch the training loss fell by %s %% along a "
                                        "smooth curve",
                                        "In %u epochs the training loss fell by %s %% along a "
                                        "smooth curve",
                                        s->n_epochs),
                              s->n_epochs, fall)
           : g_strdup_printf (ngettext ("In %u epoch the training loss fell by %s %%",
                                        "In %u epochs the training loss fell by %s %%",
                                        s->n_epochs),
                              s->n_epochs, fall);

  /* Translators: the first %s is “In 60 epochs the training loss fell by 12 %”. */
  then = s->n_paced == 1 ? g_strdup_printf (_("%s, by %s %% in the last one."), seen, latest)
                         : g_strdup_printf (_("%s, by %s %% in the last %u."), seen, latest,
                                            s->n_paced);

  return g_strjoin (rises != NULL ? " " : NULL, then, rises, NULL);
}

static char *
explain_recovered (const OvCase *self)
{
  const OvRises *rises = &self->statistics.train_rises;
  g_autofree char *from =
    write_number (ov_history_get_epoch (self->history, rises->climb_start)->train_loss);
  g_autofree char *to =
    write_number (ov_history_get_epoch (self->history, rises->climb_end)->train_loss);
  g_autofree char *now = write_number (ov_history_get_last (self->history)->train_loss);
  const OvEpoch *onset = ov_history_get_epoch (self->history, rises->climb_start + 1);
  g_autofree char *rate = write_number (onset->learning_rate);
  g_autofree char *seen =
    g_strdup_printf (_("The training loss rose from %s in epoch %u to %s in epoch %u, and has "
                       "come back since: it is %s now."),
                     from, rises->climb_start, to, rises->climb_end, now);

  if (ov_epoch_is_missing (onset->learning_rate))
    return g_steal_pointer (&seen);

  /* Translators: the first %s is the sentence before. */
  return g_strdup_printf (_("%s In epoch %u, where it began to rise, the learning rate was %s."),
                          seen, onset->index, rate);
}

/* Whether the training loss is about as low as it has been. */
gboolean
ov_case_is_at_least (const OvCase *self)
{
  return ov_case_find_excess (self) < STANDSTILL;
}

static char *
explain_too_high (const OvCase *self)
{
  const OvCurveStatistics *s = &self->statistics;
  const guint last = s->n_epochs - 1;
  g_autofree char *least =
    write_number (ov_history_get_epoch (self->history, s->least)->train_loss);
  g_autofree char *peak = write_number (ov_history_get_epoch (self->history, s->peak)->train_loss);
  g_autofree char *now = write_number (ov_history_get_epoch (self->history, last)->train_loss);
  g_autofree char *first = write_number (ov_history_get_epoch (self->history, 0)->train_loss);
  g_autofree char *seen = NULL;
  g_autofree char *cause = self->limit > 0.0 ? explain_limit (self) : NULL;

  if (ov_case_is_at_least (self))
    seen = g_strdup_printf (_("The training loss was %s at first and is %s now, and rose in %u of "
                              "the %u epochs since: hardly anything is learned."),
                            first, now, s->train_rises.n, last);
  else if (s->peak == last)
    seen = g_strdup_printf (_("The training loss has risen from %s in epoch %u to %s."), least,
                            s->least, now);
  else
    seen = g_strdup_printf (_("The training loss rose from %s in epoch %u to %s in epoch %u, and "
                              "is %s now."),
                            least, s->least, peak, s->peak, now);
  if (cause == NULL)
    cause = blame_rate (self);

  return g_strconcat (seen, " ", cause, NULL);
}

static char *
explain_unknown (const OvCase *self)
{
  const guint n_epochs = self->statistics.n_epochs;
  const guint n_lacking = ov_curve_count_missing (self->history, OV_EPOCH_TRAIN_LOSS);

  if (n_lacking > 0 && n_lacking == n_epochs)
    return g_strdup (_("The log has no training loss, so nothing is said of its curves."));
  if (n_lacking > 0)
    return g_strdup_printf (ngettext ("The log lacks the training loss of %u epoch, so nothing is "
                                      "said of its curves.",
                                      "The log lacks the training loss of %u epochs, so nothing is "
                                      "said of its curves.",
                                      n_lacking),
                            n_lacking);
  if (ov_recipe_is_foreign (self->recipe))
    return g_strdup (_("The log has too few epochs to tell what the run does."));

  if (n_epochs > 0 && n_epochs >= self->recipe->epochs)
    {
      const double began = ov_history_get_epoch (self->history, 0)->train_loss;
      const double ended = ov_history_get_last (self->history)->train_loss;
      g_autofree char *first = write_apart (began, ended);
      g_autofree char *last = write_apart (ended, began);

      return n_epochs == 1
               ? g_strdup_printf (_("After its only epoch the training loss is %s. One epoch is "
                                    "too few to tell what the run does."),
                                  first)
               : g_strdup_printf (_("The training loss went from %s in the first to %s in the "
                                    "last of %u epochs, which are too few to tell more."),
                                  first, last, n_epochs);
    }

  return g_strdup (_("A few more epochs will show what the run does."));
}

/* That the run does not yet show what its rate will do, or NULL: a mode that grows needs time until
 * it shows, and a network may have come to where the loss is as sharp as its rate allows. */
static char *
warn_of_limit (const OvCase *self)
{
  g_autofree char *rate = NULL;
  g_autofree char *limit = NULL;

  if (!ov_case_is_beyond (self))
    return NULL;

  rate = write_number (ov_history_get_last (self->history)->learning_rate);
  limit = write_number (self->limit);

  return self->recipe->model->is_quadratic
           ? g_strdup_printf (_("The learning rate is %s now, beyond the limit of stability, %s, "
                                "where the loss grows in the end."),
                              rate, limit)
           : g_strdup_printf (_("The learning rate is %s now, beyond the limit of stability, %s, "
                                "by the sharpness that was measured last."),
                              rate, limit);
}

/* What was seen, and why where that is known: sentences for people. */
char *
ov_case_explain (const OvCase   *self,
                 OvDiagnosisKind kind)
{
  static char *(*const explain[]) (const OvCase *self) = {
    [OV_DIAGNOSIS_UNKNOWN] = explain_unknown,
    [OV_DIAGNOSIS_TOO_SLOW] = explain_too_slow,
    [OV_DIAGNOSIS_SMOOTH] = explain_smooth,
    [OV_DIAGNOSIS_SPIKY] = explain_spiky,
    [OV_DIAGNOSIS_OSCILLATING] = explain_oscillating,
    [OV_DIAGNOSIS_SWAYING] = explain_swaying,
    [OV_DIAGNOSIS_DIVERGING] = explain_diverging,
    [OV_DIAGNOSIS_OVERFITTING] = explain_overfitting,
    [OV_DIAGNOSIS_PLATEAU] = explain_plateau,
    [OV_DIAGNOSIS_TOO_HIGH] = explain_too_high,
    [OV_DIAGNOSIS_RECOVERED] = explain_recovered,
    [OV_DIAGNOSIS_FALLING] = explain_smooth,
  };
  g_autofree char *warning = NULL;
  char *seen = explain[kind](self);

  /* These name the limit themselves. */
  if (kind == OV_DIAGNOSIS_DIVERGING || kind == OV_DIAGNOSIS_TOO_HIGH
      || kind == OV_DIAGNOSIS_OSCILLATING)
    return seen;

  warning = warn_of_limit (self);
  if (warning != NULL)
    {
      g_autofree char *alone = seen;

      seen = g_strconcat (alone, " ", warning, NULL);
    }

  return seen;
}

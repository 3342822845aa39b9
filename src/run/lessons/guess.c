/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "guess.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A guess that is off by less than this share of the curve's first value is called close: it is
 * about the width of a hand-drawn line. */
#define CLOSE_SHARE 0.02

/* A bias of more than this share of the distance is called a side. */
#define SIDE_SHARE 0.7

/* Who lets a loss come to so many times its first value expects it to be lost: more than a quarter
 * above the first loss there is no room for a guess, see lesson.c. */
#define LOST_RISE 1.2

/**
 * ov_guess_new:
 * @n_epochs: how many epochs the curve may have, at least 1
 *
 * Returns: (transfer full): an empty guess, to be freed with g_free()
 */
OvGuess *
ov_guess_new (guint n_epochs)
{
  OvGuess *self;

  g_return_val_if_fail (n_epochs > 0, NULL);

  self = g_malloc (sizeof *self + n_epochs * sizeof (double));
  self->n_epochs = n_epochs;
  ov_guess_clear (self);

  return self;
}

/**
 * ov_guess_copy:
 * @self: a guess
 *
 * Returns: (transfer full): another one with the same curve, to be freed with g_free()
 */
OvGuess *
ov_guess_copy (const OvGuess *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self + self->n_epochs * sizeof (double));
}

/**
 * ov_guess_clear:
 * @self: a guess
 *
 * Erases the curve.
 */
void
ov_guess_clear (OvGuess *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_epochs; i++)
    self->values[i] = NAN;
}

/* The gap between two strokes is bridged, so that the curve goes over every epoch between its first
 * and its last. */
static void
bridge_gaps (OvGuess *self)
{
  guint last = self->n_epochs;

  for (guint i = 0; i < self->n_epochs; i++)
    {
      if (isnan (self->values[i]))
        continue;
      for (guint j = last + 1; last < i && j < i; j++)
        self->values[j] = self->values[last]
                          + (self->values[i] - self->values[last]) * (j - last) / (i - last);
      last = i;
    }
}

/**
 * ov_guess_draw:
 * @self: a guess
 * @from_epoch: where a stroke of the pen begins, which may be between two epochs
 * @from_value: its height there
 * @to_epoch: where the stroke ends, on either side
 * @to_value: its height there
 *
 * Draws a straight stroke. It replaces what was there before; beyond the epochs it is cut off. A
 * gap to an earlier stroke is bridged by a straight line.
 */
void
ov_guess_draw (OvGuess *self,
               double   from_epoch,
               double   from_value,
               double   to_epoch,
               double   to_value)
{
  const double last = self != NULL ? self->n_epochs - 1.0 : 0.0;
  double start;
  double end;

  g_return_if_fail (self != NULL);
  g_return_if_fail (isfinite (from_epoch) && isfinite (from_value));
  g_return_if_fail (isfinite (to_epoch) && isfinite (to_value));

  start = CLAMP (round (MIN (from_epoch, to_epoch)), 0.0, last);
  end = CLAMP (round (MAX (from_epoch, to_epoch)), 0.0, last);
  for (guint i = (guint) start; i <= (guint) end; i++)
    {
      const double length = to_epoch - from_epoch;
      const double share = length != 0.0 ? CLAMP ((i - from_epoch) / length, 0.0, 1.0) : 1.0;

      self->values[i] = from_value + share * (to_value - from_value);
    }
  bridge_gaps (self);
}

/**
 * ov_guess_is_empty:
 * @self: a guess
 *
 * Returns: whether nothing was drawn yet
 */
gboolean
ov_guess_is_empty (const OvGuess *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < self->n_epochs; i++)
    if (!isnan (self->values[i]))
      return FALSE;

  return TRUE;
}

/**
 * ov_guess_copy_points:
 * @self: a guess
 * @epochs: (out caller-allocates): [epochs of the guess]
 * @values: (out caller-allocates): [epochs of the guess]
 *
 * Copies what was drawn, in the order of the epochs.
 *
 * Returns: how many points were written
 */
gsize
ov_guess_copy_points (const OvGuess *self,
                      double        *epochs,
                      double        *values)
{
  gsize n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (epochs != NULL && values != NULL, 0);

  for (guint i = 0; i < self->n_epochs; i++)
    {
      if (isnan (self->values[i]))
        continue;
      epochs[n] = i;
      values[n++] = self->values[i];
    }

  return n;
}

/**
 * ov_guess_compare:
 * @self: a guess
 * @history: a run
 * @field: what was guessed
 * @distance: (out): the mean of |guess − curve| over the epochs that both have
 * @bias: (out): the mean of guess − curve
 *
 * Epochs whose value is not finite are left out.
 *
 * Returns: %FALSE when there is no epoch to compare; then nothing is written
 */
gboolean
ov_guess_compare (const OvGuess   *self,
                  const OvHistory *history,
                  OvEpochField     field,
                  double          *distance,
                  double          *bias)
{
  double sum = 0.0;
  double signed_sum = 0.0;
  guint n = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (history != NULL, FALSE);
  g_return_val_if_fail (distance != NULL && bias != NULL, FALSE);

  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    {
      const OvEpoch *epoch = ov_history_get_epoch (history, i);
      double difference;

      if (epoch->index >= self->n_epochs)
        continue;
      difference = self->values[epoch->index] - ov_epoch_get_field (epoch, field);
      if (!isfinite (difference))
        continue;
      sum += fabs (difference);
      signed_sum += difference;
      n++;
    }
  if (n == 0)
    return FALSE;

  *distance = sum / n;
  *bias = signed_sum / n;

  return TRUE;
}

/* How many times its first value the curve comes to at its end. */
static double
find_rise (const OvGuess *self)
{
  double first = NAN;
  double last = NAN;

  for (guint i = 0; i < self->n_epochs; i++)
    if (!isnan (self->values[i]))
      {
        first = isnan (first) ? self->values[i] : first;
        last = self->values[i];
      }

  return last / first;
}

static char *
judge_divergence (const OvGuess *self,
                  guint          epoch)
{
  const double rise = find_rise (self);

  if (rise >= LOST_RISE)
    return g_strdup_printf (_("You saw it coming: the loss exploded by epoch %u."), epoch);
  if (rise > 1.0)
    return g_strdup_printf (_("You saw the loss rise, but not how far: it exploded by epoch %u."),
                            epoch);

  return g_strdup_printf (_("The loss exploded by epoch %u; your guess stayed down."), epoch);
}

/**
 * ov_guess_judge:
 * @self: a guess
 * @history: the run that was guessed, which has come to its end
 * @field: what was guessed
 *
 * Says how far off the guess was. Of a run that diverged only the direction can be guessed.
 *
 * Returns: (transfer full): sentences for people, translated
 */
char *
ov_guess_judge (const OvGuess   *self,
                const OvHistory *history,
                OvEpochField     field)
{
  double distance;
  double bias;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (history != NULL, NULL);

  if (ov_history_has_diverged (history))
    return judge_divergence (self, ov_history_get_last (history)->index);

  if (!ov_guess_compare (self, history, field, &distance, &bias))
    return g_strdup (_("Your guess and the curve have no epoch in common."));

  if (distance
      < CLOSE_SHARE * fabs (ov_epoch_get_field (ov_history_get_epoch (history, 0), field)))
    return g_strdup_printf (_("Very close: your guess was off by %.3f on average."), distance);
  if (bias > SIDE_SHARE * distance)
    return g_strdup_printf (_("Your guess was too high by %.3f on average."), distance);
  if (bias < -SIDE_SHARE * distance)
    return g_strdup_printf (_("Your guess was too low by %.3f on average."), distance);

  return g_strdup_printf (_("Your guess was off by %.3f on average, to either side."), distance);
}

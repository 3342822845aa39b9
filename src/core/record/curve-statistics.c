/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curve-statistics.h"

#include <math.h>
#include <stdlib.h>

/* First epochs that are left out where swings are measured: every curve bends sharply there. */
#define SETTLING 3

/* Whether a loss alternates is asked of so many of the latest epochs. */
#define SWINGING_EPOCHS 30

/* Less than this share is not a rise: single precision does not tell it from none. */
#define LEAST_RISE 1e-7

/* The swing is the fifth largest one, so that four odd epochs do not make an oscillation. */
#define NTH_SWING 5

/* What stands half a per cent above the valleys to either side is seen on a chart as a spike; those
 * valleys are looked for among so many epochs, since a network may take some to come back. */
#define VISIBLE 0.005
#define SPIKE_REACH 5

/* A curve counts as settled where one per cent of its whole fall is left. */
#define SETTLED_SHARE 0.01

/* Epochs that are averaged to find the turn of the test loss: two to either side. */
#define TURN_REACH 2

/* The standard deviation of normal noise over the median of its size. */
#define MAD_TO_SIGMA 1.4826

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median, which leaves the values sorted. */
static double
take_median (double *values,
             guint   n)
{
  if (n == 0)
    return 0.0;

  qsort (values, n, sizeof (double), compare);

  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2.0;
}

static guint
count_finite (const OvHistory *history)
{
  const guint n_epochs = ov_history_get_n_epochs (history);
  guint n = 0;

  while (n < n_epochs && ov_epoch_is_finite (ov_history_get_epoch (history, n)))
    n++;

  return n;
}

static void
measure_growth (OvCurveStatistics *self,
                const double      *loss,
                guint              n)
{
  double steps[OV_LATEST_EPOCHS];
  const guint n_steps = MIN (OV_LATEST_EPOCHS, n - 1);
  guint n_up = 0;

  for (guint i = 0; i < n_steps; i++)
    {
      const double before = loss[n - 1 - n_steps + i];
      const double after = loss[n - n_steps + i];

      steps[i] = before > 0.0 && after > 0.0 ? log (after / before) : 0.0;
      n_up += after > before;
    }

  self->last_growth = n_steps > 0 ? exp (steps[n_steps - 1]) : 1.0;
  self->growth = exp (take_median (steps, n_steps));
  self->rising = n_steps > 0 ? (double) n_up / n_steps : 0.0;
}

/**
 * ov_curve_has_rise:
 * @loss: the losses of some epochs
 * @epoch: one of them
 *
 * Returns: whether the loss rose in @epoch, by more than rounding
 */
gboolean
ov_curve_has_rise (const double *loss,
                   guint         epoch)
{
  g_return_val_if_fail (loss != NULL, FALSE);

  return epoch > 0 && loss[epoch] / loss[epoch - 1] - 1.0 > LEAST_RISE;
}

static void
measure_rises (OvRises      *self,
               const double *loss,
               guint         n)
{
  guint start = 0;

  for (guint i = 1; i < n; i++)
    {
      const double height = loss[i] / loss[i - 1] - 1.0;

      if (!ov_curve_has_rise (loss, i))
        {
          start = i;
          continue;
        }

      if (loss[i] / loss[start] - 1.0 > self->climb)
        {
          self->climb = loss[i] / loss[start] - 1.0;
          self->climb_start = start;
          self->climb_end = i;
        }
      self->n++;
      self->n_latest += i + OV_LATEST_EPOCHS >= n;
      self->last = i;
      if (height > self->height)
        {
          self->height = height;
          self->most = i;
        }
    }
}

/* A short run is not asked about ten epochs, which would be its steep beginning as well. */
static void
measure_fall (OvCurveStatistics *self,
              const double      *loss,
              const double      *test,
              guint              n)
{
  const guint last_third = n - 1 - (n - 1) / 3;
  const guint back = MIN (OV_LATEST_EPOCHS, (n + 1) / 3);
  double whole;

  for (guint i = 1; i < n; i++)
    if (loss[i] < loss[self->least])
      self->least = i;

  self->peak = self->least;
  for (guint i = self->least + 1; i < n; i++)
    if (loss[i] > loss[self->peak])
      self->peak = i;

  whole = loss[0] - loss[self->least];
  self->fall = (loss[0] - loss[n - 1]) / loss[0];
  self->n_paced = back;
  self->pace = back > 0 ? (loss[n - 1 - back] - loss[n - 1]) / loss[0] / back : 0.0;
  self->latest_fall = 1.0 - loss[n - 1] / loss[n - 1 - back];
  self->late_test = 1.0 - test[n - 1] / test[last_third];
  self->late = whole > 0.0 ? (loss[last_third] - loss[n - 1]) / whole : 0.0;

  self->settled = n - 1;
  while (self->settled > 0
         && loss[self->settled - 1] - loss[self->least] < SETTLED_SHARE * whole)
    self->settled--;
}

/* Deviations from the middle between the neighbours, which are second differences: a straight line
 * has none, a smooth curve has small ones of one sign, noise has some that are correlated by -2/3
 * and 1/6 with the next two, and what goes up and down has some that are correlated by -1 and 1. */
static void
measure_swings (OvCurveStatistics *self,
                const double      *loss,
                guint              n)
{
  g_autofree double *deviations = g_new (double, n);
  double squares = 0.0;
  double next = 0.0;
  double after_next = 0.0;
  guint n_deviations = 0;
  guint first_lately;

  for (guint i = SETTLING + 1; i + 1 < n; i++)
    {
      const double middle = (loss[i - 1] + loss[i + 1]) / 2.0;
      const double deviation = middle > 0.0 ? (loss[i] - middle) / middle : 0.0;

      deviations[n_deviations++] = deviation;
    }
  if (n_deviations == 0)
    return;

  first_lately = n_deviations - MIN (n_deviations, SWINGING_EPOCHS);
  for (guint i = first_lately; i < n_deviations; i++)
    {
      squares += deviations[i] * deviations[i];
      next += i >= first_lately + 1 ? deviations[i] * deviations[i - 1] : 0.0;
      after_next += i >= first_lately + 2 ? deviations[i] * deviations[i - 2] : 0.0;
    }
  if (squares > 0.0)
    {
      self->alternation = -next / squares;
      self->persistence = after_next / squares;
    }

  for (guint i = 0; i < n_deviations; i++)
    deviations[i] = fabs (deviations[i]);

  /* A second difference of this kind has 1.5 times the variance of the noise itself. */
  self->jitter = MAD_TO_SIGMA / sqrt (1.5) * take_median (deviations, n_deviations);
  self->swing = deviations[n_deviations - MIN (NTH_SWING, n_deviations)];
}

static double
get_least (const double *loss,
           guint         begin,
           guint         end)
{
  double least = INFINITY;

  for (guint i = begin; i < end; i++)
    least = MIN (least, loss[i]);

  return least;
}

/* The first epoch of the later half, in which spikes count, so that decay can cure them. */
static guint
find_later_half (guint n)
{
  return MAX (n / 2, SETTLING + 1);
}

/* Where a loss that has been falling up to @epoch began to. */
static guint
find_top (const double *loss,
          guint         epoch)
{
  while (epoch > 0 && loss[epoch - 1] > loss[epoch])
    epoch--;

  return epoch;
}

/**
 * ov_curve_find_spike:
 * @loss: [@n], the losses of a run
 * @n: how many epochs it has
 * @epoch: one of them
 *
 * An epoch's height is measured from the higher of the valleys before and after it. A slope has
 * none, whichever way it goes: a falling curve, the tick of overfitting and divergence are not
 * taken for spikes, nor is what has fallen since the earlier half.
 *
 * Returns: how far @epoch stands out for anybody to see, as a share of the loss; 0 when it does
 *   not, or is not in the later half
 */
double
ov_curve_find_spike (const double *loss,
                     guint         n,
                     guint         epoch)
{
  double before, after, height;

  g_return_val_if_fail (loss != NULL, 0.0);

  if (epoch + 1 >= n || find_top (loss, epoch) < find_later_half (n))
    return 0.0;

  before = get_least (loss, epoch - MIN (epoch, SPIKE_REACH), epoch);
  after = get_least (loss, epoch + 1, MIN (n, epoch + 1 + SPIKE_REACH));
  height = loss[epoch] / MAX (before, after) - 1.0;

  return height > VISIBLE ? height : 0.0;
}

static void
measure_spikes (OvCurveStatistics *self,
                const double      *loss,
                guint              n)
{
  const guint begin = find_later_half (n);

  for (guint i = begin; i + 1 < n; i++)
    {
      const double height = ov_curve_find_spike (loss, n, i);

      self->n_spikes += height > 0.0;
      if (height > self->height)
        {
          self->height = height;
          self->spike = i;
        }
    }

  if (n > begin + 1)
    self->roughness = (double) self->n_spikes / (n - 1 - begin);
}

static double
average_around (const double *loss,
                guint         n,
                guint         middle)
{
  const guint reach = MIN (TURN_REACH, MIN (middle, n - 1 - middle));
  double sum = 0.0;

  for (guint i = middle - reach; i <= middle + reach; i++)
    sum += loss[i];

  return sum / (2 * reach + 1);
}

static void
measure_turn (OvCurveStatistics *self,
              const double      *train,
              const double      *test,
              guint              n)
{
  const guint end = n > 2 * TURN_REACH ? n - 1 - TURN_REACH : n - 1;
  const guint begin = MIN (TURN_REACH, end);
  double least = INFINITY;

  for (guint i = begin; i <= end; i++)
    if (average_around (test, n, i) < least)
      {
        least = average_around (test, n, i);
        self->turn = i;
      }

  self->rise = average_around (test, n, end) / least - 1.0;
  self->fall_since_turn = 1.0
                          - average_around (train, n, end) / average_around (train, n, self->turn);
}

/**
 * ov_curve_count_missing:
 * @history: the epochs of a run so far
 * @field: one of their quantities
 *
 * Returns: of how many epochs nobody knows it: the log of another program may lack some
 */
guint
ov_curve_count_missing (const OvHistory *history,
                        OvEpochField     field)
{
  guint n = 0;

  g_return_val_if_fail (history != NULL, 0);

  for (guint i = 0; i < ov_history_get_n_epochs (history); i++)
    n += ov_epoch_is_missing (ov_epoch_get_field (ov_history_get_epoch (history, i), field));

  return n;
}

/**
 * ov_curve_statistics_measure:
 * @self: (out): what is found
 * @history: the epochs of a run so far
 *
 * Measures the curves of a run. What cannot be told from a few epochs is 0. Takes a time that grows
 * with the epochs times their logarithm: tens of microseconds for some hundreds.
 */
void
ov_curve_statistics_measure (OvCurveStatistics *self,
                             const OvHistory   *history)
{
  g_autofree double *train = NULL;
  g_autofree double *test = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (history != NULL);

  *self = (OvCurveStatistics) {
    .n_epochs = ov_history_get_n_epochs (history),
    .n_finite = count_finite (history),
    .watched = ov_curve_count_missing (history, OV_EPOCH_TEST_LOSS) == 0 ? OV_EPOCH_TEST_LOSS
                                                                         : OV_EPOCH_TRAIN_LOSS,
    .growth = 1.0,
    .last_growth = 1.0,
  };
  if (self->n_finite == 0)
    return;

  train = g_new (double, self->n_epochs);
  test = g_new (double, self->n_epochs);
  ov_history_copy_field (history, OV_EPOCH_TRAIN_LOSS, train);
  ov_history_copy_field (history, self->watched, test);

  measure_growth (self, train, self->n_finite);
  measure_fall (self, train, test, self->n_finite);
  measure_rises (&self->train_rises, train, self->n_finite);
  measure_rises (&self->test_rises, test, self->n_finite);
  measure_swings (self, test, self->n_finite);
  measure_spikes (self, test, self->n_finite);
  measure_turn (self, train, test, self->n_finite);
}

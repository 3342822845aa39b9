/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

/**
 * OvRises:
 * @n: in how many epochs a loss was above that of the epoch before
 * @n_latest: in how many of the latest epochs, OV_LATEST_EPOCHS or as many as there are
 * @last: the last of these epochs
 * @most: the one with the greatest rise; 0 when there is none
 * @height: that rise, as a share of the loss
 * @climb: the greatest rise over epochs on end, as a share of the loss before it
 * @climb_start: the epoch that it began from
 * @climb_end: the epoch that it came to; 0 when there is none
 *
 * Where a loss has risen.
 */
typedef struct
{
  guint  n;
  guint  n_latest;
  guint  last;
  guint  most;
  double height;
  double climb;
  guint  climb_start;
  guint  climb_end;
} OvRises;

/* Epochs that say what a run does now. Ten are enough for a median that one spike cannot move, and
 * few enough to notice within a second or two that a run has turned. */
#define OV_LATEST_EPOCHS 10

/**
 * OvCurveStatistics:
 * @n_epochs: epochs of the history
 * @n_finite: epochs before the first one whose losses are not finite
 * @watched: the loss that the following calls the test loss: that, or where a log lacks it in some
 *   epochs the training loss, which swings as well
 * @growth: the factor by which an epoch changes the training loss now; 1 when there is no telling
 * @last_growth: the factor of the last epoch alone
 * @rising: share of the latest epochs whose training loss is above the one before, 0..1
 * @least: the epoch of the least training loss
 * @peak: the epoch of the greatest training loss since then
 * @fall: share of the first training loss that has been taken off since, negative when it grew
 * @pace: share of the first training loss that an epoch takes off now
 * @n_paced: of how many of the latest epochs that is the mean
 * @latest_fall: share of the training loss that these have taken off it
 * @late: share of the fall that came in the last third of the epochs
 * @late_test: share of the test loss that the last third of the epochs has taken off it
 * @train_rises: where the training loss rose
 * @test_rises: where the test loss rose
 * @settled: the epoch from which on hardly anything of the fall was left
 * @alternation: 1 when the test loss has lately swung up and down around its course, 2/3 when it is
 *   noise, negative when it is a smooth curve
 * @persistence: 1 when a swing comes back two epochs later, 1/6 when it is noise
 * @swing: how far the test loss swings where it does so most, as a share of the loss
 * @jitter: standard deviation of the test loss around its course, as a share of the loss
 * @roughness: share of the later half's epochs whose test loss stands out visibly, 0..1
 * @n_spikes: how many epochs of the later half these are
 * @spike: the epoch of the later half that stands out most
 * @height: how far it stands out, as a share of the loss; 0 when none does
 * @turn: the epoch of the least test loss, spikes smoothed away
 * @rise: how far the test loss has risen since, as a share of its minimum
 * @fall_since_turn: share of the training loss that was taken off after the turn
 *
 * What can be measured on the curves of a run.
 */
typedef struct
{
  guint        n_epochs;
  guint        n_finite;
  OvEpochField watched;
  double       growth;
  double       last_growth;
  double       rising;
  guint        least;
  guint        peak;
  double       fall;
  double       pace;
  guint        n_paced;
  double       latest_fall;
  double       late;
  double       late_test;
  OvRises      train_rises;
  OvRises      test_rises;
  guint        settled;
  double       alternation;
  double       persistence;
  double       swing;
  double       jitter;
  double       roughness;
  guint        n_spikes;
  guint        spike;
  double       height;
  guint        turn;
  double       rise;
  double       fall_since_turn;
} OvCurveStatistics;

void     ov_curve_statistics_measure (OvCurveStatistics *self,
                                      const OvHistory   *history);
guint    ov_curve_count_missing      (const OvHistory   *history,
                                      OvEpochField       field);
gboolean ov_curve_has_rise           (const double      *loss,
                                      guint              epoch);
double   ov_curve_find_spike         (const double      *loss,
                                      guint              n,
                                      guint              epoch);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

/**
 * OvCurveStatistics:
 * @n_epochs: epochs of the history
 * @n_finite: epochs before the first one whose losses are not finite
 * @growth: the factor by which an epoch changes the training loss now; 1 when there is no telling
 * @rising: share of the latest epochs whose training loss is above the one before, 0..1
 * @least: the epoch of the least training loss
 * @fall: share of the first training loss that has been taken off since, negative when it grew
 * @pace: share of the first training loss that an epoch takes off now
 * @late: share of the fall that came in the last third of the epochs
 * @settled: the epoch from which on hardly anything of the fall was left
 * @alternation: 1 when the test loss swings up and down around its course, 2/3 when it is noise,
 *   negative when it is a smooth curve
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
  guint  n_epochs;
  guint  n_finite;
  double growth;
  double rising;
  guint  least;
  double fall;
  double pace;
  double late;
  guint  settled;
  double alternation;
  double persistence;
  double swing;
  double jitter;
  double roughness;
  guint  n_spikes;
  guint  spike;
  double height;
  guint  turn;
  double rise;
  double fall_since_turn;
} OvCurveStatistics;

void ov_curve_statistics_measure (OvCurveStatistics *self,
                                  const OvHistory   *history);

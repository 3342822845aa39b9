/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer.h"

/**
 * OvRangeTestOptions:
 * @minimum: the learning rate of the first step
 * @maximum: the one of the last step, when it comes to that
 * @n_steps: how many steps the ramp has, two at least
 * @n_images: images in a step; 0 for as many as suit the recipe
 * @smoothing: the share of the smoothed loss that the next step keeps, 0 to less than 1
 *
 * How a ramp is run.
 */
typedef struct
{
  double minimum;
  double maximum;
  guint  n_steps;
  guint  n_images;
  double smoothing;
} OvRangeTestOptions;

#define OV_RANGE_TEST_OPTIONS_INIT \
  {.minimum = 1e-8, .maximum = 10.0, .n_steps = 271, .smoothing = 0.8}

/**
 * OvRangeTestEnd:
 * @OV_RANGE_TEST_END_RAMP: the ramp is at its end
 * @OV_RANGE_TEST_END_ROSE: the smoothed loss had risen to four times its best
 * @OV_RANGE_TEST_END_NOT_FINITE: the loss was no longer finite
 *
 * Why a ramp ended.
 */
typedef enum
{
  OV_RANGE_TEST_END_RAMP,
  OV_RANGE_TEST_END_ROSE,
  OV_RANGE_TEST_END_NOT_FINITE,
} OvRangeTestEnd;

/**
 * OvFinding:
 * @n_points: how many steps were made
 * @learning_rates: [n_points], rising
 * @losses: [n_points], the loss of each step's images before its update, penalty included; finite
 * @smoothed: [n_points], the same, smoothed
 * @end: why it ended
 * @best: the place of the least smoothed loss
 * @has_suggestions: whether the loss fell enough for the next two to mean something
 * @steepest: the learning rate where the smoothed loss falls most per factor in learning rate
 * @tenth: a tenth of the learning rate of the least smoothed loss
 * @seconds: wall-clock time
 *
 * Loss against learning rate.
 */
typedef struct
{
  guint          n_points;
  double        *learning_rates;
  double        *losses;
  double        *smoothed;
  OvRangeTestEnd end;
  guint          best;
  gboolean       has_suggestions;
  double         steepest;
  double         tenth;
  double         seconds;
} OvFinding;

/**
 * OvRangeTestFunc:
 * @finding: the ramp so far; its arrays grow, its suggestions are not there yet
 * @n_steps: how many steps the whole ramp has
 *
 * Called on the training thread after each step. It may block. Returns %FALSE to give the ramp up.
 */
typedef gboolean (*OvRangeTestFunc) (const OvFinding *finding,
                                     guint            n_steps,
                                     gpointer         user_data);

OvFinding *ov_trainer_test_range (OvTrainer                *self,
                                  const OvRangeTestOptions *options,
                                  OvRangeTestFunc           func,
                                  gpointer                  user_data,
                                  GCancellable             *cancellable,
                                  GError                  **error);
OvFinding *ov_finding_copy       (const OvFinding          *self);
void       ov_finding_free       (OvFinding                *self);
void       ov_finding_suggest    (OvFinding                *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvFinding, ov_finding_free)
